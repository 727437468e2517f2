/* See settle.h. An answer to close or reversal proves nothing (RVS-15): what counts is the state
 * that the query shows. */
#include "settle.h"

#include <string.h>

#include "api_call.h"
#include "qfpay/code.h"
#include "qfpay/datetime.h"
#include "suite.h"

enum { ROUNDS = 3, ROUND_PAUSE_MS = 1000 };

/* What a query says about an order. */
enum state {
    STATE_GONE,    /* closed, expired, failed: nobody can pay it */
    STATE_ABSENT,  /* there is none */
    STATE_UNPAID,  /* somebody still could */
    STATE_PAID,    /* somebody did */
    STATE_UNKNOWN, /* the query did not answer, or was refused */
};

/* One order that is being closed. */
struct closing {
    struct target *target;
    struct arena *arena;
    const struct credentials *owner;
    const struct order *order;
    bool in_progress; /* close or reversal said so */
};

static void
add(struct qfpay_param *params, size_t *count, const char *name, const char *value)
{
    if (value[0])
        params[(*count)++] = qfpay_param_of(name, value);
}

/* The order's numbers, as far as they are known. */
static size_t
name_order(const struct closing *closing, struct qfpay_param *params)
{
    size_t count = 0;

    add(params, &count, "mchid", closing->owner->mchid);
    if (closing->order->syssn[0])
        add(params, &count, "syssn", closing->order->syssn);
    else
        add(params, &count, "out_trade_no", closing->order->out_trade_no);
    return count;
}

static enum state
state_of_record(const cJSON *record)
{
    const char *respcd = json_text(record, "respcd", "");
    const char *undone = json_text(record, "cancel", "0");
    enum qfpay_outcome outcome = qfpay_outcome_of(respcd);

    if (strcmp(undone, "0") != 0 && undone[0])
        return STATE_GONE;
    if (outcome == QFPAY_OUTCOME_SUCCESS)
        return STATE_PAID;
    return outcome == QFPAY_OUTCOME_FAILURE && respcd[0] ? STATE_GONE : STATE_UNPAID;
}

/* The worst of all records that are this order's: one number can have several (QRY-19). */
static enum state
state_of_records(const struct closing *closing, const cJSON *data)
{
    enum state worst = STATE_ABSENT;
    const cJSON *record;

    cJSON_ArrayForEach(record, data)
    {
        const char *syssn = json_text(record, "syssn", "");
        enum state state = state_of_record(record);

        if (closing->order->syssn[0] && strcmp(syssn, closing->order->syssn) != 0)
            continue;
        if (worst == STATE_ABSENT || state > worst)
            worst = state;
    }
    return worst;
}

static enum state
look(struct closing *closing)
{
    struct reply *reply = arena_alloc(closing->arena, sizeof *reply);
    struct qfpay_param params[QFPAY_PARAM_MAX];
    size_t count = name_order(closing, params);
    const cJSON *data;

    api_call(closing->target, closing->arena, closing->owner, "/trade/v1/query", params, count,
             reply);
    data = cJSON_GetObjectItemCaseSensitive(reply->json, "data");
    if (!reply->answered || strcmp(json_text(reply->json, "respcd", ""), "0000") != 0 ||
        !cJSON_IsArray(data))
        return STATE_UNKNOWN;
    return state_of_records(closing, data);
}

/* Close or reverse it; txdtm is that of the order, or at least a time. */
static void
cancel(struct closing *closing, const char *path)
{
    struct reply *reply = arena_alloc(closing->arena, sizeof *reply);
    struct qfpay_param params[QFPAY_PARAM_MAX];
    size_t count = name_order(closing, params);

    params[count++] = qfpay_param_of("txamt", closing->order->txamt);
    params[count++] = qfpay_param_of("txdtm", closing->order->at);
    api_call(closing->target, closing->arena, closing->owner, path, params, count, reply);
    if (qfpay_outcome_of(json_text(reply->json, "respcd", "")) == QFPAY_OUTCOME_PENDING)
        closing->in_progress = true;
}

static enum state
close_order(struct closing *closing)
{
    enum state state;

    cancel(closing, "/trade/v1/close");
    state = look(closing);
    if (state != STATE_UNPAID)
        return state;
    cancel(closing, "/trade/v1/reversal");
    return look(closing);
}

/* Settle the order, or say why it stays. */
static void
conclude(struct ledger *ledger, struct order *order, enum state state, enum settle_when when)
{
    switch (state) {
    case STATE_GONE:
        (void)ledger_settle(ledger, order, "closed");
        return;
    case STATE_ABSENT:
        if (when == SETTLE_AT_END && !order->is_accepted)
            (void)ledger_settle(ledger, order, "never made");
        else
            order->left = "the query does not show it";
        return;
    case STATE_UNPAID:
        order->left = "neither close nor reversal closed it; it expires by itself";
        return;
    case STATE_PAID:
        order->left = "somebody paid it: refund it";
        return;
    case STATE_UNKNOWN:
        order->left = "the target does not tell its state";
        return;
    }
}

/* Try once. Whether trying again may help. */
static bool
try_order(struct target *target, struct order *order, enum settle_when when)
{
    struct arena *arena = arena_new();
    struct closing closing = {target, arena, guard_owner(target->guard, order), order, false};
    enum state state = STATE_UNKNOWN;

    if (order->syssn[0] || order->out_trade_no[0])
        state = close_order(&closing);
    conclude(target->guard->ledger, order, state, when);
    if (!order->syssn[0] && !order->out_trade_no[0])
        order->left = "it has no number to find it by";
    arena_free(arena);
    return order->is_open && (closing.in_progress || state == STATE_UNKNOWN);
}

static size_t
settle_round(struct target *target, enum settle_when when, bool *again)
{
    struct ledger *ledger = target->guard->ledger;
    struct order *order;
    size_t open = 0, i;

    *again = false;
    for (i = 0; (order = ledger_at(ledger, i)) != NULL; i++) {
        if (!guard_is_mine(target->guard, order))
            continue;
        /* What could not be closed once is tried again at the end, not after every case. */
        if (when == SETTLE_BETWEEN && order->left) {
            open++;
            continue;
        }
        if (try_order(target, order, when))
            *again = true;
        open += order->is_open;
    }
    return open;
}

size_t
settle_orders(struct target *target, enum settle_when when)
{
    const struct qfpay_clock *clock = target->pace.clock;
    bool again = true;
    size_t open = 0;
    int round;

    target->is_tidying = true;
    for (round = 0; again && round < (when == SETTLE_AT_END ? ROUNDS : 1); round++) {
        if (round)
            clock->pause(clock->self, round * (int64_t)ROUND_PAUSE_MS);
        open = settle_round(target, when, &again);
    }
    target->is_tidying = false;
    return open;
}
