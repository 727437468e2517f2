/* The store's connection, its transaction and the trades. Merchants are store_merchant.c. */
#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/checkpoint.h"
#include "store/file_lock.h"
#include "store/store_internal.h"
#include "trade/syssn.h"

enum { SCHEMA_VERSION = 3 };

static const char *const statement_texts[STATEMENT_COUNT] = {
#define STATEMENT(symbol, name) sql_##name,
#include "store/statements.def"
#undef STATEMENT
};

/* A file: after each commit the log is the kernel's, so the death of the process loses nothing. The
 * disk is waited for only when the store is closed: an fsync under load costs every request of that
 * moment up to 70 ms, and a sandbox need not survive a power cut in the middle of a load test. The
 * cache grows with the file, up to 256 MiB: then a query costs the same with a million orders.
 * Memory: nothing can be rolled back to, so nothing is journalled. */
static const char file_pragmas[] = "PRAGMA journal_mode=WAL;"
                                   "PRAGMA synchronous=OFF;"
                                   "PRAGMA wal_autocheckpoint=0;"
                                   "PRAGMA cache_size=-262144;";
static const char memory_pragmas[] = "PRAGMA journal_mode=OFF;"
                                     "PRAGMA locking_mode=EXCLUSIVE;";

static bool
prepare_all(struct store *store)
{
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        if (sqlite3_prepare_v3(store->db, statement_texts[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &store->statements[i], NULL) != SQLITE_OK)
            return false;
    }
    return true;
}

static bool
read_version(struct store *store, int *version)
{
    sqlite3_stmt *statement = NULL;
    bool ok = sqlite3_prepare_v2(store->db, "PRAGMA user_version", -1, &statement, NULL) ==
                  SQLITE_OK &&
              sqlite3_step(statement) == SQLITE_ROW;

    if (ok)
        *version = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return ok;
}

