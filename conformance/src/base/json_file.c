/* See json_file.h. */
#include "base/json_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "program/read_whole.h"

const cJSON *
json_file_parse(struct arena *arena, const char *bytes, size_t len, const char **problem)
{
    const char *end = NULL;
    cJSON *json;

    if (strlen(bytes) != len) {
        *problem = arena_printf(arena, "has a NUL byte at offset %zu", strlen(bytes));
        return NULL;
    }
    json = cJSON_ParseWithLengthOpts(bytes, len + 1, &end, 1);
    if (json)
        json_keep(arena, json);
    else
        *problem = arena_printf(arena, "is not JSON from byte %td of %zu on", end ? end - bytes : 0,
                                len);
    return json;
}

bool
json_file_is_name(const char *name)
{
    size_t len = strlen(name);

    return name[0] != '.' && len > 5 && strcmp(name + len - 5, ".json") == 0;
}

static void
free_bytes(void *bytes)
{
    free(bytes);
}

const char *
json_file_bytes(struct arena *arena, const char *path, size_t max, size_t *len,
                const char **problem)
{
    FILE *file = fopen(path, "rb");
    char *bytes;

    if (!file) {
        *problem = arena_printf(arena, "cannot be opened: %s", strerror(errno));
        return NULL;
    }
    bytes = read_whole(file, max, len);
    if (bytes)
        arena_defer(arena, free_bytes, bytes);
    else
        *problem = errno == EFBIG ? arena_printf(arena, "is larger than %zu bytes", max)
                                  : "cannot be read";
    fclose(file);
    return bytes;
}

const cJSON *
json_file_read(struct arena *arena, const char *path, size_t max, const char **problem)
{
    struct arena *brief = arena_new();
    size_t len = 0;
    const char *half = NULL;
    const char *bytes = json_file_bytes(brief, path, max, &len, &half);
    const cJSON *json = NULL;

    if (bytes)
        json = json_file_parse(arena, bytes, len, problem);
    else
        *problem = arena_dup(arena, half);
    arena_free(brief);
    return json;
}
