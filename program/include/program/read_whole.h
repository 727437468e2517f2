/* A file as a whole, within a bound. */
#ifndef PROGRAM_READ_WHOLE_H
#define PROGRAM_READ_WHOLE_H

#include <stddef.h>
#include <stdio.h>

/* All that is left of a stream, with a NUL behind it that *len does not count; the caller frees.
 * NULL with errno, EFBIG when there are more than max bytes. */
char *read_whole(FILE *file, size_t max, size_t *len);

#endif
