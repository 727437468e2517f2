/* Comparing an answer with an expectation. Each broken check becomes a finding that carries its own
 * evidence; the verdict of a case is read off its findings. */
#ifndef CONFORM_JUDGE_H
#define CONFORM_JUDGE_H

#include "request/message.h"
#include "request/scope.h"
#include "trial/result.h"

struct judge {
    const struct suite *suite;
    struct scope *scope;
    qfpay_signer *signer;
    capability_set can;
    bool leaves_design; /* checks that rest on a sandbox's promises are left out */
    size_t step;
    struct grade grade;    /* of what is being checked; starts as the case's own */
    const char *where;     /* "", or which record is meant */
    const cJSON *may_lack; /* the paths that need not be there, of the checks under way, or NULL */
    struct findings *findings;
    /* An assumed outcome that the server decided otherwise; NULL for none. What comes behind it is
     * what became of that, and rests on no more. */
    const struct grade *basis;
};

/* What is judged: an answer, or one record inside it. */
struct subject {
    const struct reply *reply;
    const cJSON *object; /* the body or the record; NULL when it is not a JSON object */
    bool is_record;
};

/* Note a broken expectation with the judge's current grade. */
void judge_finding(struct judge *judge, const char *format, ...) QFPAY_PRINTF(2, 3);

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

/* The reply's body as the subject. */
struct subject subject_of(const struct reply *reply);

/* The names of all checks, for the test that compares them with the loader's; NULL at the end. */
const char *judge_check_name(size_t index);

#endif
