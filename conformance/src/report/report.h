/* What a run leaves behind: a text for people, TAP, JUnit, JSON. */
#ifndef CONFORM_REPORT_H
#define CONFORM_REPORT_H

#include "matrix.h"
#include "options.h"
#include "run.h"

struct report {
    const struct suite *suite;
    const struct target *target;
    const struct options *options;
    struct result *results; /* of the selected cases, in order; those up to done are filled in */
    size_t count;
    size_t done;
    size_t verdicts[VERDICT_COUNT];
    size_t unexpected; /* results that make the exit status 1 */
};

/* Whether a result is what the user expects: no failure, except where one is known. */
bool result_is_expected(const struct result *result, bool strict);

/* Why an unexpected result is one, for a line: the first finding, or that a known failure passes.
 */
const char *result_headline(struct arena *arena, const struct result *result);

/* "PAY-EXP-02, PAY-EXP-03" */
const char *rule_names(struct arena *arena, const struct grade *grade);

/* For people, as it goes along. */
void text_begin(FILE *out, const struct report *report);
void text_result(FILE *out, const struct report *report, const struct result *result);
void text_end(FILE *out, const struct report *report, const struct matrix_row *rows);

/* Test Anything Protocol, as it goes along; number counts from 1. */
void tap_begin(FILE *out, const struct report *report);
void tap_result(FILE *out, const struct report *report, const struct result *result, size_t number);

/* Whole files, at the end. false when writing failed. */
bool junit_write(FILE *out, const struct report *report);
bool json_write(FILE *out, const struct report *report, const struct matrix_row *rows);

#endif
