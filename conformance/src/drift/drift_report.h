/* What a comparison found, for people and for programs. */
#ifndef CONFORM_DRIFT_REPORT_H
#define CONFORM_DRIFT_REPORT_H

#include <stdio.h>

#include "drift/compare.h"

/* A line for a side: where it is, and what it says of itself. */
void drift_text_side(FILE *out, const char *name, const char *where, const cJSON *transcript);

/* The groups, what was not compared and why, and the sum in the last line. */
void drift_text(FILE *out, const struct comparison *comparison);

/* The whole as one JSON object; false when writing failed. */
bool drift_json(FILE *out, const struct comparison *comparison, const cJSON *left,
                const cJSON *right);

#endif
