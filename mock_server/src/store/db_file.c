/* See db_file.h. The lock is flock's, which does not meet the record locks of SQLite. */
#include "store/db_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The header of an SQLite file (https://sqlite.org/fileformat.html). */
enum { HEADER_SIZE = 100, APPLICATION_AT = 68 };

static const char magic[] = "SQLite format 3"; /* and its NUL */

/* What is wrong with what the file begins with; NULL for nothing. An empty one is a new one. */
static const char *
judge(const unsigned char *header, ssize_t len)
{
    uint32_t application = 0;

    if (len == 0)
        return NULL;
    if (len < HEADER_SIZE || memcmp(header, magic, sizeof magic) != 0)
        return "it is not a database";
    for (int i = 0; i < 4; i++)
        application = application << 8 | header[APPLICATION_AT + i];
    /* Files from before schema 4 have none: their tables say whose they are (database.c). */
    return application == 0 || application == DB_FILE_APPLICATION ? NULL
                                                                  : "it is another program's file";
}

static const char *
lock_and_judge(int fd)
{
    unsigned char header[HEADER_SIZE];
    ssize_t len;

    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? "another process serves it" : strerror(errno);
    len = pread(fd, header, sizeof header, 0);
    return len < 0 ? strerror(errno) : judge(header, len);
}

/* A device or a pipe is not even opened. */
static bool
is_something_else(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

int
db_file_open(const char *path, char *error, size_t error_size)
{
    const char *reason = NULL;
    int fd = -1;

    if (is_something_else(path))
        reason = "it is no regular file";
    else
        fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (!reason)
        reason = fd < 0 ? strerror(errno) : lock_and_judge(fd);
    if (!reason)
        return fd;
    (void)snprintf(error, error_size, "%s", reason);
    if (fd >= 0)
        close(fd);
    return -1;
}
