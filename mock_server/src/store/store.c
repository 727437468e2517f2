/* The store as a whole: opening it, its turns. See store.h. */
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/ledger.h"
#include "store/removal.h"
#include "store/store_internal.h"
#include "store/world.h"
#include "trade/syssn.h"

/* Everything but merchants and rules, which belong into a registry. */
static bool
load(struct store *store, struct database *database)
{
    return database_read(database, TABLE_TRADE, store_load_trade, store) &&
           database_read(database, TABLE_NOTIFICATION, store_load_notification, store) &&
           database_read(database, TABLE_ATTEMPT, store_load_attempt, store) &&
           database_read(database, TABLE_AUTH_CODE, store_load_auth_code, store);
}

/* What is read is not written again, so the file is the store's only when that is done. */
static bool
open_file(struct store *store, const char *path, enum store_sync sync, char *error,
          size_t error_size)
{
    struct database *database = database_open(path, sync, error, error_size);

    if (!database)
        return false;
    if (!load(store, database)) {
        snprintf(error, error_size, "it has a row that cannot be read");
        database_close(database);
        return false;
    }
    store->database = database;
    store->undo.is_kept = true;
    return true;
}

struct store *
store_open(const char *path, enum store_sync sync, char *error, size_t error_size)
{
    struct store *store = calloc(1, sizeof *store);

    if (!store) {
        snprintf(error, error_size, "out of memory");
        return NULL;
    }
    store->orders.pages.key = &page_by_number;
    store->ledgers.key = &ledger_by_account;
    store->worlds.key = &world_by_merchant;
    store->last_id = SYSSN_FIRST_ID - 1;
    if (!path || open_file(store, path, sync, error, error_size))
        return store;
    store_close(store);
    return NULL;
}

void
store_close(struct store *store)
{
    if (!store)
        return;
    (void)store_commit(store);
    database_close(store->database);
    store_free_orders(store);
    store_free_worlds(store);
    removal_free_all(store);
    undo_clear(&store->undo);
    free(store);
}

bool
store_is_dirty(const struct store *store)
{
    return store->database && database_is_open(store->database);
}

bool
store_tidy(struct store *store)
{
    if (store->removals)
        removal_go_on(store);
    return store->removals != NULL;
}

bool
store_commit(struct store *store)
{
    if (!store_is_dirty(store))
        return true;
    if (database_commit(store->database)) {
        undo_forget(&store->undo);
        return true;
    }
    /* A full disk: the answers of the turn become faults. */
    store->lost_turn = store->turn;
    undo_go_back(&store->undo);
    return false;
}

int64_t
store_turn(const struct store *store)
{
    return store->turn;
}

int64_t
store_lost_turn(const struct store *store)
{
    return store->lost_turn;
}

const char *
store_error(const struct store *store)
{
    const char *error = store->database ? database_error(store->database) : NULL;

    return error ? error : "out of memory";
}

void
store_begin_at(struct store *store, int64_t id)
{
    store->last_id = id - 1;
}

int64_t
store_next_id(struct store *store)
{
    /* After 9,999,999,999 trades the sequence starts again, as the real one does. */
    if (store->last_id >= SYSSN_LAST_ID)
        store->last_id = 0;
    return ++store->last_id;
}

bool
store_may_change(struct store *store)
{
    if (store->database) {
        store->turn += !database_is_open(store->database);
        if (!database_begin(store->database))
            return false;
    }
    return undo_reserve(&store->undo);
}

void
store_note(struct store *store, undo_act *back, undo_act *done, const void *past, size_t size)
{
    undo_note(&store->undo, back, done, past, size);
}

enum store_result
store_put(struct store *store, enum table_id table, const void *row)
{
    return !store->database || database_put(store->database, table, row) ? STORE_OK : STORE_FAILED;
}

enum store_result
store_delete(struct store *store, enum table_id table, const void *row)
{
    return !store->database || database_delete(store->database, table, row) ? STORE_OK
                                                                            : STORE_FAILED;
}
