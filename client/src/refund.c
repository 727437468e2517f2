/*
 * Refunding. That it happens at most once is once.c.
 */
#include "qfpay/followup.h"

#include "once.h"

enum qfpay_status
qfpay_refund(qfpay_client *client, const struct qfpay_refund *refund, qfpay_answer **out,
             struct qfpay_error *err)
{
    char txdtm[QFPAY_DATETIME_SIZE];
    struct params params = {.count = 0};
    const struct once once = {
        .what = "refund", .out_trade_no = refund->out_trade_no, .is_refund = true};
    enum qfpay_status status = QFPAY_OK;

    client_now(client, refund->txzone, txdtm);
    params_text(&params, "syssn", refund->syssn);
    params_text(&params, "out_trade_no", refund->out_trade_no);
    params_number(&params, "txamt", refund->txamt);
    params_text_or(&params, "txdtm", refund->txdtm, txdtm);
    params_text(&params, "mchid", client->mchid);
    params_text(&params, "txzone", refund->txzone);
    params_text(&params, "udid", refund->udid);
    status = params_others(&params, refund->others, refund->other_count, err);
    return status == QFPAY_OK
               ? call_at_most_once(client, QFPAY_ENDPOINT_REFUND, &params, &once, out, err)
               : status;
}
