/* See db_copy.h. */
#include "start/db_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where the header of an SQLite file has the number of its schema. */
enum { SCHEMA_AT = 60, COPY_BYTES = 65536 };

static bool
fail(const char *path, const char *reason, char *error, size_t error_size)
{
    (void)snprintf(error, error_size, "database %.150s: %s", path, reason);
    return false;
}

/* All bytes of a file that is open, into one that is made. */
static bool
copy_bytes(int from, const char *to)
{
    static char bytes[COPY_BYTES];
    int fd = open(to, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    ssize_t len = fd < 0 ? -1 : 1;

    while (len > 0) {
        len = read(from, bytes, sizeof bytes);
        if (len > 0 && write(fd, bytes, (size_t)len) != len)
            len = -1;
    }
    return fd >= 0 && close(fd) == 0 && len == 0;
}

/* The log beside it, if there is one. */
static bool
copy_log(const struct db_copy *copy, const char *path)
{
    char from[4200];
    char to[100];
    bool is_copied = true;
    int fd;

    (void)snprintf(from, sizeof from, "%s-wal", path);
    (void)snprintf(to, sizeof to, "%s-wal", copy->path);
    fd = open(from, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT;
    is_copied = copy_bytes(fd, to);
    close(fd);
    return is_copied;
}

static bool
make_folder(struct db_copy *copy)
{
    (void)snprintf(copy->folder, sizeof copy->folder, "/tmp/qfpay-mock.XXXXXX");
    if (!mkdtemp(copy->folder)) {
        copy->folder[0] = '\0';
        return false;
    }
    (void)snprintf(copy->path, sizeof copy->path, "%s/db", copy->folder);
    return true;
}

static bool
copy_open_file(struct db_copy *copy, int fd, const char *path)
{
    unsigned char schema[4] = {0};
    ssize_t len = pread(fd, schema, sizeof schema, SCHEMA_AT);

    for (size_t i = 0; len == sizeof schema && i < sizeof schema; i++)
        copy->schema = copy->schema << 8 | schema[i];
    copy->is_served = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    return copy->is_served ||
           (make_folder(copy) && copy_bytes(fd, copy->path) && copy_log(copy, path));
}

/* Of a file that is not there yet: whether it could be made. */
static bool
check_place(const char *path, char *error, size_t error_size)
{
    const char *slash = strrchr(path, '/');
    char folder[4096] = ".";

    if (slash)
        (void)snprintf(folder, sizeof folder, "%.*s/", (int)(slash - path), path);
    return access(folder, W_OK | X_OK) == 0 || fail(path, strerror(errno), error, error_size);
}

bool
db_copy_make(struct db_copy *copy, const char *path, char *error, size_t error_size)
{
    struct stat status;
    bool is_made = false;
    int fd;

    *copy = (struct db_copy){.schema = 0};
    if (stat(path, &status) != 0 && errno == ENOENT)
        return check_place(path, error, error_size);
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return fail(path, "it is no regular file", error, error_size);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || access(path, W_OK) != 0) {
        (void)fail(path, strerror(errno), error, error_size);
    } else {
        is_made = copy_open_file(copy, fd, path);
        if (!is_made)
            (void)fail(path, "it cannot be copied to /tmp, to be read there", error, error_size);
    }
    if (fd >= 0)
        close(fd);
    return is_made;
}

void
db_copy_remove(struct db_copy *copy)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char path[100];

    if (copy->folder[0] == '\0')
        return;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        (void)snprintf(path, sizeof path, "%s%s", copy->path, endings[i]);
        (void)unlink(path);
    }
    (void)rmdir(copy->folder);
    copy->folder[0] = '\0';
}
