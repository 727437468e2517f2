/* See settle.h. */
#include "settle.h"

#include "server.h"

enum store_result
settle_insert(struct server *server, struct merchant *merchant, const struct trade *trade)
{
    (void)merchant;
    return store_insert_trade(server->store, trade);
}

enum store_result
settle_update(struct server *server, struct merchant *merchant, const struct trade *trade,
              bool was_success)
{
    enum store_result result = store_update_trade(server->store, trade);

    (void)merchant;
    if (result == STORE_OK && trade_is_refund(trade) && !was_success && !trade_is_open(trade))
        result = store_conclude_refund(server->store, trade->original,
                                       trade_is_success(trade) ? trade->txamt_minor : 0);
    return result;
}

static bool
let_time_pass(const struct merchant *merchant, struct trade *trade, int64_t now)
{
    bool is_changed = trade_settle(trade, now);

    return trade_release(trade, now, merchant_hold_days(merchant)) || is_changed;
}

enum store_result
settle_by_time(struct server *server, struct merchant *merchant, struct trade *trade)
{
    bool was_success = trade_is_success(trade);

    if (!let_time_pass(merchant, trade, clock_now(&merchant->clock)))
        return STORE_OK;
    return settle_update(server, merchant, trade, was_success);
}

enum store_result
settle_by_query(struct server *server, struct merchant *merchant, struct trade *trade)
{
    bool was_success = trade_is_success(trade);
    int64_t now = clock_now(&merchant->clock);
    bool is_changed = let_time_pass(merchant, trade, now);

    is_changed = trade_ask(trade, now) || is_changed;
    return is_changed ? settle_update(server, merchant, trade, was_success) : STORE_OK;
}
