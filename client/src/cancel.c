/*
 * Closing and reversing: the same parameters, two calls.
 */
#include "qfpay/followup.h"

#include "once.h"

static enum qfpay_status
cancel_order(qfpay_client *client, enum qfpay_endpoint endpoint, const struct once *once,
             const struct qfpay_cancel *cancel, qfpay_answer **out, struct qfpay_error *err)
{
    char txdtm[QFPAY_DATETIME_SIZE];
    struct params params = {.count = 0};

    params_text(&params, "syssn", cancel->syssn);
    params_text(&params, "out_trade_no", cancel->out_trade_no);
    if (params.count == 0)
        return qfpay_fail(err, QFPAY_E_ARG, "a %s needs the order's syssn or out_trade_no",
                          once->what);
    client_now(client, NULL, txdtm);
    params_text(&params, "mchid", client->mchid);
    params_number(&params, "txamt", cancel->txamt);
    params_text_or(&params, "txdtm", cancel->txdtm, txdtm);
    params_text(&params, "udid", cancel->udid);
    return call_at_most_once(client, endpoint, &params, once, out, err);
}

enum qfpay_status
qfpay_close(qfpay_client *client, const struct qfpay_cancel *cancel, qfpay_answer **out,
            struct qfpay_error *err)
{
    static const struct once once = {.what = "close",
                                     .advice = "query the order, 1142 means closed"};

    return cancel_order(client, QFPAY_ENDPOINT_CLOSE, &once, cancel, out, err);
}

enum qfpay_status
qfpay_reverse(qfpay_client *client, const struct qfpay_cancel *cancel, qfpay_answer **out,
              struct qfpay_error *err)
{
    static const struct once once = {.what = "reversal",
                                     .advice = "query the order, it tells whether money moved"};

    return cancel_order(client, QFPAY_ENDPOINT_REVERSAL, &once, cancel, out, err);
}
