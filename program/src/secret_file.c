/* See secret_file.h. */
#include "secret_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/read_whole.h"

enum { SECRET_FILE_MAX = 4096 };

/* What was read, newest first, so that each is still known when the program ends. */
static struct kept {
    struct kept *next;
    char *line;
} * all_kept;

static const char *
keep(char *line)
{
    struct kept *kept = malloc(sizeof *kept);

    if (!kept)
        abort();
    *kept = (struct kept){all_kept, line};
    all_kept = kept;
    return line;
}

/* Without the line break that editors leave; NULL with why it is none. */
static const char *
single_line(char *text, size_t len)
{
    if (len > 0 && text[len - 1] == '\n')
        text[--len] = '\0';
    if (len > 0 && text[len - 1] == '\r')
        text[--len] = '\0';
    if (len == 0)
        return "is empty";
    return strlen(text) < len || strpbrk(text, "\r\n") ? "has more than one line" : NULL;
}

const char *
secret_file_read(const char *path, const char *name, char error[OPTIONS_ERROR_SIZE])
{
    FILE *file = fopen(path, "re");
    size_t len = 0;
    char *text = file ? read_whole(file, SECRET_FILE_MAX, &len) : NULL;
    const char *problem = text ? single_line(text, len) : strerror(errno);

    if (file)
        (void)fclose(file);
    if (!problem)
        return keep(text);
    (void)options_wrong(error, "%s: the file %.200s %s%.100s", name, path,
                        text ? "" : "cannot be read: ", problem);
    free(text);
    return NULL;
}
