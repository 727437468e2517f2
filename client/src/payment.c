/*
 * Placing an order, at most once.
 *
 * The dangerous moment is a request that left and an answer that did not come: sending again could
 * charge twice, giving up could lose a paid order. So the order is looked up by the merchant's own
 * number, and whatever the look-up says is handed out; nothing is ever sent again.
 */
#include "client.h"

#include "params.h"
#include "qfpay/datetime.h"

/* Look-ups after a lost answer, with pauses of 1, 2 and 4 s: a slow server gets time to store it.
 */
#define LOOKUPS           4
#define LOOKUP_PAUSE_MS   1000
#define SHOWN_NUMBER_SIZE 48

/* What to say about an order whose answer was lost. */
enum trace {
    TRACE_UNKNOWN, /* no look-up was answered */
    TRACE_NONE,    /* QFPay answered and knows no such order */
};

static void
collect(const qfpay_client *client, const struct qfpay_payment *payment,
        char txdtm[QFPAY_DATETIME_SIZE], struct params *params)
{
    const char *txzone = payment->txzone;
    int zone_minutes = QFPAY_SYSTEM_ZONE_MINUTES;
    size_t zone_len = 0;

    while (txzone && txzone[zone_len] != '\0' && zone_len < 8)
        zone_len++;
    if (txzone)
        (void)qfpay_zone_parse(txzone, zone_len, &zone_minutes);
    qfpay_datetime_format(client->clock.now(client->clock.self), zone_minutes, txdtm);

    params_text(params, "mchid", client->mchid);
    params_number(params, "txamt", payment->txamt);
    params_text(params, "txcurrcd", payment->txcurrcd);
    params_text(params, "pay_type", payment->pay_type);
    params_text(params, "out_trade_no", payment->out_trade_no);
    params_text(params, "txdtm", payment->txdtm ? payment->txdtm : txdtm);
    params_number(params, "expired_time", payment->expired_time);
    params_text(params, "goods_name", payment->goods_name);
    params_text(params, "txzone", payment->txzone);
    params_text(params, "udid", payment->udid);
    params_text(params, "rmb_tag", payment->rmb_tag);
    params_text(params, "extend_info", payment->extend_info);
    params_text(params, "limit_pay", payment->limit_pay);
    params_text(params, "notify_url", payment->notify_url);
    params_text(params, "auth_code", payment->auth_code);
}

/* Find the order. Its absence proves something only when the last look-up said so. */
static enum qfpay_status
look_up(qfpay_client *client, const char *out_trade_no, qfpay_answer **out, enum trace *trace,
        struct qfpay_error *err)
{
    const struct qfpay_filter filter = {.out_trade_no = out_trade_no};
    int64_t pause_ms = LOOKUP_PAUSE_MS;

    for (int i = 0; i < LOOKUPS; i++, pause_ms *= 2) {
        qfpay_answer *answer = NULL;
        enum qfpay_status status = QFPAY_OK;

        if (i > 0)
            client_pause(client, pause_ms / 2);
        status = qfpay_query(client, &filter, &answer, err);
        if (status == QFPAY_E_SIGNATURE || status == QFPAY_E_MEMORY)
            return status;
        *trace = TRACE_UNKNOWN;
        if (status != QFPAY_OK)
            continue;
        if (qfpay_answer_subject(answer)) {
            *out = answer;
            return QFPAY_OK;
        }
        if (qfpay_answer_worked(answer))
            *trace = TRACE_NONE;
        qfpay_answer_free(answer);
    }
    return QFPAY_E_TRANSPORT;
}

static enum qfpay_status
recover(qfpay_client *client, const char *out_trade_no, const struct qfpay_error *lost,
        qfpay_answer **out, struct qfpay_error *err)
{
    enum trace trace = TRACE_UNKNOWN;
    enum qfpay_status status = look_up(client, out_trade_no, out, &trace, err);

    if (status == QFPAY_OK || status == QFPAY_E_SIGNATURE || status == QFPAY_E_MEMORY)
        return status;
    if (trace == TRACE_NONE)
        return qfpay_fail(err, lost->status,
                          "the answer to the payment was lost and QFPay shows no order %.*s; it is "
                          "safe to pay again only under the same out_trade_no (%.80s)",
                          SHOWN_NUMBER_SIZE, out_trade_no, lost->message);
    return qfpay_fail(err, lost->status,
                      "the answer to the payment was lost and nobody knows whether order %.*s "
                      "exists: query it before paying again (%.80s)",
                      SHOWN_NUMBER_SIZE, out_trade_no, lost->message);
}

enum qfpay_status
qfpay_pay(qfpay_client *client, const struct qfpay_payment *payment, qfpay_answer **out,
          struct qfpay_error *err)
{
    char txdtm[QFPAY_DATETIME_SIZE];
    struct params params = {.count = 0};
    struct call call = {.endpoint = QFPAY_ENDPOINT_PAYMENT, .params = params.list};
    struct qfpay_error lost = {.status = QFPAY_OK};
    enum qfpay_status status = QFPAY_OK;

    collect(client, payment, txdtm, &params);
    status = params_others(&params, payment->others, payment->other_count, err);
    if (status == QFPAY_OK)
        status = params_check(&params, QFPAY_ENDPOINT_PAYMENT, err);
    if (status != QFPAY_OK)
        return status;

    call.count = params.count;
    status = call_patiently(client, &call, out, &lost);
    if (status == QFPAY_OK)
        return QFPAY_OK;
    if (call.sent && is_passing(status, &call))
        return recover(client, payment->out_trade_no, &lost, out, err);
    if (call.sent)
        return qfpay_fail(err, status, "%.180s; query order %.*s before paying again", lost.message,
                          SHOWN_NUMBER_SIZE, payment->out_trade_no);
    return qfpay_fail(err, status, "%s", lost.message);
}
