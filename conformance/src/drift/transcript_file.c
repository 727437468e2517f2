/* Writing a transcript: first under another name, which becomes the final one when everything is on
 * disk, so that nobody ever finds half a file. */
#include "base/secret.h"
#include "drift/transcript.h"
#include "program/print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

struct transcript_file {
    const char *path;
    char *temporary;
    FILE *out; /* NULL once it is closed */
};

struct transcript_file *
transcript_create(struct arena *arena, const char *path, FILE *problems_to)
{
    struct transcript_file *file = arena_alloc(arena, sizeof *file);
    int fd;

    file->path = path;
    file->temporary = arena_printf(arena, "%s.XXXXXX", path);
    fd = mkstemp(file->temporary);
    file->out = fd < 0 ? NULL : fdopen(fd, "w");
    if (file->out)
        return file;
    print_to(problems_to, "qfpay-conform: %s: cannot be written: %s\n", path, strerror(errno));
    if (fd >= 0) {
        close(fd);
        unlink(file->temporary);
    }
    return NULL;
}

void
transcript_abandon(struct transcript_file *file)
{
    if (file->out)
        fclose(file->out);
    file->out = NULL;
    unlink(file->temporary);
}

/* Whether one of the secrets occurs, in any spelling of its letters. */
static bool
has_secret(const char *printed, const char *const *secrets)
{
    const char *at;

    for (; *secrets; secrets++) {
        size_t len = strlen(*secrets);

        for (at = printed; secret_is_hidden(*secrets) && *at; at++) {
            if (strncasecmp(at, *secrets, len) == 0)
                return true;
        }
    }
    return false;
}

/* Write one value, unless it holds a secret; false with the reason in *problem. */
static bool
write_json(FILE *out, const cJSON *json, const char *const *secrets, const char **problem)
{
    char *printed = cJSON_PrintUnformatted(json);
    bool written = false;

    if (!printed) {
        *problem = "out of memory";
    } else if (has_secret(printed, secrets)) {
        *problem = "a client key would be in it";
    } else {
        print_json(out, printed);
        written = !ferror(out);
        if (!written)
            *problem = strerror(errno);
    }
    cJSON_free(printed);
    return written;
}

/* The members of the head, a line each, then one line per case: an object as any other to a parser,
 * and something to look at with grep and diff. */
static bool
write_lines(FILE *out, const cJSON *transcript, const char *const *secrets, const char **problem)
{
    const cJSON *member, *one;

    fputs("{", out);
    cJSON_ArrayForEach(member, transcript)
    {
        bool is_list = strcmp(member->string, "cases") == 0;

        print_to(out, "%s\n\"%s\":%s", member == transcript->child ? "" : ",", member->string,
                 is_list ? "[" : "");
        if (!is_list && !write_json(out, member, secrets, problem))
            return false;
        for (one = is_list ? member->child : NULL; one; one = one->next) {
            fputs(one == member->child ? "\n" : ",\n", out);
            if (!write_json(out, one, secrets, problem))
                return false;
        }
        if (is_list)
            fputs("]", out);
    }
    fputs("\n}\n", out);
    return true;
}

/* Everything to the disk, then the name. */
static bool
settle(struct transcript_file *file, const char **problem)
{
    bool flushed = fflush(file->out) == 0 && !ferror(file->out) && fsync(fileno(file->out)) == 0;

    if (fclose(file->out) != 0)
        flushed = false;
    file->out = NULL;
    if (flushed && rename(file->temporary, file->path) == 0)
        return true;
    *problem = strerror(errno);
    return false;
}

bool
transcript_commit(struct transcript_file *file, const cJSON *transcript, const char *const *secrets,
                  FILE *problems_to)
{
    const char *problem = "";

    if (write_lines(file->out, transcript, secrets, &problem) && settle(file, &problem))
        return true;
    print_to(problems_to, "qfpay-conform: %s: cannot be written: %s\n", file->path, problem);
    transcript_abandon(file);
    return false;
}
