/*
 * Placing an order. That it is placed at most once is once.c.
 */
#include "once.h"

#include "qfpay/datetime.h"

static void
collect(const qfpay_client *client, const struct qfpay_payment *payment,
        char txdtm[QFPAY_DATETIME_SIZE], struct params *params)
{
    client_now(client, payment->txzone, txdtm);
    params_text(params, "mchid", client->mchid);
    params_number(params, "txamt", payment->txamt);
    params_text(params, "txcurrcd", payment->txcurrcd);
    params_text(params, "pay_type", payment->pay_type);
    params_text(params, "out_trade_no", payment->out_trade_no);
    params_text_or(params, "txdtm", payment->txdtm, txdtm);
    params_number(params, "expired_time", payment->expired_time);
    params_text(params, "goods_name", payment->goods_name);
    params_text(params, "txzone", payment->txzone);
    params_text(params, "udid", payment->udid);
    params_text(params, "rmb_tag", payment->rmb_tag);
    params_text(params, "extend_info", payment->extend_info);
    params_text(params, "limit_pay", payment->limit_pay);
    params_text(params, "notify_url", payment->notify_url);
    params_text(params, "auth_code", payment->auth_code);
    params_text(params, "return_url", payment->return_url);
    params_text(params, "sub_openid", payment->sub_openid);
    params_text(params, "openid", payment->openid);
    params_text(params, "pay_tag", payment->pay_tag);
    params_text(params, "goods_info", payment->goods_info);
    params_text(params, "seller_id", payment->seller_id);
}

enum qfpay_status
qfpay_pay(qfpay_client *client, const struct qfpay_payment *payment, qfpay_answer **out,
          struct qfpay_error *err)
{
    char txdtm[QFPAY_DATETIME_SIZE];
    struct params params = {.count = 0};
    const struct once once = {.what = "payment", .out_trade_no = payment->out_trade_no};
    enum qfpay_status status = QFPAY_OK;

    collect(client, payment, txdtm, &params);
    status = params_others(&params, payment->others, payment->other_count, err);
    return status == QFPAY_OK
               ? call_at_most_once(client, QFPAY_ENDPOINT_PAYMENT, &params, &once, out, err)
               : status;
}
