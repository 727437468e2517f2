/* Who compares an answer with an expectation: what they know, and how they say what is broken. */
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

/* The reply's body as the subject. */
struct subject subject_of(const struct reply *reply);

#endif
