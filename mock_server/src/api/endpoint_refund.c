/* POST /trade/v1/refund. What a refund must keep are the rows of refund_checks.def, what the
 * channel says of it those of refund_channel_checks.def; here are the conditions of both. A refund
 * that the channel refuses is stored as a failed one, because it has a number of its own (RSP-13).
 */
#include <string.h>

#include "api/api.h"
#include "api/call.h"
#include "api/call_answer.h"
#include "api/contents.h"
#include "api/phrase.h"
#include "api/refuse.h"
#include "notify/store_and_tell.h"
#include "qfpay/datetime.h"
#include "server/server.h"
#include "tell/tale.h"
#include "tell/value.h"

enum { DAY = 24 * 3600 };

static const struct refund_rule *
rule_of(const struct call *call)
{
    return refund_rule_of(call->book, call->order.pay_type);
}

/* Seconds since midnight in a zone, in minutes east of UTC. */
static int64_t
second_of_day(int64_t instant, int64_t zone)
{
    return (instant + 60 * zone) % DAY;
}

static int64_t
day_start(int64_t instant, int64_t zone)
{
    return instant - second_of_day(instant, zone);
}

CONDITION(is_no_refund, !trade_is_refund(&call->order));
CONDITION(has_refunds, call_way_back(call)->has_refund);
CONDITION(is_fps, strcmp(call->order.pay_type, "802001") == 0);
CONDITION(refunds_fps, call->req->server->profile->refunds_fps);
CONDITION(is_no_preauth, call->order.kind != TRADE_PREAUTH);
CONDITION(is_none_pending, call->order.refunding == 0);
CONDITION(has_rest, trade_rest(&call->order) != 0);
CONDITION(is_covered, call->txamt <= trade_rest(&call->order) + call->check->slack);

/* A refund of a card on the day of sale. */
static bool
is_void(struct call *call)
{
    int64_t zone = fact(call->book, FACT_SALE_ZONE);

    return rule_of(call)->voids_same_day &&
           day_start(call->order.paydtm, zone) == day_start(call->req->now, zone);
}

CONDITION(is_whole, call->txamt == call->order.txamt_minor);
CONDITION(is_currency_whole,
          merchant_refunds_only_in_full(call->req->merchant, call->order.txcurrcd));
CONDITION(is_pay_type_whole,
          merchant_refunds_only_in_full(call->req->merchant, call->order.pay_type));
CONDITION(has_night, call->req->merchant->night_window);

static bool
is_daytime(struct call *call)
{
    int64_t second = second_of_day(call->req->now, fact(call->book, FACT_NIGHT_ZONE));

    return second >= fact(call->book, FACT_NIGHT_ENDS) &&
           second < fact(call->book, FACT_NIGHT_BEGINS);
}

CONDITION(has_balance, call->req->merchant->refund_balance);

/* What the takings since an instant leave for refunds: payments minus refunds, in the currency of
 * the order, by pay types with this beginning. An order may be paid the day after it was made; a
 * refund in progress has its paydtm already. */
static int64_t
day_balance(const struct call *call, int64_t from, const char *wallet)
{
    struct store_walk walk = store_walk_time(call->req->server->store, call->order.account,
                                             from - DAY, INT64_MAX);
    struct trade trade;
    int64_t balance = 0;

    while (store_walk_next(&walk, &trade)) {
        bool has_moved = trade.state == TRADE_PAID || trade.state == TRADE_PROCESSING;

        if (has_moved && trade.paydtm >= from && trade.kind != TRADE_PREAUTH &&
            strncmp(trade.pay_type, wallet, strlen(wallet)) == 0 &&
            strcmp(trade.txcurrcd, call->order.txcurrcd) == 0)
            balance += trade_is_refund(&trade) ? -trade.txamt_minor : trade.txamt_minor;
    }
    return balance;
}

static bool
is_taken_today(struct call *call)
{
    const struct trade *order = &call->order;
    int64_t zone = fact(call->book, FACT_BALANCE_ZONE);
    int64_t days = fact(call->book, FACT_BALANCE_DAYS);
    int64_t from = day_start(call->req->now, zone) - (days - 1) * DAY;
    char wallet[WALLET_DIGITS + 1] = "";

    memcpy(wallet, order->pay_type, (size_t)fact(call->book, FACT_BALANCE_DIGITS));
    call->balance = day_balance(call, from, wallet);
    return call->txamt <= call->balance + call->check->slack;
}

CONDITION(is_in_time, call->req->now <= call->order.paydtm + rule_of(call)->window_days * DAY +
                                            call->check->slack);

const struct check refund_target_checks[] = {
#include "api/refund_target_checks.def"
    END_OF_CHECKS,
};

const struct check refund_checks[] = {
#include "api/refund_checks.def"
    END_OF_CHECKS,
};

const struct check refund_channel_checks[] = {
#include "api/refund_channel_checks.def"
    END_OF_CHECKS,
};

static struct trade
new_refund(struct call *call)
{
    struct trade refund = new_from_order(call, is_void(call) ? TRADE_VOID : TRADE_REFUND);

    if (!rule_of(call)->voids_same_day) /* of cards it stays empty (OQ-49) */
        refund.chnlsn = told_chnlsn(call->req->arena, call->req->server, &call->order);
    return refund;
}

/* The refund is stored first, because its number must be new, then what it takes of the payment,
 * which was a success before and is one still. */
static enum store_result
keep(struct call *call)
{
    struct request *req = call->req;
    struct trade *original = &call->order;
    const bool was_success = true;
    enum store_result result = call->book->store_new(req->server, req->merchant, &call->made);

    if (result != STORE_OK || call->made.state == TRADE_FAILED)
        return result;
    if (call->made.state == TRADE_PAID)
        original->refunded_minor += call->made.txamt_minor * fact(call->book, FACT_REFUND_TAKES);
    else
        original->refunding = call->made.id;
    return store_and_tell_change(req->server, req->merchant, original, was_success);
}

static struct reply
answer_refund(struct call *call)
{
    struct request *req = call->req;
    const struct trade *made = &call->made;
    struct tale tale = call_tale(call, &call->order);
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);

    if (!req->situation.doubt && made->state == TRADE_PAID)
        tale.respmsg =
            call->book->texts[made->kind == TRADE_VOID ? TEXT_VOIDED : TEXT_REFUND_DONE].respmsg;
    tale_write(&tale, SHEET_REFUND, &tree, root);
    return call_answer(call, &tale, &tree, root);
}

struct reply
refund_handle(struct call *call)
{
    struct reply reply;

    if (!call_keeps(call, CHAPTER_REFUND_TARGET, &reply) ||
        !call_keeps(call, CHAPTER_REFUND, &reply))
        return reply;
    call->made = new_refund(call);
    call_ask_channel(call, CHAPTER_REFUND_CHANNEL);
    if (keep(call) != STORE_OK)
        return fault(call->req, "store a refund");
    return answer_refund(call);
}
