/* Comparing an answer with an expectation. Each broken check becomes a finding that carries its own
 * evidence; the verdict of a case is read off its findings. */
#ifndef CONFORM_EXPECT_H
#define CONFORM_EXPECT_H

#include "judge/judge.h"

/* Check one expectation (an object of checks or a list of them). */
void judge_expect(struct judge *judge, const struct subject *subject, const cJSON *expect);

/* Why what the rest of a case needs did not come about, or NULL: the first of the broken checks of
 * the whole expectation, or of those objects in it that say that they prepare. Nothing is noted,
 * and what is only assumed breaks nothing, except the outcome: *is_open tells that it was one. */
const char *judge_precondition(const struct judge *judge, const struct subject *subject,
                               const cJSON *expect, bool is_whole, bool *is_open);

/* Whether the reply can be judged by this expectation: it came, or it was lost and the expectation
 * speaks of that. */
bool judge_can(const struct subject *subject, const cJSON *expect);

/* Whether a reply satisfies an object of checks; nothing is noted. */
bool judge_holds(const struct judge *judge, const struct subject *subject, const cJSON *checks);

/* The names of all checks, for the test that compares them with the loader's; NULL at the end. */
const char *judge_check_name(size_t index);

#endif
