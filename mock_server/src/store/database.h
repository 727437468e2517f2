/* The file behind the store: SQLite with a write-ahead log, read when it is opened and only written
 * from then on. The rows of one turn of the event loop are one transaction, which the first of them
 * begins and database_commit ends. This is the only part that knows SQLite. */
#ifndef MOCK_DATABASE_H
#define MOCK_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/sync.h"
#include "store/table.h"

struct database;

/* Open, see that the file is ours, and bring the schema up. On failure NULL, and one line in error.
 */
struct database *database_open(const char *path, enum store_sync sync, char *error,
                               size_t error_size);

/* Commit what is open and close. NULL is allowed. */
void database_close(struct database *database);

/* All rows of a table, as table_read. */
bool database_read(struct database *database, enum table_id table,
                   bool (*take)(void *cls, void *row), void *cls);

/* Begin the transaction unless it is open; write a row, delete the one with its key. false: the
 * transaction is lost, and all that follows in it is in vain. */
bool database_begin(struct database *database);
bool database_put(struct database *database, enum table_id table, const void *row);
bool database_delete(struct database *database, enum table_id table, const void *row);

bool database_is_open(const struct database *database); /* a transaction is */

/* End the transaction. false: nothing of it is in the file. */
bool database_commit(struct database *database);

/* Why the transaction, or the last one, is lost, in SQLite's words; NULL when it is not. */
const char *database_error(const struct database *database);

#endif
