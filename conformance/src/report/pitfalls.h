/* Results by pitfall: which known mistakes of integrations the vectors or scenarios found. */
#ifndef CONFORM_PITFALLS_H
#define CONFORM_PITFALLS_H

#include "report.h"

/* One mistake of fixtures/pitfalls.md. */
struct pitfall_row {
    char id[12];       /* "PIT-50" */
    size_t ran;        /* trials that name it and were not skipped */
    size_t bad;        /* and found something */
    const char *title; /* NULL when nobody knows it */
};

/* The mistakes that the report's trials name, by id, into arena. */
const struct pitfall_row *pitfalls_of(const struct report *report, struct arena *arena,
                                      size_t *count);

/* How many were avoided, and what those are that were not. Nothing when no trial names any. */
void pitfalls_print(FILE *out, const struct report *report, struct arena *arena);

#endif
