/* See settle.h. An answer to close or reversal proves nothing (RVS-15): what counts is the state
 * that the query shows. */
#include "target/settle.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "qfpay/answer.h"
#include "qfpay/code.h"
#include "qfpay/datetime.h"
#include "request/scope.h"
#include "target/api_call.h"

enum { ROUNDS = 3, ROUND_PAUSE_MS = 1000 };

/* What a query says about an order, from good to bad. */
enum state {
    STATE_GONE,     /* closed, expired, failed: nobody can pay it */
    STATE_ABSENT,   /* there is none */
    STATE_DOUBTFUL, /* the code of its record says nothing that we know */
    STATE_UNPAID,   /* somebody still could */
    STATE_PAID,     /* somebody did */
    STATE_UNKNOWN,  /* the query did not answer, or was refused */
};

/* One order that is being closed. */
struct closing {
    struct target *target;
    struct arena *arena;
    const struct credentials *owner;
    struct order *order;
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

/* What `cancel` of a record says (QRY-23); any other value says nothing. */
static const struct {
    const char *value;
    enum state state;
} cancels[] = {
    {"1", STATE_GONE}, /* reversed or refunded */
    {"2", STATE_GONE}, /* closed */
    {"3", STATE_GONE}, /* refunded */
    {"5", STATE_PAID}, /* partly refunded */
};

static enum state
state_of_record(const cJSON *record)
{
    const char *respcd = json_text(record, "respcd", "");
    const char *undone = json_text(record, "cancel", "");
    size_t i;

    for (i = 0; i < sizeof cancels / sizeof cancels[0]; i++) {
        if (strcmp(undone, cancels[i].value) == 0)
            return cancels[i].state;
    }
    /* Under 1298 an order is pending, and may be paid all the same: it need not expire. */
    if (!qfpay_code_find(respcd) || qfpay_respcd_is_doubtful(respcd))
        return STATE_DOUBTFUL;
    switch (qfpay_outcome_of(respcd)) {
    case QFPAY_OUTCOME_SUCCESS:
        return STATE_PAID;
    case QFPAY_OUTCOME_PENDING:
        return STATE_UNPAID;
    case QFPAY_OUTCOME_FAILURE:
        break;
    }
    return STATE_GONE;
}

/* Whether a record is the order's, as far as its numbers tell. */
static bool
is_of(const struct order *order, const cJSON *record)
{
    const char *number = json_text(record, "out_trade_no", order->out_trade_no);

    return order->syssn[0] ? strcmp(json_text(record, "syssn", ""), order->syssn) == 0
                           : strcmp(number, order->out_trade_no) == 0;
}

/* The worst of all records that are this order's: one number can have several (QRY-19). */
static enum state
state_of_records(const struct closing *closing, const cJSON *data)
{
    enum state worst = STATE_ABSENT;
    const cJSON *record;

    cJSON_ArrayForEach(record, data)
    {
        enum state state = state_of_record(record);

        if (is_of(closing->order, record) && (worst == STATE_ABSENT || state > worst))
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

    api_call(closing->target, closing->arena, closing->owner, CALL_QUERY, params, count, reply);
    data = cJSON_GetObjectItemCaseSensitive(reply->json, "data");
    if (!reply->answered || strcmp(json_text(reply->json, "respcd", ""), "0000") != 0 ||
        !cJSON_IsArray(data))
        return STATE_UNKNOWN;
    return state_of_records(closing, data);
}

/* Close or reverse it; txdtm is that of the order, or at least a time. */
static void
cancel(struct closing *closing, enum call_kind kind)
{
    struct reply *reply = arena_alloc(closing->arena, sizeof *reply);
    struct qfpay_param params[QFPAY_PARAM_MAX];
    size_t count = name_order(closing, params);

    params[count++] = qfpay_param_of("txamt", closing->order->txamt);
    params[count++] = qfpay_param_of("txdtm", closing->order->at);
    api_call(closing->target, closing->arena, closing->owner, kind, params, count, reply);
    if (qfpay_outcome_of(json_text(reply->json, "respcd", "")) == QFPAY_OUTCOME_PENDING)
        closing->in_progress = true;
}

/* How much of a payment was given back, or is on its way, as far as the newest hundred records of
 * its merchant show it. */
static int64_t
refunded_of(struct closing *closing)
{
    struct reply *reply = arena_alloc(closing->arena, sizeof *reply);
    struct qfpay_param params[2];
    const cJSON *record;
    size_t count = 0;
    int64_t sum = 0;

    add(params, &count, "mchid", closing->owner->mchid);
    add(params, &count, "page_size", "100");
    api_call(closing->target, closing->arena, closing->owner, CALL_QUERY, params, count, reply);
    cJSON_ArrayForEach(record, cJSON_GetObjectItemCaseSensitive(reply->json, "data"))
    {
        const char *amount = scalar_text(closing->arena,
                                         cJSON_GetObjectItemCaseSensitive(record, "txamt"));

        if (strcmp(json_text(record, "origssn", ""), closing->order->syssn) == 0 &&
            strcmp(json_text(record, "order_type", ""), "refund") == 0 &&
            qfpay_outcome_of(json_text(record, "respcd", "")) != QFPAY_OUTCOME_FAILURE)
            sum += amount ? strtoll(amount, NULL, 10) : 0;
    }
    return sum;
}

/* Give back what is left of a payment; the query then tells whether that was done. */
static enum state
refund_order(struct closing *closing)
{
    struct reply *reply = arena_alloc(closing->arena, sizeof *reply);
    struct scope *scope = arena_alloc(closing->arena, sizeof *scope);
    int64_t left = strtoll(closing->order->txamt, NULL, 10) - refunded_of(closing);
    struct qfpay_param params[QFPAY_PARAM_MAX];
    char now[QFPAY_DATETIME_SIZE];
    size_t count = 0;

    /* Once: a second refund of what the target does not show yet could give back too much. */
    if (left > 0 && !closing->order->refund_sent) {
        scope_init(scope, closing->arena);
        qfpay_datetime_format((int64_t)time(NULL), QFPAY_SYSTEM_ZONE_MINUTES, now);
        add(params, &count, "mchid", closing->owner->mchid);
        add(params, &count, "syssn", closing->order->syssn);
        add(params, &count, "out_trade_no", scope->unique);
        add(params, &count, "txamt", arena_printf(closing->arena, "%lld", (long long)left));
        add(params, &count, "txdtm", now);
        api_call(closing->target, closing->arena, closing->owner, CALL_REFUND, params, count,
                 reply);
        closing->order->refund_sent = true;
    }
    closing->in_progress = true; /* a refund may take its time: look again */
    return look(closing);
}

static enum state
close_order(struct closing *closing)
{
    enum state state;

    cancel(closing, CALL_CLOSE);
    state = look(closing);
    if (state == STATE_UNPAID || state == STATE_DOUBTFUL) {
        cancel(closing, CALL_REVERSAL);
        state = look(closing);
    }
    if (state == STATE_PAID && closing->target->guard->may_refund && closing->order->syssn[0])
        state = refund_order(closing);
    return state;
}

/* Whether an order may still come to be of a payment whose answer did not say. */
static bool
may_appear(const struct closing *closing)
{
    const struct qfpay_clock *clock = closing->target->pace.clock;
    const char *at = closing->order->at;
    int64_t made_at;

    if (!qfpay_datetime_parse(at, strlen(at), QFPAY_SYSTEM_ZONE_MINUTES, &made_at))
        return true;
    return clock->now(clock->self) <= made_at + ORDER_APPEARS_S;
}

/* What no query shows: it was never made, or why that is not sure. */
static void
conclude_absent(const struct closing *closing, struct order *order, enum settle_when when)
{
    if (order->answer == ANSWER_ACCEPTED)
        order->left = "it was accepted, and the query does not show it";
    else if (order->answer == ANSWER_OPEN && may_appear(closing))
        order->left = "the query does not show it; it may still appear, so look again in a minute";
    else if (when == SETTLE_BETWEEN)
        order->left = "the query does not show it";
    else
        (void)ledger_settle(closing->target->guard->ledger, order, "never made");
}

/* Settle the order, or say why it stays. */
static void
conclude(const struct closing *closing, struct order *order, enum state state,
         enum settle_when when)
{
    switch (state) {
    case STATE_GONE:
        (void)ledger_settle(closing->target->guard->ledger, order, "closed");
        return;
    case STATE_ABSENT:
        conclude_absent(closing, order, when);
        return;
    case STATE_DOUBTFUL:
        order->left = "the code of its record does not tell its state";
        return;
    case STATE_UNPAID:
        order->left = "neither close nor reversal closed it; it expires by itself";
        return;
    case STATE_PAID:
        order->left = order->refund_sent ? "somebody paid it, and no query shows its refund yet"
                                         : "somebody paid it: refund it";
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
    conclude(&closing, order, state, when);
    if (!order->syssn[0] && !order->out_trade_no[0])
        order->left = "it has no number to find it by";
    arena_free(arena);
    return order->is_open && (closing.in_progress || state == STATE_UNKNOWN ||
                              state == STATE_ABSENT || state == STATE_DOUBTFUL);
}

static size_t
settle_round(struct target *target, enum settle_when when, bool *again)
{
    struct ledger *ledger = target->guard->ledger;
    struct order *order;
    size_t open = 0, i;

    *again = false;
    for (i = 0; (order = ledger_at(ledger, i)); i++) {
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
