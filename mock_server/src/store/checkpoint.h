/* Moves the write-ahead log of a durable file into the file, on a thread and a connection of its
 * own, so that no request waits for the disk. */
#ifndef MOCK_CHECKPOINT_H
#define MOCK_CHECKPOINT_H

#include <stdbool.h>

#include "store/sync.h"

struct sqlite3;
struct checkpointer;

/* Start for the main connection of a file in WAL mode; from here on its commits are watched. NULL
 * when the thread or its connection cannot be made. */
struct checkpointer *checkpointer_start(const char *path, struct sqlite3 *db, enum store_sync sync);

/* Both connections of a file wait for the disk alike. */
bool checkpointer_set_sync(struct sqlite3 *db, enum store_sync sync);

/* End the thread. NULL is allowed. */
void checkpointer_stop(struct checkpointer *checkpointer);

#endif