static bool
bring_up_schema(struct store *store, char *error, size_t error_size)
{
    char pragma[64];
    int version = 0;

    if (!read_version(store, &version))
        return false;
    if (version > SCHEMA_VERSION) {
        snprintf(error, error_size,
                 "the file was written by a newer version (schema %d, this one reads %d)", version,
                 SCHEMA_VERSION);
        return false;
    }
    /* Each brings the file one further. */
    if (version == 1 && sqlite3_exec(store->db, sql_upgrade_1, NULL, NULL, NULL) != SQLITE_OK)
        return false;
    if ((version == 1 || version == 2) &&
        sqlite3_exec(store->db, sql_upgrade_2, NULL, NULL, NULL) != SQLITE_OK)
        return false;
    snprintf(pragma, sizeof(pragma), "PRAGMA user_version=%d", SCHEMA_VERSION);
    return sqlite3_exec(store->db, sql_schema, NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_exec(store->db, pragma, NULL, NULL, NULL) == SQLITE_OK;
}

static bool
read_last_id(struct store *store)
{
    sqlite3_stmt *statement = store->statements[STATEMENT_TRADE_LAST_ID];
    bool ok = sqlite3_step(statement) == SQLITE_ROW;

    store->last_id = SYSSN_FIRST_ID - 1;
    if (ok && sqlite3_column_int64(statement, 0) > store->last_id)
        store->last_id = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return ok;
}

static bool
open_file(struct store *store, const char *path, char *error, size_t error_size)
{
    store->lock_fd = file_lock(path);
    if (store->lock_fd == -1)
        snprintf(error, error_size, "another process serves it");
    if (store->lock_fd == -2)
        snprintf(error, error_size, "%s-lock: %s", path, strerror(errno));
    return store->lock_fd >= 0;
}

static bool
open_database(struct store *store, const char *path, char *error, size_t error_size)
{
    return sqlite3_open_v2(path == NULL ? ":memory:" : path, &store->db,
                           SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                           NULL) == SQLITE_OK &&
           sqlite3_exec(store->db, store->is_file ? file_pragmas : memory_pragmas, NULL, NULL,
                        NULL) == SQLITE_OK &&
           bring_up_schema(store, error, error_size) && prepare_all(store) && read_last_id(store);
}

struct store *
store_open(const char *path, char *error, size_t error_size)
{
    struct store *store = calloc(1, sizeof(*store));

    error[0] = '\0';
    if (store == NULL) {
        snprintf(error, error_size, "out of memory");
        return NULL;
    }
    store->is_file = path != NULL;
    store->lock_fd = -1;
    if ((!store->is_file || open_file(store, path, error, error_size)) &&
        open_database(store, path, error, error_size)) {
        store->checkpointer = store->is_file ? checkpointer_start(path, store->db) : NULL;
        if (!store->is_file || store->checkpointer != NULL)
            return store;
    }
    if (error[0] == '\0')
        snprintf(error, error_size, "%s", sqlite3_errmsg(store->db));
    store_close(store);
    return NULL;
}

void
store_close(struct store *store)
{
    if (store == NULL)
        return;
    if (store->in_transaction)
        (void)store_commit(store);
    checkpointer_stop(store->checkpointer);
    for (int i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    if (store->is_file && store->db != NULL)
        (void)sqlite3_exec(store->db, "PRAGMA synchronous=NORMAL", NULL, NULL, NULL);
    sqlite3_close(store->db);
    file_unlock(store->lock_fd);
    free(store);
}

bool
store_is_dirty(const struct store *store)
{
    return store->in_transaction;
}

/* Run a statement that returns no rows. */
enum store_result
store_run(struct store *store, sqlite3_stmt *statement)
{
    int result = sqlite3_step(statement);

    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (result == SQLITE_DONE)
        return STORE_OK;
    return sqlite3_extended_errcode(store->db) == SQLITE_CONSTRAINT_UNIQUE ? STORE_DUPLICATE
                                                                           : STORE_FAILED;
}

/* Memory needs no transaction: there is nothing that a crash could leave behind. */
bool
store_begin(struct store *store)
{
    if (store->in_transaction || !store->is_file)
        return true;
    store->in_transaction = store_run(store, store->statements[STATEMENT_BEGIN]) == STORE_OK;
    store->transaction += store->in_transaction;
    return store->in_transaction;
}

bool
store_commit(struct store *store)
{
    if (!store->in_transaction)
        return true;
    store->in_transaction = false;
    if (store_run(store, store->statements[STATEMENT_COMMIT]) == STORE_OK)
        return true;
    /* A full disk: its answers become faults. Where SQLite has rolled back by itself, another
     * rollback would fail and hide the reason. */
    store->lost_transaction = store->transaction;
    if (!sqlite3_get_autocommit(store->db))
        (void)store_run(store, store->statements[STATEMENT_ROLLBACK]);
    return false;
}

int64_t
store_transaction(const struct store *store)
{
    return store->transaction;
}

int64_t
store_lost_transaction(const struct store *store)
{
    return store->lost_transaction;
}

const char *
store_error(struct store *store)
{
    /* Whoever asks has failed; where SQLite has not, memory is what was missing. */
    return sqlite3_errcode(store->db) == SQLITE_OK ? "out of memory" : sqlite3_errmsg(store->db);
}

int64_t
store_next_id(struct store *store)
{
    /* After 9,999,999,999 trades the sequence starts again, as the real one does. */
    if (store->last_id >= SYSSN_LAST_ID)
        store->last_id = 0;
    return ++store->last_id;
}

static void
bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

enum store_result
store_insert_trade(struct store *store, const struct trade *trade)
{
    sqlite3_stmt *s = store->statements[STATEMENT_TRADE_INSERT];

    if (!store_begin(store))
        return STORE_FAILED;
    sqlite3_bind_int64(s, 1, trade->id);
    sqlite3_bind_int64(s, 2, trade->account);
    bind_text(s, 3, trade->out_trade_no);
    sqlite3_bind_int(s, 4, (int)trade->state);
    bind_text(s, 5, trade->respcd);
    sqlite3_bind_int64(s, 6, trade->txamt_minor);
    sqlite3_bind_int64(s, 7, trade->sysdtm);
    sqlite3_bind_int64(s, 8, trade->paydtm);
    sqlite3_bind_int64(s, 9, trade->expires);
    sqlite3_bind_int64(s, 10, trade->auto_pay_at);
    bind_text(s, 11, trade->pay_type);
    bind_text(s, 12, trade->txcurrcd);
    bind_text(s, 13, trade->txdtm);
    bind_text(s, 14, trade->goods_name);
    bind_text(s, 15, trade->udid);
    bind_text(s, 16, trade->user_creid);
    bind_text(s, 17, trade->user_truename);
    bind_text(s, 18, trade->notify_url);
    bind_text(s, 19, trade->ending);
    bind_text(s, 20, trade->waiting);
    sqlite3_bind_int64(s, 21, trade->asks_left);
    sqlite3_bind_int(s, 22, (int)trade->kind);
    sqlite3_bind_int64(s, 23, trade->original);
    bind_text(s, 24, trade->origssn);
    bind_text(s, 25, trade->chnlsn);
    sqlite3_bind_int(s, 26, trade->notify_as);
    return store_run(store, s);
}

enum store_result
store_update_trade(struct store *store, const struct trade *trade)
{
    sqlite3_stmt *s = store->statements[STATEMENT_TRADE_UPDATE];

    if (!store_begin(store))
        return STORE_FAILED;
    sqlite3_bind_int64(s, 1, trade->id);
    sqlite3_bind_int(s, 2, (int)trade->state);
    bind_text(s, 3, trade->respcd);
    sqlite3_bind_int64(s, 4, trade->paydtm);
    sqlite3_bind_int64(s, 5, trade->asks_left);
    sqlite3_bind_int64(s, 6, trade->refunded_minor);
    sqlite3_bind_int64(s, 7, trade->captured_minor);
    sqlite3_bind_int64(s, 8, trade->refunding);
    sqlite3_bind_int64(s, 9, trade->ended_by);
    bind_text(s, 10, trade->note);
    return store_run(store, s);
}

enum store_result
store_conclude_refund(struct store *store, int64_t original, int64_t minor)
{
    sqlite3_stmt *s = store->statements[STATEMENT_REFUND_CONCLUDE];

    if (!store_begin(store))
        return STORE_FAILED;
    sqlite3_bind_int64(s, 1, original);
    sqlite3_bind_int64(s, 2, minor);
    return store_run(store, s);
}

enum store_result
store_day_balance(struct store *store, int64_t account, int64_t day_start,
                  const char *pay_type_prefix, const char *txcurrcd, int64_t *balance)
{
    sqlite3_stmt *s = store->statements[STATEMENT_DAY_BALANCE];
    bool ok;

    sqlite3_bind_int64(s, 1, account);
    sqlite3_bind_int64(s, 2, day_start);
    bind_text(s, 3, pay_type_prefix);
    bind_text(s, 4, txcurrcd);
    sqlite3_bind_int(s, 5, TRADE_PAID);
    sqlite3_bind_int(s, 6, TRADE_PROCESSING);
    sqlite3_bind_int(s, 7, TRADE_PREAUTH);
    sqlite3_bind_int(s, 8, TRADE_REFUND);
    sqlite3_bind_int(s, 9, TRADE_VOID);
    ok = sqlite3_step(s) == SQLITE_ROW;
    if (ok)
        *balance = sqlite3_column_int64(s, 0);
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return ok ? STORE_OK : STORE_FAILED;
}

/* Borrowed until the statement steps; "" when SQLite is out of memory. */
static const char *
column_text(sqlite3_stmt *s, int column)
{
    const char *text = (const char *)sqlite3_column_text(s, column);

    return text == NULL ? "" : text;
}

static void
column_code(sqlite3_stmt *s, int column, char code[5])
{
    snprintf(code, 5, "%s", column_text(s, column));
}

static enum store_result
read_trade(sqlite3_stmt *s, struct trade *trade)
{
    trade->id = sqlite3_column_int64(s, 0);
    trade->account = sqlite3_column_int64(s, 1);
    trade->out_trade_no = column_text(s, 2);
    trade->state = (enum trade_state)sqlite3_column_int(s, 3);
    column_code(s, 4, trade->respcd);
    trade->txamt_minor = sqlite3_column_int64(s, 5);
    trade->sysdtm = sqlite3_column_int64(s, 6);
    trade->paydtm = sqlite3_column_int64(s, 7);
    trade->expires = sqlite3_column_int64(s, 8);
    trade->auto_pay_at = sqlite3_column_int64(s, 9);
    trade->pay_type = column_text(s, 10);
    trade->txcurrcd = column_text(s, 11);
    trade->txdtm = column_text(s, 12);
    trade->goods_name = column_text(s, 13);
    trade->udid = column_text(s, 14);
    trade->user_creid = column_text(s, 15);
    trade->user_truename = column_text(s, 16);
    trade->notify_url = column_text(s, 17);
    column_code(s, 18, trade->ending);
    column_code(s, 19, trade->waiting);
    trade->asks_left = sqlite3_column_int64(s, 20);
    trade->kind = (enum trade_kind)sqlite3_column_int(s, 21);
    trade->original = sqlite3_column_int64(s, 22);
    trade->origssn = column_text(s, 23);
    trade->chnlsn = column_text(s, 24);
    trade->refunded_minor = sqlite3_column_int64(s, 25);
    trade->captured_minor = sqlite3_column_int64(s, 26);
    trade->refunding = sqlite3_column_int64(s, 27);
    trade->ended_by = sqlite3_column_int64(s, 28);
    trade->notify_as = sqlite3_column_int(s, 29);
    trade->note = column_text(s, 30);
    return (unsigned)trade->state < TRADE_STATE_COUNT && (unsigned)trade->kind < TRADE_KIND_COUNT
               ? STORE_OK
               : STORE_FAILED;
}

static enum store_result
step_trade(sqlite3_stmt *s, struct trade *trade)
{
    switch (sqlite3_step(s)) {
    case SQLITE_ROW:
        return read_trade(s, trade);
    case SQLITE_DONE:
        return STORE_ABSENT;
    default:
        return STORE_FAILED;
    }
}

/* The one row of a statement, kept in the arena. */
static enum store_result
find_trade(sqlite3_stmt *s, struct arena *arena, struct trade *trade)
{
    enum store_result result = step_trade(s, trade);

    if (result == STORE_OK && !trade_keep(trade, arena))
        result = STORE_FAILED;
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return result;
}

enum store_result
store_trade_by_id(struct store *store, struct arena *arena, int64_t id, struct trade *trade)
{
    sqlite3_stmt *s = store->statements[STATEMENT_TRADE_BY_ID];

    sqlite3_bind_int64(s, 1, id);
    return find_trade(s, arena, trade);
}

enum store_result
store_trade_by_number(struct store *store, struct arena *arena, int64_t account,
                      const char *out_trade_no, size_t len, struct trade *trade)
{
    sqlite3_stmt *s = store->statements[STATEMENT_TRADE_BY_NUMBER];

    sqlite3_bind_int64(s, 1, account);
    sqlite3_bind_text(s, 2, out_trade_no, (int)len, SQLITE_STATIC);
    return find_trade(s, arena, trade);
}

enum store_result
store_walk_time(struct store *store, int64_t account, int64_t from, int64_t to)
{
    store->walk = store->statements[STATEMENT_TRADES_BY_TIME];
    sqlite3_bind_int64(store->walk, 1, account);
    sqlite3_bind_int64(store->walk, 2, from);
    sqlite3_bind_int64(store->walk, 3, to);
    return STORE_OK;
}

enum store_result
store_walk_merchant(struct store *store, int64_t merchant)
{
    store->walk = store->statements[STATEMENT_TRADES_OF_MERCHANT];
    sqlite3_bind_int64(store->walk, 1, merchant);
    return STORE_OK;
}

enum store_result
store_walk_next(struct store *store, struct trade *trade)
{
    return step_trade(store->walk, trade);
}

void
store_walk_end(struct store *store)
{
    if (store->walk != NULL)
        sqlite3_reset(store->walk);
    store->walk = NULL;
}
