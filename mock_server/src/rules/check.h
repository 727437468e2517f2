/* A check: what must hold before a call is carried out, and what is answered when it does not. The
 * checks of a call are the rows of a file NAME_checks.def, in the order in which they speak; one
 * loop (call_broken) runs them. A condition may keep what it has found out in the call for the rows
 * behind it. */
#ifndef MOCK_CHECK_H
#define MOCK_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "qfpay/evidence.h"
#include "rules/text.h"

struct call; /* call.h */

/* The row that asks is call->check, also behind a chapter that the condition itself has run. */
typedef bool condition(struct call *call);

struct check {
    const char *name; /* of the row; NULL ends a chapter */
    condition *applies;
    condition *holds;
    /* Four digits; three: an HTTP status; or a word:
     * USED   that of the profile for a used number; rulebook_open puts it in,
     * ASKED  the one that a trigger asks for; the refusal shows nothing of the order (call.c),
     * LATE   that of the order's pay type in refund_rules.def (call_code). */
    const char *respcd;
    enum qfpay_req requirement; /* only told; NONE: that of the field that is wrong */
    enum text_id text;
    const char *diagnosis; /* {x} is filled in from the call, see phrase.h */
    /* For the deliberate mistakes: */
    int64_t step;   /* of a bound: what one more is, in the unit of the bound; 0: it has none */
    int64_t slack;  /* how far beyond its bound the row still holds: 0 by QFPay's rules */
    bool is_ground; /* no mistake skips it: without it later code would crash or fault */
};

/* Rows of a file of checks:
 *     name  applies  holds  respcd  requirement  text  diagnosis
 * GROUND is a CHECK without which later code would crash or fault. BOUND is a CHECK that compares;
 * it has one column more, its step, in front of respcd, and its condition adds slack to the bound.
 */
#define CHECK(name, applies, holds, respcd, requirement, text, diagnosis)                          \
    {#name,       (applies), (holds), #respcd, QFPAY_REQ_##requirement,                            \
     TEXT_##text, diagnosis, 0,       0,       false},
#define GROUND(name, applies, holds, respcd, requirement, text, diagnosis)                         \
    {#name,       (applies), (holds), #respcd, QFPAY_REQ_##requirement,                            \
     TEXT_##text, diagnosis, 0,       0,       true},
#define BOUND(name, applies, holds, step, respcd, requirement, text, diagnosis)                    \
    {#name,       (applies), (holds), #respcd, QFPAY_REQ_##requirement,                            \
     TEXT_##text, diagnosis, (step),  0,       false},
#define END_OF_CHECKS                                                                              \
    {                                                                                              \
        .name = NULL                                                                               \
    }

/* A condition that is one expression of `call`. A declaration that says nothing new ends it, so
 * that the semicolon behind CONDITION(...) has something to end. */
#define CONDITION(name, expression)                                                                \
    static bool name(struct call *call)                                                            \
    {                                                                                              \
        return (expression);                                                                       \
    }                                                                                              \
    struct call

/* The condition of a row that applies to every call, and that of one that nothing fulfils. */
condition always;
condition never;

#endif
