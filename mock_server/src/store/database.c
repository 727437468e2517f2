/* See database.h. */
#include "store/database.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sql.h" /* generated from mock_server/sql: one string per file, sql_NAME */
#include "store/checkpoint.h"
#include "store/db_file.h"

enum { SCHEMA_VERSION = 4, BUSY_MS = 5000 };

/* After each commit the log is the kernel's, so the death of the process loses nothing. Whether the
 * disk is waited for as well is --sync: never, before the log is copied and used anew, or with each
 * commit too. An fsync under load costs every request of that moment up to 70 ms. */
static const char pragmas[] = "PRAGMA journal_mode=WAL;"
                              "PRAGMA wal_autocheckpoint=0;";

/* Each brings a file one schema further. */
static const char *const upgrades[SCHEMA_VERSION] = {
    [1] = sql_upgrade_1,
    [2] = sql_upgrade_2,
    [3] = sql_upgrade_3,
};

struct database {
    sqlite3 *db;
    int fd; /* of db_file.h */
    struct checkpointer *checkpointer;
    sqlite3_stmt *begin;
    sqlite3_stmt *commit;
    sqlite3_stmt *puts[TABLE_COUNT];
    sqlite3_stmt *deletes[TABLE_COUNT];
    bool is_open;
    bool is_lost; /* the transaction that is open */
    char error[256];
};

