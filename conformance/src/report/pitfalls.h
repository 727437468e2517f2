/* Results by pitfall: which known mistakes of integrations the vectors or scenarios found. */
#ifndef CONFORM_PITFALLS_H
#define CONFORM_PITFALLS_H

#include "report/report.h"

/* One mistake of fixtures/pitfalls.md. */
struct pitfall_row {
    char id[12];       /* "PIT-50" */
    size_t ran;        /* trials that can expose it and were not skipped */
    size_t bad;        /* of these, those that charge it */
    size_t passed;     /* and those that found nothing */
    const char *title; /* NULL when nobody knows it */
};

/* Whether it was tried and does not show: something about it passes. */
bool pitfall_is_avoided(const struct pitfall_row *row);

/* The mistakes that the report's trials name, by id, into arena. */
const struct pitfall_row *pitfalls_of(const struct report *report, struct arena *arena,
                                      size_t *count);

/* How many were avoided, what those are that show, and of which nothing can be said because all
 * that is about them fails for another reason. Nothing when no trial names any. */
void pitfalls_print(FILE *out, const struct report *report, struct arena *arena);

#endif
