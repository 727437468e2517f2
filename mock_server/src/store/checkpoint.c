/* See checkpoint.h. The thread copies whenever the log has grown by some pages. Under a steady load
 * the log never empties by itself, because new pages arrive while old ones are copied; when it has
 * become long, the main connection copies the short rest itself and starts the log again.
 *
 * A copy is also what waits for the disk unless each commit does, so with --sync normal there is
 * one a second after a commit at the latest. */
#include "store/checkpoint.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    NUDGE_PAGES = 1000,    /* 4 MiB: a copy is short, and rare enough not to matter */
    RESTART_PAGES = 32768, /* 128 MiB */
    KEEP_WITHIN_SECONDS = 1,
};

struct checkpointer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t nudge;
    bool has_work;
    bool keeps_soon;         /* --sync normal */
    struct timespec keep_by; /* 0: the log holds nothing that is not on the disk */
    bool is_stopping;
    int nudged_at; /* pages; the main connection's own */
    sqlite3 *db;
};

/* Until there is work, or what was committed has waited for long enough. */
static void
wait_for_work(struct checkpointer *self)
{
    if (self->keep_by.tv_sec == 0)
        pthread_cond_wait(&self->nudge, &self->lock);
    else
        self->has_work |= pthread_cond_timedwait(&self->nudge, &self->lock, &self->keep_by) != 0;
}

static void *
run(void *cls)
{
    struct checkpointer *self = cls;

    pthread_mutex_lock(&self->lock);
    while (!self->is_stopping) {
        if (!self->has_work) {
            wait_for_work(self);
            continue;
        }
        self->has_work = false;
        self->keep_by.tv_sec = 0;
        pthread_mutex_unlock(&self->lock);
        /* A failure only makes the log longer; the next commit asks again. */
        (void)sqlite3_wal_checkpoint_v2(self->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        pthread_mutex_lock(&self->lock);
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

static void
keep_soon(struct checkpointer *self)
{
    pthread_mutex_lock(&self->lock);
    if (self->keep_by.tv_sec == 0) {
        clock_gettime(CLOCK_MONOTONIC, &self->keep_by);
        self->keep_by.tv_sec += KEEP_WITHIN_SECONDS;
        pthread_cond_signal(&self->nudge);
    }
    pthread_mutex_unlock(&self->lock);
}

/* After each commit of the main connection. */
static int
on_commit(void *cls, sqlite3 *db, const char *name, int pages)
{
    struct checkpointer *self = cls;

    if (pages < self->nudged_at)
        self->nudged_at = 0; /* the log started again */
    if (self->keeps_soon)
        keep_soon(self);
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

bool
checkpointer_set_sync(struct sqlite3 *db, enum store_sync sync)
{
    char pragma[32];

    snprintf(pragma, sizeof pragma, "PRAGMA synchronous=%d", (int)sync);
    return sqlite3_exec(db, pragma, NULL, NULL, NULL) == SQLITE_OK;
}

static void
init_nudge(struct checkpointer *self)
{
    pthread_condattr_t attributes;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&self->nudge, &attributes);
    pthread_condattr_destroy(&attributes);
}

struct checkpointer *
checkpointer_start(const char *path, struct sqlite3 *db, enum store_sync sync)
{
    struct checkpointer *self = calloc(1, sizeof *self);

    if (!self)
        return NULL;
    self->keeps_soon = sync == STORE_SYNC_NORMAL;
    pthread_mutex_init(&self->lock, NULL);
    init_nudge(self);
    if (sqlite3_open_v2(path, &self->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        !checkpointer_set_sync(self->db, sync) ||
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
