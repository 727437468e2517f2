/* See failing_vfs.h: the default VFS with one method of its files replaced. */
#include "failing_vfs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>

/* The checkpointer writes on a thread of its own. */
static atomic_int left;
static atomic_int has_failed;

static sqlite3_vfs failing;
static sqlite3_vfs *real;
static int (*real_write)(sqlite3_file *, const void *, int, sqlite3_int64);

/* Files differ in how they are locked and closed, not in how they are written. */
static struct twin {
    const sqlite3_io_methods *real;
    sqlite3_io_methods failing;
} twins[8];
static pthread_mutex_t twins_lock = PTHREAD_MUTEX_INITIALIZER;

static int
fail_or_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
    if (atomic_load(&has_failed) || (atomic_load(&left) > 0 && atomic_fetch_sub(&left, 1) == 1)) {
        atomic_store(&has_failed, 1);
        return SQLITE_FULL;
    }
    return real_write(file, data, size, at);
}

static const sqlite3_io_methods *
twin_of(const sqlite3_io_methods *methods)
{
    struct twin *twin = twins;

    pthread_mutex_lock(&twins_lock);
    while (twin->real && twin->real != methods)
        twin++;
    twin->real = methods;
    twin->failing = *methods;
    twin->failing.xWrite = fail_or_write;
    real_write = methods->xWrite;
    pthread_mutex_unlock(&twins_lock);
    return &twin->failing;
}

static int
open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    int result = real->xOpen(real, name, file, flags, out_flags);

    (void)vfs;
    if (file->pMethods)
        file->pMethods = twin_of(file->pMethods);
    return result;
}

void
failing_vfs_install(void)
{
    real = sqlite3_vfs_find(NULL);
    assert_non_null(real);
    failing = *real;
    failing.zName = "failing";
    failing.xOpen = open_file;
    assert_int_equal(sqlite3_vfs_register(&failing, 1), SQLITE_OK);
}

void
failing_vfs_fail_at(int n)
{
    atomic_store(&has_failed, 0);
    atomic_store(&left, n);
}

int
failing_vfs_has_failed(void)
{
    return atomic_load(&has_failed);
}
