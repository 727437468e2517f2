/*
 * Taking and giving back the amount that a pre-authorisation froze.
 */
#include "qfpay/followup.h"

#include "once.h"

enum qfpay_status
qfpay_capture(qfpay_client *client, const struct qfpay_capture *capture, qfpay_answer **out,
              struct qfpay_error *err)
{
    /* Its out_trade_no may come back empty (AUT-04), so that a look-up would prove nothing. */
    static const struct once once = {
        .what = "capture", .advice = "look at the day's transactions before capturing again"};
    struct params params = {.count = 0};

    params_number(&params, "txamt", capture->txamt);
    params_text(&params, "syssn", capture->syssn);
    params_text(&params, "txcurrcd", capture->txcurrcd);
    params_text(&params, "mchid", client->mchid);
    params_text(&params, "out_trade_no", capture->out_trade_no);
    params_text(&params, "txdtm", capture->txdtm);
    params_text(&params, "udid", capture->udid);
    return call_at_most_once(client, QFPAY_ENDPOINT_AUTHTRADE, &params, &once, out, err);
}

enum qfpay_status
qfpay_release(qfpay_client *client, const struct qfpay_release *release, qfpay_answer **out,
              struct qfpay_error *err)
{
    static const struct once once = {.what = "release",
                                     .advice = "query the pre-authorisation before trying again"};
    char txdtm[QFPAY_DATETIME_SIZE];
    struct params params = {.count = 0};

    client_now(client, NULL, txdtm);
    params_number(&params, "txamt", release->txamt);
    params_text_or(&params, "txdtm", release->txdtm, txdtm);
    params_text(&params, "syssn", release->syssn);
    params_text(&params, "out_trade_no", release->out_trade_no);
    params_text(&params, "mchid", client->mchid);
    return call_at_most_once(client, QFPAY_ENDPOINT_UNFREEZE, &params, &once, out, err);
}
