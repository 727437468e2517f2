/* See table.h. */
#include "store/table.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

/* Room for the statement of any table. */
enum { STATEMENT_SIZE = 2048, ROW_SIZE = 512 };

struct writer {
    char text[STATEMENT_SIZE];
    size_t len;
};

static void
add(struct writer *writer, const char *before, const char *text, const char *after)
{
    writer->len += (size_t)snprintf(writer->text + writer->len, STATEMENT_SIZE - writer->len,
                                    "%s%s%s", before, text, after);
}

/* The names of the columns. */
static void
add_columns(struct writer *writer, const struct table *table)
{
    for (int i = 0; i < table->count; i++)
        add(writer, i == 0 ? "\"" : ", \"", table->columns[i].name, "\"");
}

static sqlite3_stmt *
prepare(sqlite3 *db, const struct writer *writer)
{
    sqlite3_stmt *statement = NULL;

    (void)sqlite3_prepare_v3(db, writer->text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    return statement;
}

sqlite3_stmt *
table_prepare_put(sqlite3 *db, const struct table *table)
{
    struct writer writer = {.len = 0};

    add(&writer, "REPLACE INTO ", table->name, " (");
    add_columns(&writer, table);
    add(&writer, ")", " VALUES (", "?");
    for (int i = 1; i < table->count; i++)
        add(&writer, ", ", "?", "");
    add(&writer, ")", "", "");
    return prepare(db, &writer);
}

sqlite3_stmt *
table_prepare_delete(sqlite3 *db, const struct table *table)
{
    struct writer writer = {.len = 0};

    add(&writer, "DELETE FROM ", table->name, "");
    for (int i = 0; i < table->keys; i++)
        add(&writer, i == 0 ? " WHERE \"" : " AND \"", table->columns[i].name, "\" = ?");
    return prepare(db, &writer);
}

void
table_bind(sqlite3_stmt *statement, const struct table *table, int count, const void *row)
{
    for (int i = 0; i < count; i++) {
        const char *member = (const char *)row + table->columns[i].offset;

        switch (table->columns[i].form) {
        case COLUMN_NUMBER:
            sqlite3_bind_int64(statement, i + 1, *(const int64_t *)(const void *)member);
            break;
        case COLUMN_INT:
            sqlite3_bind_int(statement, i + 1, *(const int *)(const void *)member);
            break;
        case COLUMN_FLAG:
            sqlite3_bind_int(statement, i + 1, *(const bool *)(const void *)member);
            break;
        case COLUMN_TEXT:
            sqlite3_bind_text(statement, i + 1, *(const char *const *)(const void *)member, -1,
                              SQLITE_STATIC);
            break;
        case COLUMN_CODE:
            sqlite3_bind_text(statement, i + 1, member, -1, SQLITE_STATIC);
            break;
        }
    }
}

/* "" when SQLite is out of memory. */
static const char *
text_at(sqlite3_stmt *statement, int at)
{
    const char *text = (const char *)sqlite3_column_text(statement, at);

    return text ? text : "";
}

static void
read_code(const char *text, char *code)
{
    size_t len = strnlen(text, 4);

    memcpy(code, text, len);
    code[len] = '\0';
}

static void
read_row(sqlite3_stmt *statement, const struct table *table, void *row)
{
    for (int i = 0; i < table->count; i++) {
        char *member = (char *)row + table->columns[i].offset;

        switch (table->columns[i].form) {
        case COLUMN_NUMBER:
            *(int64_t *)(void *)member = sqlite3_column_int64(statement, i);
            break;
        case COLUMN_INT:
            *(int *)(void *)member = sqlite3_column_int(statement, i);
            break;
        case COLUMN_FLAG:
            *(bool *)(void *)member = sqlite3_column_int(statement, i) != 0;
            break;
        case COLUMN_TEXT:
            *(const char **)(void *)member = text_at(statement, i);
            break;
        case COLUMN_CODE:
            read_code(text_at(statement, i), member);
            break;
        }
    }
}

bool
table_read(sqlite3 *db, const struct table *table, bool (*take)(void *cls, void *row), void *cls)
{
    max_align_t row[ROW_SIZE / sizeof(max_align_t)] = {0};
    struct writer writer = {.len = 0};
    sqlite3_stmt *statement;
    int step = SQLITE_ERROR;
    bool ok = true;

    add(&writer, "SELECT ", "", "");
    add_columns(&writer, table);
    add(&writer, " FROM ", table->name, " ORDER BY ");
    for (int i = 0; i < table->keys; i++)
        add(&writer, i == 0 ? "\"" : ", \"", table->columns[i].name, "\"");
    statement = prepare(db, &writer);
    while (ok && statement && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        read_row(statement, table, row);
        ok = take(cls, row);
    }
    sqlite3_finalize(statement);
    return ok && step == SQLITE_DONE;
}
