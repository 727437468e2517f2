/* What the files of the store share, and nobody else. A change goes through three of these:
 * store_may_change before it, store_note when it is made in memory, store_put or store_delete for
 * its row. */
#ifndef MOCK_STORE_INTERNAL_H
#define MOCK_STORE_INTERNAL_H

#include "base/store_result.h"
#include "store/by_id.h"
#include "store/database.h"
#include "store/lookup.h"
#include "store/ordered.h"
#include "store/undo.h"

struct store {
    struct database *database; /* NULL: memory only */
    struct undo undo;
    int64_t turn; /* number of the transaction under way, or of the last */
    int64_t lost_turn;
    struct by_id orders;   /* of all ledgers, by id */
    struct lookup ledgers; /* by account */
    struct lookup worlds;  /* world.h, by merchant */
    struct removal *removals;
    size_t freed_things; /* by removals, whose memory was not given back to the system */
    int64_t last_id;     /* of each kind the last that was given */
    int64_t last_merchant;
    int64_t last_account;
    int64_t last_notification;
    int64_t last_attempt;
};

/* Begin the turn's transaction unless it is open, and make room to note one change. */
bool store_may_change(struct store *store);

/* As undo_note. */
void store_note(struct store *store, undo_act *back, undo_act *done, const void *past, size_t size);

/* Write or delete a row, where there is a file. */
enum store_result store_put(struct store *store, enum table_id table, const void *row);
enum store_result store_delete(struct store *store, enum table_id table, const void *row);

/* Take a row of the file in. */
bool store_load_trade(void *store, void *row);
bool store_load_notification(void *store, void *row);
bool store_load_attempt(void *store, void *row);
bool store_load_auth_code(void *store, void *row);

void store_free_orders(struct store *store);
void store_free_worlds(struct store *store);

/* The orders of an account; NULL: it has none. */
struct ledger *ledger_of(const struct store *store, int64_t account);

extern const struct lookup_key ledger_by_account;

/* store_rule.c: a row of the table of rules; merchants are there already. */
struct merchant;
bool store_read_rule(struct merchant *merchant, const struct rule_row *row);

#endif
