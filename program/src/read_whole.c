/* See program/read_whole.h. */
#include "program/read_whole.h"

#include <errno.h>
#include <stdlib.h>

enum { FIRST_ROOM = 64 * 1024 };

/* Room for up to max + 1 bytes and a NUL, twice as much as before. NULL frees what there was. */
static char *
enlarge(char *bytes, size_t max, size_t *room)
{
    char *more;

    *room = *room > max / 2 ? max + 1 : *room * 2;
    more = realloc(bytes, *room + 1);
    if (!more)
        free(bytes);
    return more;
}

char *
read_whole(FILE *file, size_t max, size_t *len)
{
    size_t room = max < FIRST_ROOM ? max + 1 : FIRST_ROOM;
    char *bytes = malloc(room + 1);

    for (*len = 0; bytes; bytes = enlarge(bytes, max, &room)) {
        errno = 0;
        *len += fread(bytes + *len, 1, room - *len, file);
        if (*len < room || *len > max)
            break;
    }
    if (bytes && !ferror(file) && *len <= max) {
        bytes[*len] = '\0';
        return bytes;
    }
    if (bytes && *len > max)
        errno = EFBIG;
    free(bytes);
    return NULL;
}
