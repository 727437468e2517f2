/* Running one case against a target. */
#ifndef CONFORM_RUN_H
#define CONFORM_RUN_H

#include "judge.h"
#include "suite.h"
#include "target.h"

enum { CASE_SECONDS = 60 };

/* The exchange of one step, for people: signatures and keys are masked. */
struct exchange_note {
    size_t step;
    const char *sent;
    const char *answer;
    struct exchange_note *next;
};

/* What became of a case. Everything in it lives in its arena. */
struct result {
    const struct test_case *test;
    struct arena *arena;
    enum verdict verdict;
    const char *skip_reason; /* "" unless skipped */
    struct findings findings;
    struct exchange_note *notes; /* in the order of steps */
    int64_t duration_ms;
    const char *known; /* the reason why a failure is expected, else NULL */
};

/* Run a case, or skip it when the target lacks what it needs. result is filled in completely;
 * caller frees result->arena. */
void run_case(const struct suite *suite, struct target *target, const struct test_case *test,
              struct result *result);

/* Show what a case would send, without a target: for --dry-run and explain. NULL credentials are
 * replaced by placeholders. Returns one text with line breaks, in arena. */
const char *preview_case(const struct suite *suite, struct target *target, struct arena *arena,
                         const struct test_case *test);

/* A few words for a step: "call query", "payer pay (too late to pay)". */
const char *step_title(struct arena *arena, const cJSON *step);

#endif