static bool
execute(struct database *database, const char *sql)
{
    return sqlite3_exec(database->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* The number that a statement returns; -1 when it fails. */
static int64_t
ask(struct database *database, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = -1;

    if (sqlite3_prepare_v2(database->db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

/* The schema of a file of ours, 0 of a new one; -1 with the reason in error. */
static int
identify(struct database *database, char *error, size_t error_size)
{
    int64_t version = ask(database, "PRAGMA user_version");
    int64_t application = ask(database, "PRAGMA application_id");
    int64_t any = ask(database, "SELECT count(*) FROM sqlite_master");
    int64_t ours = ask(database, "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
                                 " AND name IN ('merchant', 'account', 'trade')");

    if (version < 0 || application < 0 || any < 0 || ours < 0)
        return -1;
    if (application == DB_FILE_APPLICATION && version > SCHEMA_VERSION) {
        snprintf(error, error_size,
                 "the file was written by a newer version (schema %lld, this one reads %d)",
                 (long long)version, SCHEMA_VERSION);
        return -1;
    }
    if (application == DB_FILE_APPLICATION || (version == 0 && any == 0) ||
        (version >= 1 && version < SCHEMA_VERSION && ours == 3))
        return (int)version;
    snprintf(error, error_size, "it is another program's file");
    return -1;
}

/* A new file is marked before it gets a log, in which the mark would be out of sight. */
static bool
mark(struct database *database)
{
    char pragma[64];

    snprintf(pragma, sizeof pragma, "PRAGMA application_id=%d", (int)DB_FILE_APPLICATION);
    return execute(database, pragma);
}

static bool
bring_up_schema(struct database *database, int version)
{
    char pragma[64];
    bool ok = true;

    for (int at = version; ok && at > 0 && at < SCHEMA_VERSION; at++)
        ok = execute(database, upgrades[at]);
    snprintf(pragma, sizeof pragma, "PRAGMA user_version=%d", SCHEMA_VERSION);
    return ok && execute(database, sql_schema) && execute(database, pragma);
}

/* What a stop has left of removal.h. */
static bool
sweep(struct database *database)
{
    return ask(database, "SELECT count(*) FROM account WHERE merchant = 0") == 0 ||
           execute(database, sql_sweep);
}

static sqlite3_stmt *
prepare(struct database *database, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    (void)sqlite3_prepare_v3(database->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    return statement;
}

static bool
prepare_all(struct database *database)
{
    bool ok;

    database->begin = prepare(database, "BEGIN IMMEDIATE");
    database->commit = prepare(database, "COMMIT");
    ok = database->begin && database->commit;
    for (int i = 0; ok && i < TABLE_COUNT; i++) {
        database->puts[i] = table_prepare_put(database->db, &tables[i]);
        database->deletes[i] = table_prepare_delete(database->db, &tables[i]);
        ok = database->puts[i] && database->deletes[i];
    }
    return ok;
}

/* Until it is known whose the file is, not even closing it may move its log. */
static bool
open_database(struct database *database, const char *path, enum store_sync sync, char *error,
              size_t error_size)
{
    int version;

    if (sqlite3_open_v2(path, &database->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
            SQLITE_OK ||
        sqlite3_busy_timeout(database->db, BUSY_MS) != SQLITE_OK ||
        sqlite3_db_config(database->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) != SQLITE_OK)
        return false;
    version = identify(database, error, error_size);
    if (version < 0 || (version < SCHEMA_VERSION && !mark(database)) ||
        sqlite3_db_config(database->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL) != SQLITE_OK ||
        !execute(database, pragmas) || !checkpointer_set_sync(database->db, sync) ||
        !bring_up_schema(database, version) || !sweep(database) || !prepare_all(database))
        return false;
    database->checkpointer = checkpointer_start(path, database->db, sync);
    return database->checkpointer != NULL;
}

struct database *
database_open(const char *path, enum store_sync sync, char *error, size_t error_size)
{
    struct database *database = calloc(1, sizeof *database);

    error[0] = '\0';
    if (!database) {
        snprintf(error, error_size, "out of memory");
        return NULL;
    }
    database->fd = db_file_open(path, error, error_size);
    if (database->fd >= 0 && open_database(database, path, sync, error, error_size))
        return database;
    if (error[0] == '\0')
        snprintf(error, error_size, "%s", sqlite3_errmsg(database->db));
    database_close(database);
    return NULL;
}

void
database_close(struct database *database)
{
    if (!database)
        return;
    if (database->is_open)
        (void)database_commit(database);
    checkpointer_stop(database->checkpointer);
    sqlite3_finalize(database->begin);
    sqlite3_finalize(database->commit);
    for (int i = 0; i < TABLE_COUNT; i++) {
        sqlite3_finalize(database->puts[i]);
        sqlite3_finalize(database->deletes[i]);
    }
    if (database->checkpointer)
        (void)checkpointer_set_sync(database->db, STORE_SYNC_NORMAL);
    sqlite3_close(database->db);
    if (database->fd >= 0)
        close(database->fd);
    free(database);
}

bool
database_read(struct database *database, enum table_id table, bool (*take)(void *cls, void *row),
              void *cls)
{
    return table_read(database->db, &tables[table], take, cls);
}

/* Run a statement that returns no rows. The first failure of a transaction loses it. */
static bool
run(struct database *database, sqlite3_stmt *statement)
{
    bool ok = sqlite3_step(statement) == SQLITE_DONE;

    if (!ok && !database->is_lost) {
        database->is_lost = true;
        snprintf(database->error, sizeof database->error, "%s", sqlite3_errmsg(database->db));
    }
    sqlite3_reset(statement);
    return ok;
}

bool
database_begin(struct database *database)
{
    if (database->is_open)
        return !database->is_lost;
    database->is_open = true;
    database->is_lost = false;
    return run(database, database->begin);
}

/* The texts of a row are not needed any longer than this. */
static bool
run_on(struct database *database, sqlite3_stmt *statement, const struct table *table, int count,
       const void *row)
{
    if (!database_begin(database))
        return false;
    table_bind(statement, table, count, row);
    return run(database, statement);
}

bool
database_put(struct database *database, enum table_id table, const void *row)
{
    return run_on(database, database->puts[table], &tables[table], tables[table].count, row);
}

bool
database_delete(struct database *database, enum table_id table, const void *row)
{
    return run_on(database, database->deletes[table], &tables[table], tables[table].keys, row);
}

bool
database_is_open(const struct database *database)
{
    return database->is_open;
}

bool
database_commit(struct database *database)
{
    bool is_kept;

    if (!database->is_open)
        return true;
    is_kept = !database->is_lost && run(database, database->commit);
    database->is_open = false;
    /* Where SQLite has rolled back by itself, another rollback would fail. */
    if (!is_kept && !sqlite3_get_autocommit(database->db))
        (void)execute(database, "ROLLBACK");
    return is_kept;
}

const char *
database_error(const struct database *database)
{
    return database->is_lost ? database->error : NULL;
}
