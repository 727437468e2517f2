/* See checkpoint.h. The thread copies whenever the log has grown by some pages. Under a steady load
 * the log never empties by itself, because new pages arrive while old ones are copied; when it has
 * become long, the main connection copies the short rest itself and starts the log again. */
#include "store/checkpoint.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
    NUDGE_PAGES = 1000,    /* 4 MiB: a copy is short, and rare enough not to matter */
    RESTART_PAGES = 32768, /* 128 MiB */
};

struct checkpointer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t nudge;
    bool has_work;
    bool is_stopping;
    int nudged_at; /* pages; the main connection's own */
    sqlite3 *db;
};

static void *
run(void *cls)
{
    struct checkpointer *self = cls;

    pthread_mutex_lock(&self->lock);
    while (!self->is_stopping) {
        if (!self->has_work) {
            pthread_cond_wait(&self->nudge, &self->lock);
            continue;
        }
        self->has_work = false;
        pthread_mutex_unlock(&self->lock);
        /* A failure only makes the log longer; the next commit asks again. */
        (void)sqlite3_wal_checkpoint_v2(self->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        pthread_mutex_lock(&self->lock);
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

/* After each commit of the main connection. */
static int
on_commit(void *cls, sqlite3 *db, const char *name, int pages)
{
    struct checkpointer *self = cls;

    if (pages < self->nudged_at)
        self->nudged_at = 0; /* the log started again */
    if (pages >= RESTART_PAGES) {
        (void)sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
        self->nudged_at = 0;
    } else if (pages - self->nudged_at >= NUDGE_PAGES) {
        self->nudged_at = pages;
        pthread_mutex_lock(&self->lock);
        self->has_work = true;
        pthread_cond_signal(&self->nudge);
        pthread_mutex_unlock(&self->lock);
    }
    return SQLITE_OK;
}

struct checkpointer *
checkpointer_start(const char *path, struct sqlite3 *db)
{
    struct checkpointer *self = calloc(1, sizeof *self);

    if (!self)
        return NULL;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->nudge, NULL);
    if (sqlite3_open_v2(path, &self->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_exec(self->db, "PRAGMA synchronous=OFF", NULL, NULL, NULL) != SQLITE_OK ||
        pthread_create(&self->thread, NULL, run, self) != 0) {
        sqlite3_close(self->db);
        pthread_cond_destroy(&self->nudge);
        pthread_mutex_destroy(&self->lock);
        free(self);
        return NULL;
    }
    sqlite3_wal_hook(db, on_commit, self);
    return self;
}

void
checkpointer_stop(struct checkpointer *checkpointer)
{
    struct checkpointer *self = checkpointer;

    if (!self)
        return;
    pthread_mutex_lock(&self->lock);
    self->is_stopping = true;
    pthread_cond_signal(&self->nudge);
    pthread_mutex_unlock(&self->lock);
    pthread_join(self->thread, NULL);
    sqlite3_close(self->db);
    pthread_cond_destroy(&self->nudge);
    pthread_mutex_destroy(&self->lock);
    free(self);
}
