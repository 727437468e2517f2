/* See json.h. */
#include "base/json.h"

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

int64_t
json_number(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    double value = cJSON_IsNumber(item) ? item->valuedouble : 0;

    return value > -NUMBER_MAX && value < NUMBER_MAX ? (int64_t)value : 0;
}

const char *
json_join(struct arena *arena, const cJSON *texts, const char *separator)
{
    const char *joined = cJSON_GetStringValue(texts);
    const cJSON *element;

    cJSON_ArrayForEach(element, texts)
    {
        joined = joined ? arena_format(arena, "%s%s%s", joined, separator, element->valuestring)
                        : element->valuestring;
    }
    return joined;
}
