/* See json.h. */
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

/* A double holds no whole number beyond that exactly, and not each fits an int64_t. */
#define NUMBER_MAX 9007199254740992.0

static void
delete_json(void *json)
{
    cJSON_Delete(json);
}

void
json_keep(struct arena *arena, cJSON *json)
{
    arena_defer(arena, delete_json, json);
}

const char *
json_text(const cJSON *object, const char *key, const char *fallback)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

    return cJSON_IsString(item) ? item->valuestring : fallback;
}

bool
json_has(const cJSON *texts, const char *text)
{
    const cJSON *one;

    JSON_EACH(one, texts)
    {
        if (cJSON_IsString(one) && strcmp(one->valuestring, text) == 0)
            return true;
    }
    return false;
}

int64_t
json_number(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    double value = cJSON_IsNumber(item) ? item->valuedouble : 0;

    return value > -NUMBER_MAX && value < NUMBER_MAX ? (int64_t)value : 0;
}

const cJSON *
path_find(const cJSON *object, const char *path)
{
    while (object && *path) {
        char key[128];
        size_t len = strcspn(path, ".");

        if (len >= sizeof key)
            return NULL;
        memcpy(key, path, len);
        key[len] = '\0';
        if (cJSON_IsArray(object))
            object = key[strspn(key, "0123456789")] == '\0' && len && len < 7
                         ? cJSON_GetArrayItem(object, (int)strtol(key, NULL, 10))
                         : NULL;
        else
            object = cJSON_GetObjectItemCaseSensitive(object, key);
        path += len + (path[len] == '.');
    }
    return object;
}

/* The shortest text that means this number: 0.1, not 0.10000000000000001. */
static const char *
shortest(struct arena *arena, double number)
{
    const char *text = arena_printf(arena, "%.15g", number);

    return strtod(text, NULL) == number ? text : arena_printf(arena, "%.17g", number);
}

const char *
scalar_text(struct arena *arena, const cJSON *value)
{
    if (cJSON_IsString(value))
        return value->valuestring;
    if (cJSON_IsBool(value))
        return cJSON_IsTrue(value) ? "true" : "false";
    if (!cJSON_IsNumber(value))
        return NULL;
    if (value->valuedouble > -1e15 && value->valuedouble < 1e15 &&
        value->valuedouble == (double)(long long)value->valuedouble)
        return arena_printf(arena, "%lld", (long long)value->valuedouble);
    return shortest(arena, value->valuedouble);
}

char *
json_print(struct arena *arena, const cJSON *json)
{
    char *printed = cJSON_PrintUnformatted(json);
    char *copy = arena_dup(arena, printed ? printed : "");

    cJSON_free(printed);
    return copy;
}

const char *
json_join(struct arena *arena, const cJSON *texts, const char *separator)
{
    const char *joined = NULL;
    const cJSON *element;

    JSON_EACH(element, texts)
    {
        joined = joined ? arena_printf(arena, "%s%s%s", joined, separator, element->valuestring)
                        : element->valuestring;
    }
    return joined;
}
