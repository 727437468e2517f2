/* See config_file.h. */
#include "start/config_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/read_whole.h"
#include "start/config_line.h"
#include "start/config_merchants.h"

enum { CONFIG_MAX = 1024 * 1024 };

/* The whole file, NUL-terminated; caller frees. */
static char *
read_file(const char *path, char error[OPTIONS_ERROR_SIZE])
{
    FILE *file = fopen(path, "rb");
    size_t len = 0;
    char *text = file ? read_whole(file, CONFIG_MAX, &len) : NULL;

    if (!text)
        (void)options_wrong(error, "config file %.150s: %s", path,
                            errno == EFBIG ? "above 1 MiB" : strerror(errno));
    if (file)
        fclose(file);
    return text;
}

static bool
take_member(const cJSON *member, const struct command_line *options,
            char reason[OPTIONS_ERROR_SIZE])
{
    char number[32];
    const char *value = number;

    if (cJSON_IsString(member))
        value = member->valuestring;
    else if (cJSON_IsBool(member))
        value = cJSON_IsTrue(member) ? "true" : "false";
    else if (cJSON_IsNumber(member))
        snprintf(number, sizeof number, "%.17g", member->valuedouble);
    else {
        snprintf(reason, OPTIONS_ERROR_SIZE,
                 "option \"%.60s\" must be a string, a number, true or false", member->string);
        return false;
    }
    return options_read_member(options, member->string, value, reason);
}

/* One top-level member. false: *where is the element to blame. */
static bool
take_one(const cJSON *root, const cJSON *member, const struct command_line *options,
         const cJSON **where, char reason[OPTIONS_ERROR_SIZE])
{
    *where = member;
    if (cJSON_GetObjectItemCaseSensitive(root, member->string) != member) {
        snprintf(reason, OPTIONS_ERROR_SIZE, "\"%.60s\" is there twice", member->string);
        return false;
    }
    if (strcmp(member->string, "merchants") != 0)
        return take_member(member, options, reason);
    if (cJSON_IsArray(member))
        return config_check_merchants(member, where, reason);
    snprintf(reason, OPTIONS_ERROR_SIZE, "\"merchants\" must be an array");
    return false;
}

static bool
take_all(const char *path, const char *text, cJSON *root, const struct command_line *options,
         char error[OPTIONS_ERROR_SIZE])
{
    const cJSON *member;

    cJSON_ArrayForEach(member, root)
    {
        char reason[OPTIONS_ERROR_SIZE] = "";
        const cJSON *where;

        if (take_one(root, member, options, &where, reason))
            continue;
        snprintf(error, OPTIONS_ERROR_SIZE, "config file %.100s, line %d: %.300s", path,
                 config_line_of_node(text, root, where), reason);
        return false;
    }
    return true;
}

bool
config_read(const char *path, const struct command_line *options, cJSON **merchants,
            char error[OPTIONS_ERROR_SIZE])
{
    char *text = read_file(path, error);
    const char *end = text;
    cJSON *root = NULL;
    bool ok = false;

    if (!text)
        return false;
    root = cJSON_ParseWithOpts(text, &end, true);
    if (!cJSON_IsObject(root)) {
        snprintf(error, OPTIONS_ERROR_SIZE, "config file %.150s, line %d: not a JSON object", path,
                 config_line_of(text, !root && end ? end : text));
        goto out;
    }
    ok = take_all(path, text, root, options, error);
    if (ok)
        *merchants = cJSON_DetachItemFromObjectCaseSensitive(root, "merchants");
out:
    cJSON_Delete(root);
    free(text);
    return ok;
}
