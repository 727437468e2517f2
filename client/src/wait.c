/*
 * Waiting for an order or a refund to become final: query, pause, query.
 *
 * Everything that can be over by itself is waited through; what cannot ends the wait at once,
 * because half an hour of polling with a wrong key helps nobody.
 */
#include "client.h"

#include <string.h>

#include "params.h"

#define FIRST_PAUSE_MS      1000
#define LONGEST_PAUSE_MS    5000
#define DEFAULT_LIFETIME_MS (2 * 60 * 60 * 1000)

/* The order expires by QFPay's clock and a query takes time: ask once more a little later. */
#define EXPIRY_GRACE_MS 3000

/* The least time that a query gets, however near the caller's limit is. */
#define SHORTEST_TIMEOUT_MS 1000

/* Refusals of a query that are QFPay's trouble, not the caller's, and may be over soon. */
static const char *const passing_codes[] = {"1100", "1111", "1112", "1127", "1143",
                                            "1145", "1154", "1161", "1252", "1254",
                                            "1295", "1296", "1297", "1298", "2999"};

/* One wait under way. */
struct watch {
    qfpay_client *client;
    const struct qfpay_wait *wait;
    struct params params;
    struct call call;
    struct backoff backoff;
    int64_t start_ms;
    int64_t end_ms;
    int64_t pause_ms; /* the next ordinary one */
    unsigned queries;
    unsigned failures; /* in a row */
};

static bool
is_passing_refusal(const qfpay_answer *answer)
{
    const char *respcd = qfpay_record_text(qfpay_answer_top(answer), "respcd");

    for (size_t i = 0; respcd && i < sizeof passing_codes / sizeof *passing_codes; i++)
        if (strcmp(respcd, passing_codes[i]) == 0)
            return true;
    return false;
}

/* Whether another query could tell more than this answer does. */
static bool
is_open(const qfpay_answer *answer)
{
    if (qfpay_answer_outcome(answer) != QFPAY_OUTCOME_PENDING)
        return false;
    return qfpay_answer_worked(answer) || qfpay_answer_response(answer)->http_status == 429 ||
           is_passing_refusal(answer);
}

static int64_t
left_ms(const struct watch *watch)
{
    return watch->end_ms - client_monotonic_ms(watch->client);
}

/* The pause after an answer, or after none. */
static int64_t
choose_pause(struct watch *watch, const qfpay_answer *answer)
{
    int64_t longest_ms = watch->wait->longest_pause_ms ? watch->wait->longest_pause_ms
                                                       : LONGEST_PAUSE_MS;
    int64_t pause_ms = watch->pause_ms;

    if (answer && qfpay_answer_response(answer)->http_status == 429)
        return backoff_next(&watch->backoff, watch->client, answer);
    watch->backoff = (struct backoff){0};
    watch->pause_ms += watch->pause_ms / 2;
    if (watch->pause_ms > longest_ms)
        watch->pause_ms = longest_ms;
    return pause_ms < longest_ms ? pause_ms : longest_ms;
}

static bool
tell(const struct watch *watch, const qfpay_answer *answer, const struct qfpay_error *trouble,
     int64_t pause_ms)
{
    struct qfpay_progress progress = {
        .queries = watch->queries,
        .waited_ms = client_monotonic_ms(watch->client) - watch->start_ms,
        .next_pause_ms = pause_ms,
        .answer = answer,
        .trouble = answer ? "" : trouble->message,
    };

    return !watch->wait->progress || watch->wait->progress(watch->wait->context, &progress);
}

static enum qfpay_status
query_once(struct watch *watch, qfpay_answer **out, struct qfpay_error *err)
{
    int64_t timeout_ms = left_ms(watch);

    /* A query must not outlive the wait by much, nor take longer than any other. */
    if (timeout_ms < SHORTEST_TIMEOUT_MS)
        timeout_ms = SHORTEST_TIMEOUT_MS;
    if (watch->client->timeout_ms > 0 && timeout_ms > watch->client->timeout_ms)
        timeout_ms = watch->client->timeout_ms;
    watch->call.timeout_ms = (long)timeout_ms;
    watch->queries++;
    return call_once(watch->client, &watch->call, out, err);
}

