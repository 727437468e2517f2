/* See recording_vfs.h: the default VFS with some methods of its files replaced. */
#include "recording_vfs.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILES_MAX = 64 };

static sqlite3_vfs recording;
static sqlite3_vfs *real;
static const sqlite3_io_methods *real_methods; /* of how files are written: all have the same */

/* The checkpointer writes on a thread of its own. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_recording;
static struct event *events;
static size_t event_count;
static size_t event_room;
static struct opened_file {
    const sqlite3_file *file;
    char ending[16];
    bool is_new; /* SQLite syncs the folder with the first sync of a log or journal */
} files[FILES_MAX];
static struct twin {
    const sqlite3_io_methods *real;
    sqlite3_io_methods recording;
} twins[8];

/* With the lock held. */
static void
add(enum happening what, const char *ending, int64_t at, const void *data, size_t size)
{
    struct event *event;

    if (event_count == event_room) {
        struct event *more = realloc(events, (event_room * 2 + 1024) * sizeof *events);

        assert_non_null(more);
        events = more;
        event_room = event_room * 2 + 1024;
    }
    event = &events[event_count++];
    *event = (struct event){.what = what, .at = at, .size = size};
    snprintf(event->ending, sizeof event->ending, "%s", ending);
    if (size > 0) {
        event->data = malloc(size);
        assert_non_null(event->data);
        memcpy(event->data, data, size);
    }
}

/* The place of a file, or the first free one. */
static struct opened_file *
find(const sqlite3_file *file, bool or_free)
{
    for (size_t i = 0; i < FILES_MAX; i++) {
        if (files[i].file == file || (or_free && !files[i].file))
            return &files[i];
    }
    fail_msg("more files than places");
    return files;
}

static void
add_of_file(const sqlite3_file *file, enum happening what, int64_t at, const void *data,
            size_t size)
{
    struct opened_file *opened;

    if (!is_recording)
        return;
    opened = find(file, false);
    add(what, opened->ending, at, data, size);
    if (what == FILE_SYNCED && opened->is_new) {
        add(FOLDER_SYNCED, "", 0, NULL, 0);
        opened->is_new = false;
    }
}

/* What is done and what is remembered must not part: the lock is held for both. */
static int
record_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
    int result;

    pthread_mutex_lock(&lock);
    add_of_file(file, FILE_WRITTEN, at, data, (size_t)size);
    result = real_methods->xWrite(file, data, size, at);
    pthread_mutex_unlock(&lock);
    return result;
}

static int
record_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int result;

    pthread_mutex_lock(&lock);
    add_of_file(file, FILE_CUT, size, NULL, 0);
    result = real_methods->xTruncate(file, size);
    pthread_mutex_unlock(&lock);
    return result;
}

/* The disk need not be waited for; nobody cuts the power. */
static int
record_sync(sqlite3_file *file, int flags)
{
    (void)flags;
    pthread_mutex_lock(&lock);
    add_of_file(file, FILE_SYNCED, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return SQLITE_OK;
}

static const char *
ending_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static int
record_delete(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
    int result;

    (void)vfs;
    pthread_mutex_lock(&lock);
    result = real->xDelete(real, path, 0);
    if (is_recording && result == SQLITE_OK)
        add(FILE_DELETED, ending_of(path), 0, NULL, 0);
    if (is_recording && sync_folder)
        add(FOLDER_SYNCED, "", 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}

static const sqlite3_io_methods *
twin_of(const sqlite3_io_methods *methods)
{
    struct twin *twin = twins;

    while (twin->real && twin->real != methods)
        twin++;
    twin->real = methods;
    twin->recording = *methods;
    twin->recording.xWrite = record_write;
    twin->recording.xTruncate = record_truncate;
    twin->recording.xSync = record_sync;
    real_methods = methods;
    return &twin->recording;
}

/* A file that is closed leaves its place, which the next at the same address takes. */
static void
remember(const sqlite3_file *file, const char *path, int flags)
{
    struct opened_file *opened = find(file, true);

    opened->file = file;
    opened->is_new = (flags & SQLITE_OPEN_CREATE) != 0 &&
                     (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    snprintf(opened->ending, sizeof opened->ending, "%s", ending_of(path));
}

static int
open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
    int result = real->xOpen(real, path, file, flags, out_flags);

    (void)vfs;
    pthread_mutex_lock(&lock);
    if (file->pMethods && path) {
        file->pMethods = twin_of(file->pMethods);
        if (is_recording)
            remember(file, path, flags);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

void
recording_vfs_begin(void)
{
    if (!real) {
        real = sqlite3_vfs_find(NULL);
        assert_non_null(real);
        recording = *real;
        recording.zName = "recording";
        recording.xOpen = open_file;
        recording.xDelete = record_delete;
        assert_int_equal(sqlite3_vfs_register(&recording, 1), SQLITE_OK);
    }
    is_recording = true;
}

void
recording_vfs_clear(void)
{
    for (size_t i = 0; i < event_count; i++)
        free(events[i].data);
    free(events);
    events = NULL;
    event_count = 0;
    event_room = 0;
    memset(files, 0, sizeof files);
}

void
recording_vfs_note_answered(int64_t count)
{
    pthread_mutex_lock(&lock);
    add(ORDERS_ANSWERED, "", count, NULL, 0);
    pthread_mutex_unlock(&lock);
}

const struct event *
recording_vfs_end(size_t *count)
{
    is_recording = false;
    *count = event_count;
    return events;
}
