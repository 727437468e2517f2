/* See rate_limit.h. A window is 60 counters, one for each second of the last minute: refused calls
 * are not counted, so a client that backs off gets through as soon as there is room. */
#include "rate_limit.h"

#include <stdlib.h>
#include <string.h>

#include "defect.h"
#include "disturb.h"
#include "options.h"
#include "refuse.h"
#include "server.h"

enum { SECONDS = 60 };

struct rate_window {
    int64_t second[SECONDS]; /* which second the counter is about */
    int count[SECONDS];
};

static int
calls_since(const struct rate_window *window, int64_t from, int64_t now)
{
    int sum = 0;

    for (int i = 0; i < SECONDS; i++) {
        if (window->second[i] >= from && window->second[i] <= now)
            sum += window->count[i];
    }
    return sum;
}

static void
count(struct rate_window *window, int64_t now)
{
    size_t at = (size_t)((now % SECONDS + SECONDS) % SECONDS);

    if (window->second[at] != now) {
        window->second[at] = now;
        window->count[at] = 0;
    }
    window->count[at]++;
}

static struct reply
too_many(struct request *req, int most, const char *period)
{
    struct reply reply = gateway_answer(req, is_defect(DEFECT_RATE_AS_503) ? 503 : 429);

    reply.requirement = QFPAY_REQ_LIM_01;
    reply.diagnosis = arena_printf(req->arena,
                                   "More than %d calls in a %s. Wait, twice as long after each "
                                   "429 (LIM-03), and poll less often.",
                                   most, period);
    return reply;
}

bool
rate_limit_check(struct request *req, struct reply *reply)
{
    struct account *account = req->account;
    int64_t now = req->now;
    int per_second = RATE_PER_SECOND +
                     defect_step(DEFECT_RATE_SECOND_LOWER, DEFECT_RATE_SECOND_HIGHER);
    int per_minute = RATE_PER_MINUTE +
                     defect_step(DEFECT_RATE_MINUTE_LOWER, DEFECT_RATE_MINUTE_HIGHER);

    if (is_defect(DEFECT_RATE_UNLIMITED))
        return true;
    if (is_defect(DEFECT_RATE_OF_EVERYBODY))
        account =
            &registry_find(&req->server->merchants, req->server->direct_app_code)->accounts[0];
    if (!req->server->settings->rate_limit && !req->merchant->rate_limit)
        return true;
    if (account->rate == NULL)
        account->rate = calloc(1, sizeof(*account->rate));
    if (account->rate == NULL) {
        *reply = fault(req, "count a call");
        return false;
    }
    if (calls_since(account->rate, now, now) >= per_second) {
        *reply = too_many(req, RATE_PER_SECOND, "second");
        return false;
    }
    if (calls_since(account->rate, now - SECONDS + 1, now) >= per_minute) {
        *reply = too_many(req, RATE_PER_MINUTE, "minute");
        return false;
    }
    count(account->rate, now);
    return true;
}

void
rate_limit_forget(struct merchant *merchant)
{
    for (size_t i = 0; i < merchant->account_count; i++) {
        if (merchant->accounts[i].rate != NULL)
            memset(merchant->accounts[i].rate, 0, sizeof(*merchant->accounts[i].rate));
    }
}
