/* See file_lock.h. A file of its own, because closing any descriptor of the database itself would
 * drop SQLite's locks on it. */
#include "store/file_lock.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

int
file_lock(const char *path)
{
    char name[4112];
    int fd;

    snprintf(name, sizeof(name), "%s-lock", path);
    fd = open(name, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0)
        return -2;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    close(fd);
    return -1;
}

void
file_unlock(int fd)
{
    if (fd >= 0)
        close(fd);
}
