/* "1 case", "2 cases". */
#ifndef CONFORM_PLURAL_H
#define CONFORM_PLURAL_H

#include <stddef.h>

/* What stands behind a noun that so many are counted of. */
static inline const char *
plural(size_t count)
{
    return count == 1 ? "" : "s";
}

#endif
