/* A copy of a --db file and of its log, in a folder of its own: what --check-config opens, so that
 * it reads all that a mock would read at its start, and writes nothing to the file. */
#ifndef MOCK_DB_COPY_H
#define MOCK_DB_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db_copy {
    char folder[64];
    char path[80];   /* "": there is no copy, as the file does not exist or is being served */
    uint32_t schema; /* of the file; 0: it is empty */
    bool is_served;  /* by another process */
};

/* false with a line in error when the file is none of ours, or cannot be read or made. */
bool db_copy_make(struct db_copy *copy, const char *path, char *error, size_t error_size);

/* Remove what was made; all zero is allowed. */
void db_copy_remove(struct db_copy *copy);

#endif
