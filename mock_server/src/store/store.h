/* Merchants and trades in SQLite: in memory, or in a file with a write-ahead log. This is the only
 * part that knows SQL; the statements are mock_server/sql.
 *
 * Writes collect in one transaction that store_commit ends; with a file, an answer may leave only
 * after it (group commit). A store is used by one thread at a time: the server's lock sees to it.
 */
#ifndef MOCK_STORE_H
#define MOCK_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/store_result.h"
#include "merchant/merchant.h"
#include "program/arena.h"
#include "trade/trade.h"

/* Open, and bring the schema up. path NULL is memory. On failure NULL, and one line in error. */
struct store *store_open(const char *path, char *error, size_t error_size);

/* Commit what is open and close. NULL is allowed. */
void store_close(struct store *store);

/* Whether answers must wait for store_commit: there is a file and something was written. */
bool store_is_dirty(const struct store *store);

/* End the transaction. false: nothing since the last commit was kept; see store_error. */
bool store_commit(struct store *store);

/* The number of the transaction under way, and of the last one that could not be kept: an answer
 * from a transaction up to the latter must not leave. */
int64_t store_transaction(const struct store *store);
int64_t store_lost_transaction(const struct store *store);

/* The last failure in SQLite's words. Borrowed until the next call. */
const char *store_error(struct store *store);

/* The id for the next trade; never given twice. */
int64_t store_next_id(struct store *store);

/* Store a new trade. STORE_DUPLICATE when its account has the out_trade_no already. */
enum store_result store_insert_trade(struct store *store, const struct trade *trade);

/* Store what can change of a trade that is there: state, respcd, paydtm, asks_left, sums, who
 * refunds or ended it, note. */
enum store_result store_update_trade(struct store *store, const struct trade *trade);

/* A refund in progress has come to its end: its original got so much more back, 0 when it failed.
 */
enum store_result store_conclude_refund(struct store *store, int64_t original, int64_t minor);

/* What the takings of a day leave for refunds: payments minus refunds of an account in one currency
 * by pay types with this beginning. */
enum store_result store_day_balance(struct store *store, int64_t account, int64_t day_start,
                                    const char *pay_type_prefix, const char *txcurrcd,
                                    int64_t *balance);

/* Read one trade; its texts are copied into the arena. */
enum store_result store_trade_by_id(struct store *store, struct arena *arena, int64_t id,
                                    struct trade *trade);
enum store_result store_trade_by_number(struct store *store, struct arena *arena, int64_t account,
                                        const char *out_trade_no, size_t len, struct trade *trade);

/* A walk over trades, newest first. One at a time; store_walk_end ends it. A walk copies nothing:
 * the texts of a trade are borrowed until the next step, trade_keep makes them last. */
enum store_result store_walk_time(struct store *store, int64_t account, int64_t from, int64_t to);
enum store_result store_walk_merchant(struct store *store, int64_t merchant);
/* The next one; STORE_ABSENT at the end. */
enum store_result store_walk_next(struct store *store, struct trade *trade);
void store_walk_end(struct store *store);

/* Store a merchant and its accounts, new (ids 0 get theirs) or changed. */
enum store_result store_save_merchant(struct store *store, struct merchant *merchant);

/* Delete a merchant's trades and notifications; with whole, its accounts and itself as well. */
enum store_result store_delete_merchant(struct store *store, const struct merchant *merchant,
                                        bool whole);

/* The outcome rules of a merchant; store_update_rule keeps how often it was used. */
struct rule;
enum store_result store_insert_rule(struct store *store, const struct merchant *merchant,
                                    const struct rule *rule);
enum store_result store_update_rule(struct store *store, const struct merchant *merchant,
                                    const struct rule *rule);
enum store_result store_delete_rule(struct store *store, const struct merchant *merchant,
                                    int64_t id);
enum store_result store_delete_rules(struct store *store, const struct merchant *merchant);

/* Read all merchants into an empty registry. */
enum store_result store_load_merchants(struct store *store, struct merchant_registry *registry,
                                       size_t journal_capacity);

/* Whether a merchant has used this payer's code: STORE_OK, or STORE_ABSENT. */
enum store_result store_auth_code_find(struct store *store, int64_t merchant, const char *code);

/* Remember that it has. */
enum store_result store_auth_code_add(struct store *store, int64_t merchant, const char *code);

#endif
