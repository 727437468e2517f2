/* See json_file.h. */
#include "base/json_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

enum { FIRST_ROOM = 64 * 1024 };

/* Everything up to max + 1 bytes, so that the caller sees when there is more; a NUL behind it. The
 * caller frees; NULL when it cannot be read. */
static char *
read_all(FILE *file, size_t max, size_t *len)
{
    size_t room = max < FIRST_ROOM ? max + 1 : FIRST_ROOM;
    char *bytes = malloc(room + 1);

    *len = 0;
    while (bytes) {
        char *more;

        *len += fread(bytes + *len, 1, room - *len, file);
        if (*len < room || *len > max)
            break;
        room = room > max / 2 ? max + 1 : room * 2;
        more = realloc(bytes, room + 1);
        if (!more)
            free(bytes);
        bytes = more;
    }
    if (bytes && ferror(file)) {
        free(bytes);
        return NULL;
    }
    if (bytes)
        bytes[*len] = '\0';
    return bytes;
}

const cJSON *
json_file_parse(struct arena *arena, const char *bytes, size_t len, const char **problem)
{
    const char *end = NULL;
    cJSON *json;

    if (strlen(bytes) != len) {
        *problem = arena_format(arena, "has a NUL byte at offset %zu", strlen(bytes));
        return NULL;
    }
    json = cJSON_ParseWithLengthOpts(bytes, len + 1, &end, 1);
    if (json)
        json_keep(arena, json);
    else
        *problem = arena_format(arena, "is not JSON from byte %td of %zu on", end ? end - bytes : 0,
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
        *problem = arena_format(arena, "cannot be opened: %s", strerror(errno));
        return NULL;
    }
    bytes = read_all(file, max, len);
    fclose(file);
    if (!bytes) {
        *problem = "cannot be read";
        return NULL;
    }
    arena_defer(arena, free_bytes, bytes);
    if (*len <= max)
        return bytes;
    *problem = arena_format(arena, "is larger than %zu bytes", max);
    return NULL;
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
