/* See config_file.h. */
#include "start/config_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/read_whole.h"
#include "start/config_line.h"
#include "start/config_merchants.h"

enum { CONFIG_MAX = 1024 * 1024, LIST_MAX = 2048 };

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

/* An array of texts is one text with commas between them. */
static bool
take_array(const cJSON *array, struct command_line *options, char reason[OPTIONS_ERROR_SIZE])
{
    char value[LIST_MAX] = "";
    size_t len = 0;
    const cJSON *item;

    cJSON_ArrayForEach(item, array)
    {
        const char *text = cJSON_GetStringValue(item);

        if (!text || len + strlen(text) + 2 > sizeof value)
            return options_wrong(reason,
                                 "option \"%.60s\" must have strings, of %d characters in all",
                                 array->string, LIST_MAX);
        len += (size_t)snprintf(value + len, sizeof value - len, "%s%s", text,
                                item->next ? "," : "");
    }
    return options_read_member(options, array->string, value, reason);
}

static bool
take_member(const cJSON *member, struct command_line *options, char reason[OPTIONS_ERROR_SIZE])
{
    char number[32];
    const char *value = number;

    if (cJSON_IsArray(member))
        return take_array(member, options, reason);
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

/* One top-level member. false: with the reason. */
static bool
take_one(const cJSON *root, const cJSON *member, struct command_line *options,
         char reason[OPTIONS_ERROR_SIZE])
{
    if (cJSON_GetObjectItemCaseSensitive(root, member->string) != member) {
        snprintf(reason, OPTIONS_ERROR_SIZE, "\"%.60s\" is there twice", member->string);
        return false;
    }
    if (strcmp(member->string, "merchants") != 0)
        return take_member(member, options, reason);
    if (cJSON_IsArray(member))
        return true;
    snprintf(reason, OPTIONS_ERROR_SIZE, "\"merchants\" must be an array");
    return false;
}

static bool
blame(const struct config_file *file, const cJSON *where, const char *reason,
      char error[OPTIONS_ERROR_SIZE])
{
    return options_wrong(error, "config file %.100s, line %d: %.300s", file->path,
                         config_line_of_node(file->text, file->root, where), reason);
}

bool
config_read(struct config_file *file, const char *path, struct command_line *options,
            char error[OPTIONS_ERROR_SIZE])
{
    const char *end = NULL;
    const cJSON *member;

    if (path[0] == '\0')
        return true;
    *file = (struct config_file){.path = path, .text = read_file(path, error)};
    if (!file->text)
        return false;
    file->root = cJSON_ParseWithOpts(file->text, &end, true);
    if (!cJSON_IsObject(file->root))
        return options_wrong(error, "config file %.150s, line %d: not a JSON object", path,
                             config_line_of(file->text, !file->root && end ? end : file->text));
    cJSON_ArrayForEach(member, file->root)
    {
        char reason[OPTIONS_ERROR_SIZE] = "";

        if (!take_one(file->root, member, options, reason))
            return blame(file, member, reason, error);
    }
    return true;
}

bool
config_take_merchants(struct config_file *file, const struct notify_hosts *hosts, cJSON **merchants,
                      char error[OPTIONS_ERROR_SIZE])
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(file->root, "merchants");
    char reason[OPTIONS_ERROR_SIZE] = "";
    const cJSON *where = NULL;

    if (found && !config_check_merchants(found, hosts, &where, reason))
        return blame(file, where, reason, error);
    *merchants = cJSON_DetachItemFromObjectCaseSensitive(file->root, "merchants");
    return true;
}

void
config_close(struct config_file *file)
{
    cJSON_Delete(file->root);
    free(file->text);
    *file = (struct config_file){.path = NULL};
}
