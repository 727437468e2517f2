/* The file of known failures (--expect): lines of `CASE: REASON`; empty lines and lines that begin
 * with # count for nothing. */
#ifndef CONFORM_KNOWN_H
#define CONFORM_KNOWN_H

#include "trial/result.h"

struct known_row {
    const char *id;
    const char *reason;
};

struct known {
    struct known_row *rows;
    size_t count;
};

/* Read the file; every id in it must be that of a trial. false after a line on err that names the
 * file and the line in it, and what became of the id when it is retired. */
bool known_load(struct known *known, const struct suite *suite, const struct trial *trials,
                size_t trial_count, struct arena *arena, const char *path, FILE *err);

/* The reason why a case is known to fail, or NULL. */
const char *known_reason(const struct known *known, const char *id);

#endif
