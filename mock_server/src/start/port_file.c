/* See port_file.h. */
#include "start/port_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
is_special(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

static bool
fail(const char *path, char *error, size_t error_size)
{
    snprintf(error, error_size, "port file %.150s: %s", path, strerror(errno));
    return false;
}

bool
port_file_clear(const char *path, char *error, size_t error_size)
{
    return is_special(path) || unlink(path) == 0 || errno == ENOENT ||
           fail(path, error, error_size);
}

static bool
write_number(const char *path, int flags, int port)
{
    int fd = open(path, flags | O_WRONLY | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && dprintf(fd, "%d\n", port) > 0;

    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    return ok;
}

bool
port_file_write(const char *path, int port, char *error, size_t error_size)
{
    char temporary[4112];
    bool ok;

    if (is_special(path))
        return write_number(path, 0, port) || fail(path, error, error_size);
    snprintf(temporary, sizeof temporary, "%s.%ld", path, (long)getpid());
    ok = write_number(temporary, O_CREAT | O_TRUNC, port) && rename(temporary, path) == 0;
    if (!ok) {
        (void)fail(path, error, error_size);
        (void)unlink(temporary);
    }
    return ok;
}

void
port_file_remove(const char *path, int port)
{
    FILE *file = is_special(path) ? NULL : fopen(path, "re");
    char own[16], found[16] = "";

    if (!file)
        return;
    snprintf(own, sizeof own, "%d\n", port);
    if (fgets(found, sizeof found, file) && strcmp(found, own) == 0)
        (void)unlink(path);
    fclose(file);
}
