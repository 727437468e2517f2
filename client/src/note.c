/*
 * Notes on completed transactions.
 */
#include "qfpay/followup.h"

#include "once.h"

enum qfpay_status
qfpay_add_note(qfpay_client *client, const char *syssn, const char *note, qfpay_answer **out,
               struct qfpay_error *err)
{
    static const struct once once = {
        .what = "note", .advice = "it may be sent again, the newest note replaces the others"};
    struct params params = {.count = 0};

    if (client->mchid)
        return qfpay_fail(err, QFPAY_E_ARG, "notes are for merchants that send no mchid");
    params_text(&params, "code", client->app_code);
    params_text(&params, "syssn", syssn);
    params_text(&params, "note", note);
    return call_at_most_once(client, QFPAY_ENDPOINT_ADD_NOTE, &params, &once, out, err);
}
