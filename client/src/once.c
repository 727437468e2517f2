/*
 * Moving money at most once.
 *
 * The dangerous moment is a request that left and an answer that did not come: sending again could
 * charge or refund twice, giving up could lose a transaction. So the transaction is looked up by
 * the merchant's own number, and whatever the look-up says is handed out; nothing is ever sent
 * again.
 */
#include "once.h"

/* Look-ups after a lost answer, with pauses of 1, 2 and 4 s: a slow server gets time to store it.
 */
#define LOOKUPS           4
#define LOOKUP_PAUSE_MS   1000
#define SHOWN_NUMBER_SIZE 48

/* What to say about a transaction whose answer was lost. */
enum trace {
    TRACE_UNKNOWN, /* no look-up was answered */
    TRACE_NONE,    /* QFPay answered and knows no such transaction */
};

/* Find it. Its absence proves something only when the last look-up said so. */
static enum qfpay_status
look_up(qfpay_client *client, const struct once *once, qfpay_answer **out, enum trace *trace,
        struct qfpay_error *err)
{
    const struct qfpay_filter filter = {.out_trade_no = once->out_trade_no,
                                        .is_refund = once->is_refund};
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
recover(qfpay_client *client, const struct once *once, const struct qfpay_error *lost,
        qfpay_answer **out, struct qfpay_error *err)
{
    const char *subject = once->is_refund ? "refund" : "order";
    enum trace trace = TRACE_UNKNOWN;
    enum qfpay_status status = look_up(client, once, out, &trace, err);

    if (status == QFPAY_OK || status == QFPAY_E_SIGNATURE || status == QFPAY_E_MEMORY)
        return status;
    if (trace == TRACE_NONE)
        return qfpay_fail(err, lost->status,
                          "the answer to the %s was lost and QFPay shows no %s %.*s; it is safe to "
                          "try again only under the same out_trade_no (%.80s)",
                          once->what, subject, SHOWN_NUMBER_SIZE, once->out_trade_no,
                          lost->message);
    return qfpay_fail(err, lost->status,
                      "the answer to the %s was lost and nobody knows whether %s %.*s exists: "
                      "query it before trying again (%.80s)",
                      once->what, subject, SHOWN_NUMBER_SIZE, once->out_trade_no, lost->message);
}

enum qfpay_status
call_at_most_once(qfpay_client *client, enum qfpay_endpoint endpoint, const struct params *params,
                  const struct once *once, qfpay_answer **out, struct qfpay_error *err)
{
    struct call call = {.endpoint = endpoint, .params = params->list, .count = params->count};
    struct qfpay_error lost = {.status = QFPAY_OK};
    enum qfpay_status status = params_check(params, endpoint, err);

    if (status != QFPAY_OK)
        return status;
    status = call_patiently(client, &call, out, &lost);
    if (status == QFPAY_OK)
        return QFPAY_OK;
    if (!call.sent)
        return qfpay_fail(err, status, "%s", lost.message);
    if (!once->out_trade_no)
        return qfpay_fail(err, status, "the answer to the %s was lost: %s (%.80s)", once->what,
                          once->advice, lost.message);
    if (is_passing(status, &call))
        return recover(client, once, &lost, out, err);
    return qfpay_fail(err, status, "%.160s; query %.*s before trying the %s again", lost.message,
                      SHOWN_NUMBER_SIZE, once->out_trade_no, once->what);
}