/* Query until nothing more is to be expected; *last is the newest answer, if there ever was one. */
static enum qfpay_status
watch_order(struct watch *watch, qfpay_answer **last, struct qfpay_error *err)
{
    for (;;) {
        qfpay_answer *answer = NULL;
        struct qfpay_error trouble = {.status = QFPAY_OK};
        enum qfpay_status status = query_once(watch, &answer, &trouble);
        bool goes_on = false;
        int64_t pause_ms = 0;

        watch->failures = status == QFPAY_OK ? 0 : watch->failures + 1;
        if (status == QFPAY_OK) {
            qfpay_answer_free(*last);
            *last = answer;
            goes_on = is_open(answer);
        } else {
            (void)qfpay_fail(err, status, "%s", trouble.message);
            if (!is_passing(status, &watch->call))
                return status;
            goes_on = watch->failures < QFPAY_WAIT_FAILURES_MAX;
        }
        goes_on = goes_on && left_ms(watch) > 0;
        if (goes_on) {
            pause_ms = choose_pause(watch, answer);
            if (pause_ms > left_ms(watch))
                pause_ms = left_ms(watch);
        }
        if (!tell(watch, answer, &trouble, pause_ms) || !goes_on)
            return status;
        client_pause(watch->client, pause_ms);
    }
}

static bool
is_given(const char *text)
{
    return text && text[0] != '\0';
}

static void
start(struct watch *watch, qfpay_client *client, const struct qfpay_wait *wait)
{
    int64_t lifetime_ms = wait->lifetime_ms > 0 ? wait->lifetime_ms : DEFAULT_LIFETIME_MS;

    *watch = (struct watch){.client = client, .wait = wait};
    params_text(&watch->params, "mchid", client->mchid);
    params_text(&watch->params, "syssn", wait->syssn);
    if (!is_given(wait->syssn))
        params_text(&watch->params, "out_trade_no", wait->out_trade_no);
    watch->call = (struct call){.endpoint = QFPAY_ENDPOINT_QUERY,
                                .params = watch->params.list,
                                .count = watch->params.count,
                                .is_refund = wait->is_refund,
                                .repeatable = true};
    watch->start_ms = client_monotonic_ms(client);
    watch->end_ms = watch->start_ms + lifetime_ms + EXPIRY_GRACE_MS;
    if (wait->timeout_ms > 0 && wait->timeout_ms < lifetime_ms + EXPIRY_GRACE_MS)
        watch->end_ms = watch->start_ms + wait->timeout_ms;
    watch->pause_ms = wait->first_pause_ms > 0 ? wait->first_pause_ms : FIRST_PAUSE_MS;
}

enum qfpay_status
qfpay_wait(qfpay_client *client, const struct qfpay_wait *wait, qfpay_answer **out,
           struct qfpay_error *err)
{
    struct watch watch;
    qfpay_answer *last = NULL;
    enum qfpay_status status = QFPAY_OK;

    if (!is_given(wait->syssn) && !is_given(wait->out_trade_no))
        return qfpay_fail(err, QFPAY_E_ARG, "waiting needs a syssn or an out_trade_no");
    start(&watch, client, wait);
    status = params_check(&watch.params, QFPAY_ENDPOINT_QUERY, err);
    if (status != QFPAY_OK)
        return status;

    status = watch_order(&watch, &last, err);
    /* Time ran out during one lost query: the answer before it still says how things stood. */
    if (last && (status == QFPAY_OK ||
                 (is_passing(status, &watch.call) && watch.failures < QFPAY_WAIT_FAILURES_MAX))) {
        *out = last;
        return QFPAY_OK;
    }
    qfpay_answer_free(last);
    return status;
}
