/* The orders of one account, in memory. An order is one packed record: what every order has, then
 * its texts behind each other; what few have (a refund, a script, a note) is a piece of its own.
 * Records lie in an arena of the ledger and never move, so texts that are read from them last until
 * the ledger is freed. They are found by number and by time here, by id through the store.
 *
 * Nothing here knows of files or of turns: see store_trade.c. */
#ifndef MOCK_LEDGER_H
#define MOCK_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/lookup.h"
#include "store/ordered.h"
#include "trade/trade.h"

struct order;
struct block;

struct ledger {
    int64_t account;
    bool is_removed;        /* out of sight: see removal.h */
    struct lookup numbers;  /* by out_trade_no */
    struct ordered by_time; /* by sysdtm and id */
    struct ordered payers;  /* open ones with an automatic payer, by when it pays */
    struct block *blocks;   /* of the arena, the newest first */
};

struct ledger *ledger_new(int64_t account); /* NULL when out of memory */
void ledger_free(struct ledger *ledger);

/* Free one block of the memory of its records, which nobody looks at any longer. false: it has
 * none. */
bool ledger_free_block(struct ledger *ledger);

/* A record of a trade, which is not in the ledger yet, and for which there will be room. NULL when
 * out of memory. */
struct order *ledger_write(struct ledger *ledger, const struct trade *trade);

/* Put it in, and take it out again. */
void ledger_add(struct ledger *ledger, struct order *order);
void ledger_remove(struct ledger *ledger, struct order *order);

/* The order of this number, or NULL. */
struct order *ledger_find(const struct ledger *ledger, const char *out_trade_no, size_t len);

/* Let an order have what can change of a trade: state, respcd, paydtm, asks_left, sums, who refunds
 * or ended it, note. false when out of memory: nothing has changed. */
bool order_change(struct order *order, const struct trade *trade);

/* Let it have again what order_read read before a change. */
void order_put_back(struct order *order, const struct trade *past);

/* The order as a trade, whose texts are the record's. */
void order_read(const struct order *order, struct trade *trade);

struct ledger *order_ledger(const struct order *order);
int64_t order_id(const struct order *order);

#endif
