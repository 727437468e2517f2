/* Tables of the file and the structures that their rows are: a column for each member that is kept,
 * named in tables.c. Rows are written whole, found by their key alone, and read back all together
 * when the file is opened. */
#ifndef MOCK_TABLE_H
#define MOCK_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sqlite3;
struct sqlite3_stmt;

enum column_form {
    COLUMN_NUMBER, /* int64_t */
    COLUMN_INT,    /* int, or an enum */
    COLUMN_FLAG,   /* bool */
    COLUMN_TEXT,   /* const char * */
    COLUMN_CODE,   /* char[5] */
};

struct column {
    const char *name;
    enum column_form form;
    size_t offset; /* in the row's structure */
};

enum { COLUMNS_MAX = 40 };

struct table {
    const char *name;
    int keys; /* so many of the first columns are the key */
    int count;
    struct column columns[COLUMNS_MAX];
};

enum table_id {
    TABLE_MERCHANT,
    TABLE_ACCOUNT,
    TABLE_RULE,
    TABLE_TRADE,
    TABLE_NOTIFICATION,
    TABLE_ATTEMPT,
    TABLE_AUTH_CODE,
    TABLE_COUNT
};

extern const struct table tables[TABLE_COUNT];

/* Rows that have no structure elsewhere. Lists are comma separated texts: they are read whole and
 * never searched. */
struct merchant_row {
    int64_t id;
    const char *app_code;
    const char *client_key;
    const char *notify_url;
    int64_t features; /* bits, see features.def */
    bool is_builtin;
    const char *pay_types;
    const char *currencies;
    bool frozen;
    int64_t clock;
    const char *full_refund_only;
    const char *notify_key;
};

struct account_row {
    int64_t id;
    int64_t merchant;
    const char *mchid;
    int state;
};

struct rule_row {
    int64_t merchant;
    int64_t id;
    int64_t used;
    const char *match;
    const char *respond;
    const char *after;
};

struct attempt_row {
    int64_t id;
    int64_t merchant;
    int64_t notification;
    int64_t at;
    int64_t http_status;
    int64_t took_ms;
    const char *response;
    const char *error;
    const char *diagnosis;
};

struct auth_code_row {
    int64_t merchant;
    const char *code;
};

/* Statements that write a row, and that delete the one with its key. NULL when SQLite fails. */
struct sqlite3_stmt *table_prepare_put(struct sqlite3 *db, const struct table *table);
struct sqlite3_stmt *table_prepare_delete(struct sqlite3 *db, const struct table *table);

/* Give a statement so many of the first columns of a row, whose texts are borrowed. */
void table_bind(struct sqlite3_stmt *statement, const struct table *table, int count,
                const void *row);

/* Hand every row over, in the order of the keys; its texts are borrowed. false when SQLite fails or
 * take does. */
bool table_read(struct sqlite3 *db, const struct table *table, bool (*take)(void *cls, void *row),
                void *cls);

#endif
