/*
 * Calls that move money and so are made at most once. Private to libqfpay.
 */
#ifndef QFPAY_CLIENT_ONCE_H
#define QFPAY_CLIENT_ONCE_H

#include "client.h"
#include "params.h"

/* What becomes of a call whose answer is lost. */
struct once {
    const char *what;         /* of the messages: "payment" */
    const char *out_trade_no; /* the new transaction's number, to find it by; NULL: it has none */
    bool is_refund;           /* it is looked for among the refunds, else among the payments */
    const char *advice;       /* without a number: how to find out what happened */
};

/*
 * Check the parameters and make the call, once. HTTP 429 is waited out and asked again, because
 * nothing was done then. After a lost answer nothing is sent again: the transaction is looked up by
 * its number, a few times, and *out is then the query's answer; not finding it is reported as the
 * failure that it was.
 */
enum qfpay_status call_at_most_once(qfpay_client *client, enum qfpay_endpoint endpoint,
                                    const struct params *params, const struct once *once,
                                    qfpay_answer **out, struct qfpay_error *err);

#endif
