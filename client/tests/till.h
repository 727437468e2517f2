/*
 * A till with a client whose QFPay is a script and whose time is a number: nothing sleeps, nothing
 * touches the network. What QFPay will answer is queued before; what it was asked is looked at
 * after.
 */
#ifndef QFPAY_CLIENT_TESTS_TILL_H
#define QFPAY_CLIENT_TESTS_TILL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "qfpay/client.h"

#define TILL_KEY      "0123456789ABCDEF0123456789ABCDEF"
#define TILL_APP_CODE "A1B2C3D4E5F60718293A4B5C6D7E8F90"

/* The fake wall clock at the start: 2020-04-10 11:45:44 in UTC+8. */
#define TILL_START 1586490344

#define TILL_REPLIES_MAX  40
#define TILL_REQUESTS_MAX 40

/* One thing that QFPay does when it is asked. */
struct reply {
    int http_status;
    char *body;         /* owned */
    const char *sign;   /* NULL: signed as QFPay signs; "": not at all; else this */
    const char *header; /* a further header, or NULL */
    const char *value;
    enum qfpay_status lost; /* not QFPAY_OK: no answer comes */
    bool sent;              /* of a lost answer: whether the request may have arrived */
};

struct asked {
    char target[64];
    char *body; /* owned, decoded by asked_value */
    bool repeatable;
};

struct till {
    qfpay_client *client;
    qfpay_answer *answer;
    struct qfpay_error err;
    struct reply replies[TILL_REPLIES_MAX];
    size_t reply_count;
    size_t replied;
    struct asked asked[TILL_REQUESTS_MAX];
    size_t asked_count;
    int64_t now_ms; /* since TILL_START */
    int64_t paused_ms[TILL_REQUESTS_MAX];
    size_t pause_count;
};

/* cmocka set-up and tear-down; *state becomes the till. Tear-down fails when replies are left. */
int till_open(void **state);
int till_close(void **state);

/* A client of the till with other settings. */
void till_settings(struct till *till, struct qfpay_settings *settings);
void till_reopen(struct till *till, const struct qfpay_settings *settings);

/* What QFPay does next. */
void qfpay_answers(struct till *till, const char *body);
struct reply *qfpay_replies(struct till *till, int http_status, const char *body);
void qfpay_is_too_busy(struct till *till, const char *retry_after);
void qfpay_loses_the_answer(struct till *till);
void qfpay_is_out_of_reach(struct till *till);

/* Bodies of usual answers; formatted into a buffer that the next call overwrites. */
const char *a_payment(const char *respcd);
const char *a_query(const char *records);
const char *a_record(const char *respcd);

/* The last answer must be this. */
void assert_outcome(const struct till *till, enum qfpay_outcome outcome);
void assert_respcd(const struct till *till, const char *respcd);

/* QFPay was asked these calls, in this order, and no others: "payment query query". */
void assert_asked(const struct till *till, const char *calls);

/* The client paused for these, in ms; the list ends with -1. */
void assert_paused(const struct till *till, ...);

/* A parameter of the n-th request, decoded; NULL when absent. Borrowed until the next call. */
const char *asked_value(const struct till *till, size_t request, const char *name);

#endif
