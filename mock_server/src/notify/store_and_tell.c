/* See store_and_tell.h. */
#include "notify/store_and_tell.h"

#include "base/log.h"
#include "notify/notify.h"
#include "server/server.h"
#include "store/notification.h"

/* Automatic payments in one turn of the timer: the lock is held meanwhile. */
enum { AUTO_PAY_TURN = 200 };

static enum notify_kind
kind_of(const struct trade *trade)
{
    switch (trade->kind) {
    case TRADE_REFUND:
        return NOTIFY_KIND_REFUND;
    case TRADE_VOID:
        return NOTIFY_KIND_CANCEL;
    case TRADE_CAPTURE:
        return NOTIFY_KIND_CAPTURE;
    case TRADE_PAYMENT:
    case TRADE_PREAUTH:
    case TRADE_KIND_COUNT:
        break;
    }
    return NOTIFY_KIND_PAYMENT;
}

/* The timer must look again when the earliest automatic payer pays. */
static void
expect_payer(struct server *server, struct merchant *merchant, const struct trade *trade)
{
    if (trade->auto_pay_at == 0 || trade->auto_pay_at >= merchant->auto_pay_next ||
        !trade_is_open(&server->book, trade))
        return;
    merchant->auto_pay_next = trade->auto_pay_at;
    registry_expect(&server->merchants, merchant, trade->auto_pay_at);
    worker_wake(server->sender);
}

/* Whether the shop is told that a trade got into its state. */
static bool
is_told(const struct server *server, const struct trade *trade)
{
    return server->book.states[trade->state].is_told;
}

enum store_result
store_and_tell_new(struct server *server, struct merchant *merchant, struct trade *trade)
{
    enum store_result result = store_insert_trade(server->store, trade);

    if (result != STORE_OK)
        return result;
    expect_payer(server, merchant, trade);
    if (is_told(server, trade))
        notify_trade(server, merchant, trade, kind_of(trade));
    return STORE_OK;
}

/* A refund in progress has come to its end: its original got so much more back. */
static enum store_result
conclude_refund(struct server *server, const struct trade *refund)
{
    struct trade original;

    if (!store_trade_by_id(server->store, refund->original, &original))
        return STORE_OK;
    original.refunded_minor += refund->txamt_minor * fact(&server->book, trade_is_success(refund)
                                                                             ? FACT_REFUND_TAKES
                                                                             : FACT_FAILURE_TAKES);
    original.refunding = 0;
    return store_update_trade(server->store, &original);
}

enum store_result
store_and_tell_change(struct server *server, struct merchant *merchant, const struct trade *trade,
                      bool was_success)
{
    enum store_result result = store_update_trade(server->store, trade);

    if (result == STORE_OK && trade_is_refund(trade) && !was_success &&
        !trade_is_open(&server->book, trade))
        result = conclude_refund(server, trade);
    if (result == STORE_OK && !was_success && is_told(server, trade))
        notify_trade(server, merchant, trade, kind_of(trade));
    return result;
}

int64_t
preauth_hold_days(const struct rulebook *book, const struct merchant *merchant)
{
    return fact(book, merchant->long_preauth ? FACT_LONG_HOLD_DAYS : FACT_HOLD_DAYS);
}

static bool
let_time_pass(const struct server *server, const struct merchant *merchant, struct trade *trade,
              int64_t now)
{
    bool is_changed = trade_meet_time(&server->book, trade, now);

    return trade_release(&server->book, trade, now, preauth_hold_days(&server->book, merchant)) ||
           is_changed;
}

enum store_result
meet_time(struct server *server, struct merchant *merchant, struct trade *trade)
{
    bool was_success = trade_is_success(trade);

    if (!let_time_pass(server, merchant, trade, clock_now(&merchant->clock)))
        return STORE_OK;
    return store_and_tell_change(server, merchant, trade, was_success);
}

enum store_result
meet_query(struct server *server, struct merchant *merchant, struct trade *trade)
{
    bool was_success = trade_is_success(trade);
    int64_t now = clock_now(&merchant->clock);
    bool is_changed = let_time_pass(server, merchant, trade, now);

    is_changed = trade_ask(&server->book, trade, now) || is_changed;
    return is_changed ? store_and_tell_change(server, merchant, trade, was_success) : STORE_OK;
}

/* One order whose automatic payer is due. */
static bool
pay(struct server *server, struct merchant *merchant, int64_t id)
{
    struct trade trade;

    return store_trade_by_id(server->store, id, &trade) &&
           meet_time(server, merchant, &trade) == STORE_OK;
}

void
let_payers_pay(struct server *server, struct merchant *merchant)
{
    int64_t now = clock_now(&merchant->clock);
    int64_t ids[AUTO_PAY_TURN];
    int64_t next = INT64_MAX;
    size_t left = AUTO_PAY_TURN; /* for all accounts together */

    for (size_t i = 0; i < merchant->account_count; i++) {
        int64_t account = merchant->accounts[i].id;
        size_t count = store_auto_pay_due(server->store, account, now, ids, left);
        bool ok = true;
        int64_t at;

        for (size_t at_id = 0; ok && at_id < count; at_id++) {
            ok = pay(server, merchant, ids[at_id]);
            left -= ok;
        }
        /* What cannot be paid now would be tried for ever: it is left to whoever asks for it. */
        if (!ok) {
            log_fault(server->settings->log, "let an automatic payer pay",
                      store_error(server->store));
            continue;
        }
        at = store_auto_pay_next(server->store, account);
        next = at < next ? at : next;
    }
    merchant->auto_pay_next = next;
}
