/* See kinds.h. */
#include "drift/kinds.h"

#include <string.h>

#include "base/json.h"
#include "base/json_file.h"
#include "fixture/form.h"
#include "qfpay/wire.h"

static size_t
read_texts(const cJSON *list, const char **texts)
{
    const cJSON *text;
    size_t count = 0;

    cJSON_ArrayForEach(text, list) texts[count++] = text->valuestring;
    return count;
}

static void
free_pattern(void *pattern)
{
    pattern_free(pattern);
}

static void
read_kind(struct arena *arena, const cJSON *json, struct kind *kind)
{
    const cJSON *form;
    char error[PATTERN_ERROR_SIZE];

    kind->name = json_text(json, "name", "");
    kind->key_count = read_texts(cJSON_GetObjectItemCaseSensitive(json, "keys"), kind->keys);
    kind->forms_only = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "forms_only"));
    cJSON_ArrayForEach(form, cJSON_GetObjectItemCaseSensitive(json, "forms"))
    {
        struct kind_form *row = &kind->forms[kind->form_count];

        row->name = form->string;
        row->pattern = pattern_new(form->valuestring, error);
        if (!row->pattern)
            continue; /* the checker has read it before: only memory can lack */
        arena_defer(arena, free_pattern, row->pattern);
        kind->form_count++;
    }
}

static void
read_table(struct arena *arena, const cJSON *json, struct kind_table *table)
{
    const cJSON *kind;

    table->time_tolerance_s =
        cJSON_GetObjectItemCaseSensitive(json, "time_tolerance_seconds")->valueint;
    table->time_count = read_texts(cJSON_GetObjectItemCaseSensitive(json, "times"), table->times);
    table->header_count = read_texts(cJSON_GetObjectItemCaseSensitive(json, "headers"),
                                     table->headers);
    cJSON_ArrayForEach(kind, cJSON_GetObjectItemCaseSensitive(json, "kinds"))
        read_kind(arena, kind, &table->kinds[table->kind_count++]);
}

const struct kind_table *
kinds_load(const struct suite *suite, struct arena *arena, FILE *problems_to)
{
    struct suite checked = *suite;
    struct kind_table *table = arena_alloc(arena, sizeof *table);
    const char *problem = "";
    const cJSON *json;

    checked.arena = arena;
    checked.problem_count = 0;
    checked.problems_to = problems_to;
    json = json_file_read(arena, arena_printf(arena, "%s/volatile.json", suite->folder),
                          QFPAY_WIRE_MAX, &problem);
    if (!json)
        suite_problem(&checked, "volatile.json", "%s", problem);
    if (!json || !form_holds(&checked, "volatile", "volatile.json", json))
        return NULL;
    read_table(arena, json, table);
    return table;
}

static bool
has(const char *const *texts, size_t count, const char *text)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (strcmp(texts[i], text) == 0)
            return true;
    }
    return false;
}

const struct kind *
kinds_find(const struct kind_table *table, const char *key)
{
    size_t i;

    for (i = 0; key && i < table->kind_count; i++) {
        if (has(table->kinds[i].keys, table->kinds[i].key_count, key))
            return &table->kinds[i];
    }
    return NULL;
}

bool
kinds_is_time(const struct kind_table *table, const char *key)
{
    return key && has(table->times, table->time_count, key);
}

const char *
kind_form_of(const struct kind *kind, const char *value)
{
    size_t i;

    for (i = 0; i < kind->form_count; i++) {
        if (pattern_try(kind->forms[i].pattern, value, &(size_t){SIZE_MAX}) == PATTERN_MATCHES)
            return kind->forms[i].name;
    }
    return NULL;
}
