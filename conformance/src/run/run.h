/* Running one case against a target. */
#ifndef CONFORM_RUN_H
#define CONFORM_RUN_H

#include "judge.h"
#include "result.h"
#include "suite.h"
#include "target.h"

/* Run a case, or skip it when the target lacks what it needs, and fill in result, which was begun
 * for it. Whatever the target does, no request of the case is waited for beyond its seconds. */
void run_case(const struct suite *suite, struct target *target, const struct test_case *test,
              int seconds, struct result *result);

/* Show what a case would send, without a target: for --dry-run and explain. NULL credentials are
 * replaced by placeholders. Returns one text with line breaks, in arena. */
const char *preview_case(const struct suite *suite, struct target *target, struct arena *arena,
                         const struct test_case *test);

/* A few words for a step: "call query", "payer pay (too late to pay)". */
const char *step_title(struct arena *arena, const cJSON *step);

#endif
