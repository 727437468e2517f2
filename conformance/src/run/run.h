/* Running one case against a target. */
#ifndef CONFORM_RUN_H
#define CONFORM_RUN_H

#include "fixture/suite.h"
#include "target/target.h"
#include "trial/result.h"

/* Run a case, or skip it when the target lacks what it needs, and fill in result, which was begun
 * for it. Whatever the target does, no request of the case is waited for beyond its seconds. */
void run_case(const struct suite *suite, struct target *target, const struct test_case *test,
              int seconds, struct result *result);

/* The same in pieces, for cases that pause. NULL when the case is not run, which the result tells;
 * else what run_go_on and run_end take. */
struct course *run_begin(const struct suite *suite, struct target *target,
                         const struct test_case *test, int seconds, struct result *result);

/* Go on until the end of the case, then 0; or until a step that pauses, then the time in now_ms to
 * go on at. The time in between is not the case's. */
int64_t run_go_on(struct course *course);

void run_end(struct course *course);

/* For the watchdog: the longest that a case and the tidying up after it can take, and some for a
 * slow machine. */
int run_seconds(int case_timeout);

/* What a target that can do this lacks for the case: why it is skipped. "" for nothing; else in
 * arena, static, or as long as the target. */
const char *run_missing(struct target *target, capability_set can, const struct suite *suite,
                        const struct test_case *test, struct arena *arena);

/* Show what a case would send, with nothing sent: for --dry-run, which has a target with a URL and
 * then also says what that lacks, and for explain. NULL credentials are replaced by placeholders.
 * Returns one text with line breaks, in arena. */
const char *preview_case(const struct suite *suite, struct target *target, struct arena *arena,
                         const struct test_case *test);

#endif
