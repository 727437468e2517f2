/* See out_file.h. The new file is made beside the old one and renamed; between the check and the
 * end of the run nothing of it exists, so that who ends the program leaves nothing lying about. */
#include "base/out_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program/print.h"

enum { LOOK_BYTES = 4096 };

static bool
complain(const char *path, const char *problem)
{
    print_to(stderr, "qfpay-conform: %s: cannot be written: %s\n", path, problem);
    return false;
}

/* Whether a file that is not empty is one of ours. */
static bool
is_of_kind(const char *path, const struct out_kind *kind)
{
    char bytes[LOOK_BYTES + 1];
    FILE *file = fopen(path, "rbe");
    size_t len;

    if (!file)
        return false;
    len = fread(bytes, 1, LOOK_BYTES, file);
    fclose(file);
    bytes[len] = '\0';
    return bytes[0] == kind->first && strstr(bytes, kind->mark);
}

/* What is written as it comes: pipes, terminals, and standard output by its name, which may be a
 * file that others write to as well. */
static bool
is_direct(const char *path, const struct stat *status)
{
    return strncmp(path, "/dev/", strlen("/dev/")) == 0 || !S_ISREG(status->st_mode);
}

bool
out_file_check(const char *path, const struct out_kind *kind)
{
    struct out_file file;
    struct arena *arena;
    struct stat status;
    bool can;

    if (stat(path, &status) == 0) {
        if (S_ISDIR(status.st_mode))
            return complain(path, strerror(EISDIR));
        if (access(path, W_OK) != 0)
            return complain(path, strerror(errno));
        if (is_direct(path, &status))
            return true;
        if (status.st_size && !is_of_kind(path, kind)) {
            print_to(
                stderr,
                "qfpay-conform: %s is not %s and is not replaced; give another name, or remove "
                "it\n",
                path, kind->name);
            return false;
        }
    }
    arena = arena_new();
    can = out_file_open(&file, arena, path);
    if (can) {
        fclose(file.stream);
        if (file.temporary)
            unlink(file.temporary);
    }
    arena_free(arena);
    return can;
}

/* The rights that a file made by this program would have, or those of the one it replaces. */
static mode_t
mode_of(const struct stat *before)
{
    mode_t mask;

    if (before)
        return before->st_mode & 0777;
    mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

bool
out_file_open(struct out_file *file, struct arena *arena, const char *path)
{
    struct stat status;
    bool exists = stat(path, &status) == 0;
    char *real = exists ? realpath(path, NULL) : NULL;
    int fd;

    *file = (struct out_file){.path = path, .place = path};
    if (exists && is_direct(path, &status)) {
        free(real);
        file->stream = fopen(path, "ae");
        return file->stream || complain(path, strerror(errno));
    }
    if (real)
        file->place = arena_printf(arena, "%s", real);
    free(real);
    file->temporary = arena_printf(arena, "%s.XXXXXX", file->place);
    fd = mkstemp(file->temporary);
    if (fd < 0)
        return complain(path, strerror(errno));
    if (fchmod(fd, mode_of(exists ? &status : NULL)) == 0)
        file->stream = fdopen(fd, "w");
    if (file->stream)
        return true;
    (void)complain(path, strerror(errno));
    close(fd);
    unlink(file->temporary);
    return false;
}

bool
out_file_close(struct out_file *file, bool is_written)
{
    bool is_whole = fflush(file->stream) == 0 && !ferror(file->stream) && is_written;

    if (fclose(file->stream) != 0)
        is_whole = false;
    file->stream = NULL;
    if (is_whole && (!file->temporary || rename(file->temporary, file->place) == 0))
        return true;
    (void)complain(file->path, strerror(errno));
    if (file->temporary)
        unlink(file->temporary);
    return false;
}
