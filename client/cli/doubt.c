/*
 * Looking again after a code that leaves open whether money moved.
 */
#include "doubt.h"

#include <stdio.h>

#include "cli.h"
#include "show.h"

/* How long to look for a transaction of which nobody knows whether it exists. */
#define LOOK_AGAIN_MS 8000

struct looking {
    bool is_answered; /* the last query was */
};

/* Told after each look: go on until a query shows the transaction. */
static bool
is_still_open(void *context, const struct qfpay_progress *progress)
{
    struct looking *looking = context;

    looking->is_answered = progress->answer != NULL;
    return !progress->answer || !qfpay_answer_subject(progress->answer);
}

enum doubt
doubt_resolve(qfpay_client *client, const struct qfpay_wait *wait, qfpay_answer **answer)
{
    struct looking looking = {.is_answered = false};
    struct qfpay_wait look = {.out_trade_no = wait->out_trade_no,
                              .is_refund = wait->is_refund,
                              .timeout_ms = LOOK_AGAIN_MS,
                              .progress = is_still_open,
                              .context = &looking};
    struct qfpay_error err = {.status = QFPAY_OK};
    qfpay_answer *found = NULL;
    enum doubt doubt = DOUBT_UNKNOWN;

    if (qfpay_answer_outcome(*answer) != QFPAY_OUTCOME_FAILURE ||
        !qfpay_answer_is_doubtful(*answer))
        return DOUBT_NONE;
    if (wait->timeout_ms > 0 && wait->timeout_ms < look.timeout_ms)
        look.timeout_ms = wait->timeout_ms;
    if (qfpay_wait(client, &look, &found, &err) == QFPAY_OK && qfpay_answer_worked(found) &&
        looking.is_answered)
        doubt = qfpay_answer_subject(found) ? DOUBT_SHOWN : DOUBT_NOT_SHOWN;
    if (doubt != DOUBT_SHOWN) {
        qfpay_answer_free(found);
        return doubt;
    }
    qfpay_answer_free(*answer);
    *answer = found;
    return doubt;
}

int
doubt_end_unknown(const char *out_trade_no, bool json)
{
    if (!json) {
        (void)puts("  No query was answered: nobody knows whether money moved.");
        show_next("qfpay query --out-trade-no", out_trade_no, "");
    }
    return CLI_PENDING;
}
