/*
 * Codes such as 1296: a failure by the rule that leaves open whether money moved (PIT-53). Who
 * waits for the outcome is told what a query says.
 */
#ifndef QFPAY_CLI_DOUBT_H
#define QFPAY_CLI_DOUBT_H

#include "qfpay/client.h"

enum doubt {
    DOUBT_NONE,      /* the answer leaves nothing open */
    DOUBT_SHOWN,     /* a query shows the transaction */
    DOUBT_NOT_SHOWN, /* queries were answered and show none: it was refused */
    DOUBT_UNKNOWN,   /* no query was answered: nobody knows */
};

/*
 * Look the transaction of an answer up when its code leaves open whether it took place, more than
 * once. wait says which (out_trade_no, is_refund) and how long at most (timeout_ms); it is not
 * changed. *answer is freed and replaced by the query's with DOUBT_SHOWN, else kept.
 */
enum doubt doubt_resolve(qfpay_client *client, const struct qfpay_wait *wait,
                         qfpay_answer **answer);

/* Say that nobody knows, and what to ask later; nothing with json. The exit status. */
int doubt_end_unknown(const char *out_trade_no, bool json);

#endif
