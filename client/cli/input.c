/*
 * Reading a whole file or standard input, bounded.
 */
#include "input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "program/read_whole.h"

bool
input_read(const char *command, const char *path, char **bytes, size_t *len)
{
    bool is_stdin = !path || strcmp(path, "-") == 0;
    FILE *in = is_stdin ? stdin : fopen(path, "rb");

    *bytes = in ? read_whole(in, INPUT_MAX, len) : NULL;
    if (!*bytes)
        cli_complain(command, "%s: %s", is_stdin ? "standard input" : path, strerror(errno));
    if (in && !is_stdin)
        (void)fclose(in);
    return *bytes;
}

/* Room for one more byte and a NUL. */
static bool
make_room(struct input_buffer *line)
{
    size_t capacity = line->capacity ? 2 * line->capacity : 1024;
    char *larger = NULL;

    if (line->len + 2 <= line->capacity)
        return true;
    if (line->len >= INPUT_MAX)
        return false;
    larger = realloc(line->bytes, capacity);
    if (!larger)
        return false;
    line->bytes = larger;
    line->capacity = capacity;
    return true;
}

enum input_line
input_line(struct input_buffer *line)
{
    bool fits = true;
    int c = 0;

    line->len = 0;
    while ((c = getchar()) != EOF && c != '\n') {
        fits = fits && make_room(line);
        if (fits)
            line->bytes[line->len++] = (char)c;
    }
    if (c == EOF && line->len == 0)
        return INPUT_LINE_END;
    if (!fits || !make_room(line))
        return INPUT_LINE_TOO_LONG;
    line->bytes[line->len] = '\0';
    return INPUT_LINE_READ;
}
