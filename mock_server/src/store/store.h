/* What the mock remembers: orders, notifications and used codes, in memory, where everything is
 * read. With a file, each change is written to it as well, as a row, and read back when the store
 * is opened. Merchants and their rules are the registry's; the store changes them, so that the file
 * follows.
 *
 * The changes of one turn of the event loop are one transaction, which store_commit ends: an answer
 * may leave only after it. When it fails, memory is again what it was before that turn. A store is
 * used by one thread at a time: the server's lock sees to it. Notifications are notification.h.
 *
 * What a call sees of an order is a plain struct, a copy; its texts last until the order's merchant
 * is reset. */
#ifndef MOCK_STORE_H
#define MOCK_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/store_result.h"
#include "merchant/merchant.h"
#include "program/arena.h"
#include "store/sync.h"
#include "trade/trade.h"

struct store;
struct ledger;
struct rule;

/* Open; with a file read what is in it. path NULL is memory. On failure NULL, and one line in
 * error.
 */
struct store *store_open(const char *path, enum store_sync sync, char *error, size_t error_size);

/* Commit what is open and close. NULL is allowed. */
void store_close(struct store *store);

/* Whether answers must wait for store_commit: there is a file and something was written. */
bool store_is_dirty(const struct store *store);

/* Free a slice of what was reset or deleted, once a turn before it ends; whether more is left. */
bool store_tidy(struct store *store);

/* End the turn. false: nothing since the last commit was kept, in the file or in memory; see
 * store_error. */
bool store_commit(struct store *store);

/* The number of the turn under way, and of the last one that could not be kept: an answer from a
 * turn up to the latter must not leave. */
int64_t store_turn(const struct store *store);
int64_t store_lost_turn(const struct store *store);

/* The last failure in SQLite's words. Borrowed until the next call. */
const char *store_error(const struct store *store);

/* How many orders there are. */
size_t store_order_count(struct store *store);

/* The id for the next trade; never given twice. And where an empty store begins. */
void store_begin_at(struct store *store, int64_t id);
int64_t store_next_id(struct store *store);

/* Store a new trade. STORE_DUPLICATE when its account has the out_trade_no already. */
enum store_result store_insert_trade(struct store *store, const struct trade *trade);

/* Store what can change of a trade that is there: state, respcd, paydtm, asks_left, sums, who
 * refunds or ended it, note. */
enum store_result store_update_trade(struct store *store, const struct trade *trade);

/* Find a trade; false when there is none. */
bool store_trade_by_id(const struct store *store, int64_t id, struct trade *trade);
bool store_trade_by_number(const struct store *store, int64_t account, const char *out_trade_no,
                           size_t len, struct trade *trade);

/* A walk over trades, newest first: of an account between two instants, or of all accounts of a
 * merchant, from the one before a trade on (NULL: from the newest). Trades may change meanwhile,
 * and none may come or go. */
struct store_walk {
    const struct ledger *ledgers[MERCHANT_LIST_MAX];
    size_t left[MERCHANT_LIST_MAX]; /* of each ledger, so many of its oldest */
    size_t count;
    int64_t from;
};

struct store_walk store_walk_time(const struct store *store, int64_t account, int64_t from,
                                  int64_t to);
struct store_walk store_walk_merchant(const struct store *store, const struct merchant *merchant,
                                      const struct trade *before);

/* The next one; false at the end. */
bool store_walk_next(struct store_walk *walk, struct trade *trade);

/* Orders of an account whose automatic payer should have paid by `now`, at most max, in that order;
 * how many. And when the next automatic payer pays; INT64_MAX for never. */
size_t store_auto_pay_due(const struct store *store, int64_t account, int64_t now, int64_t *ids,
                          size_t max);
int64_t store_auto_pay_next(const struct store *store, int64_t account);

/* Put a new merchant into the registry. Of a failure nothing is left; it is still the caller's. */
enum store_result store_add_merchant(struct store *store, struct merchant_registry *registry,
                                     struct merchant *merchant);

/* Make a merchant of the registry what a changed copy of it says (merchant_dup), which is freed,
 * also of a failure. */
enum store_result store_change_merchant(struct store *store, struct merchant_registry *registry,
                                        struct merchant *merchant, struct merchant *changed);

/* Set a merchant's clock. */
enum store_result store_set_clock(struct store *store, struct merchant *merchant,
                                  struct clock clock);

/* Take from a merchant all that has happened to it (orders, notifications, rules, journal, counted
 * calls) and set its clock; or take it out of the registry as a whole, and free it. */
enum store_result store_reset_merchant(struct store *store, struct merchant *merchant,
                                       struct clock clock);
enum store_result store_delete_merchant(struct store *store, struct merchant_registry *registry,
                                        struct merchant *merchant);

/* The outcome rules of a merchant: add one, which is the caller's still when that fails; delete one
 * (STORE_ABSENT: there is none with this id) or all; count a call that one has met, which may end
 * it. */
enum store_result store_add_rule(struct store *store, struct merchant *merchant, struct rule *rule);
enum store_result store_delete_rule(struct store *store, struct merchant *merchant, int64_t id);
enum store_result store_delete_rules(struct store *store, struct merchant *merchant);
enum store_result store_spend_rule(struct store *store, struct merchant *merchant,
                                   struct rule *rule);

/* Read all merchants into an empty registry. */
enum store_result store_load_merchants(struct store *store, struct merchant_registry *registry);

/* Whether a merchant has used this payer's code, and remember that it has. */
bool store_has_auth_code(const struct store *store, int64_t merchant, const char *code);
enum store_result store_add_auth_code(struct store *store, int64_t merchant, const char *code);

#endif
