/* A check: what must hold before a call is carried out, and what is answered when it does not. The
 * checks of a call are the rows of a file NAME_checks.def, in the order in which they speak; one
 * loop (call_broken) runs them. A condition may keep what it has found out in the call for the rows
 * behind it. */
#ifndef MOCK_CHECK_H
#define MOCK_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "qfpay/evidence.h"
#include "text.h"

struct call; /* call.h */

/* The row that asks is call->check. */
typedef bool condition(struct call *call);

struct check {
    const char *name; /* of the row; NULL ends a chapter */
    condition *applies;
    condition *holds;
    const char *respcd; /* three digits: an HTTP status; capitals: see check_codes.def */
    enum qfpay_req requirement;
    enum text_id text;
    const char *diagnosis; /* {x} is filled in from the call, see phrase.h */
    int64_t step;          /* of a bound: what one more is; 0: the row has no bound */
    int64_t slack;         /* how far beyond its bound the row still holds */
    bool is_ground;        /* what comes behind it is built on what it has found */
};

/* Rows of a file of checks. GROUND: later code is built on it. BOUND: one side of a comparison.
 *    name  applies  holds  respcd  requirement  text  diagnosis */
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

/* A condition that is one expression of `call`. */
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
