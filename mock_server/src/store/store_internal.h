/* What store.c and the other files of the store share, and nobody else. */
#ifndef MOCK_STORE_INTERNAL_H
#define MOCK_STORE_INTERNAL_H

#include <sqlite3.h>

#include "base/store_result.h"
#include "sql.h" /* generated from mock_server/sql: one string per file, sql_NAME */

struct merchant;

enum statement {
#define STATEMENT(symbol, name) STATEMENT_##symbol,
#include "store/statements.def"
#undef STATEMENT
    STATEMENT_COUNT
};

struct store {
    sqlite3 *db;
    bool is_file;
    int lock_fd;
    struct checkpointer *checkpointer; /* of a file */
    bool in_transaction;
    int64_t transaction;      /* number of the one under way, or of the last */
    int64_t lost_transaction; /* number of the last that failed to commit */
    int64_t last_id;
    int64_t last_notification;
    int64_t last_attempt;
    sqlite3_stmt *walk;          /* the walk under way, one of statements */
    sqlite3_stmt *notifications; /* the same for notifications */
    sqlite3_stmt *statements[STATEMENT_COUNT];
};

/* Begin the transaction unless it is open. */
bool store_begin(struct store *store);

/* Run a statement that returns no rows, and reset it. */
enum store_result store_run(struct store *store, sqlite3_stmt *statement);

/* store_rule.c: read the rules of a merchant that has none yet. */
bool store_load_rules(struct store *store, struct merchant *merchant);

#endif
