/* See schema.h: a document against the nodes. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/printable.h"
#include "schema/node.h"

/* Of schemas within each other, not of the document: three or so for each level of it. */
enum { DEPTH_MAX = 400 };

struct check {
    struct arena *arena;
    struct schema_hearer *hearer;
    size_t heard;
    int depth;
    int quiet; /* within a question whose answer is no problem */
};

static bool fits(struct check *check, const struct schema *schema, const struct spot *spot,
                 const cJSON *value);

const char *
spot_text(struct arena *arena, const struct spot *spot)
{
    const char *up = spot->up ? spot_text(arena, spot->up) : NULL;

    if (!up)
        return "$";
    return spot->key ? arena_printf(arena, "%s.%s", up, printable(arena, spot->key))
                     : arena_printf(arena, "%s[%d]", up, spot->index);
}

/* Say that something does not fit; false, for who returns it. */
static bool
say(struct check *check, const struct spot *spot, const char *words)
{
    if (!check->quiet && check->heard < check->hearer->most) {
        check->heard++;
        check->hearer->hear(check->hearer->context, spot, words);
    }
    return false;
}

/* Nobody hears of more. */
static bool
is_over(const struct check *check)
{
    return check->heard == check->hearer->most;
}

static bool
is_within(double number, struct schema_range range)
{
    return number >= range.min && number <= range.max;
}

static bool
say_expected(struct check *check, const struct schema *schema, const struct spot *spot,
             const cJSON *value)
{
    return !check->quiet && !is_over(check) &&
           say(check, spot, schema_expected(check->arena, schema, value));
}

static bool
is_among(const cJSON *words, const cJSON *value)
{
    const cJSON *word;

    cJSON_ArrayForEach(word, words)
    {
        if (cJSON_IsString(word) && cJSON_IsString(value)
                ? strcmp(word->valuestring, value->valuestring) == 0
                : cJSON_Compare(word, value, true))
            return true;
    }
    return false;
}

/* In characters, as JSON Schema counts. */
static double
length_of(const char *text)
{
    size_t length = 0;

    for (; *text; text++)
        length += ((unsigned char)*text & 0xC0) != 0x80;
    return (double)length;
}

static bool
is_text_right(const struct check *check, const struct schema *schema, const char *text)
{
    if ((schema->length.min > 1 || schema->length.max < INFINITY) &&
        !is_within(length_of(text), schema->length))
        return false;
    if (schema->length.min == 1 && !text[0])
        return false;
    if (schema->pattern &&
        pattern_try(schema->pattern->compiled, text, &(size_t){SIZE_MAX}) != PATTERN_MATCHES)
        return false;
    return !schema->format || schema->format->holds(check->hearer->context, text);
}

/* What can be said of a value without looking into it. */
static bool
is_right_kind(const struct check *check, const struct schema *schema, const cJSON *value)
{
    enum value_type type = schema_type_of(value);

    if (schema->never || (schema->types && !(schema->types & type)))
        return false;
    if (schema->constant && !cJSON_Compare(schema->constant, value, true))
        return false;
    if (schema->words && !is_among(schema->words, value))
        return false;
    switch (type) {
    case VALUE_INTEGER:
    case VALUE_FRACTION:
        return is_within(value->valuedouble, schema->number);
    case VALUE_STRING:
        return is_text_right(check, schema, value->valuestring);
    case VALUE_ARRAY:
        return is_within(cJSON_GetArraySize(value), schema->items_count);
    case VALUE_OBJECT:
        return is_within(cJSON_GetArraySize(value), schema->member_count);
    default:
        return true;
    }
}

/* Whether a value fits, without a word about it. */
static bool
would_fit(struct check *check, const struct schema *schema, const struct spot *spot,
          const cJSON *value)
{
    bool good;

    check->quiet++;
    good = fits(check, schema, spot, value);
    check->quiet--;
    return good;
}

static size_t
count_fitting(struct check *check, const struct schema_members *list, const struct spot *spot,
              const cJSON *value)
{
    size_t i, count = 0;

    for (i = 0; i < list->count; i++)
        count += would_fit(check, list->list[i].schema, spot, value);
    return count;
}

static bool
is_right_choice(struct check *check, const struct schema *schema, const struct spot *spot,
                const cJSON *value)
{
    if (schema->forbidden && would_fit(check, schema->forbidden, spot, value))
        return false;
    if (schema->any.count && !count_fitting(check, &schema->any, spot, value))
        return false;
    return !schema->one.count || count_fitting(check, &schema->one, spot, value) == 1;
}

static bool
has_required(struct check *check, const struct schema *schema, const struct spot *spot,
             const cJSON *value)
{
    const cJSON *name;
    bool good = true;

    cJSON_ArrayForEach(name, schema->required)
    {
        if (!cJSON_IsObject(value) || cJSON_GetObjectItemCaseSensitive(value, name->valuestring))
            continue;
        good = false;
        if (check->quiet)
            break;
        say(check, spot,
            arena_printf(check->arena, "has no %s%s%s", name->valuestring,
                         schema->title && !schema->types ? ", but must be " : "",
                         schema->title && !schema->types ? schema->title : ""));
    }
    return good;
}

/* A member that "properties" does not list. */
static bool
fits_additional(struct check *check, const struct schema *schema, const struct spot *spot,
                const cJSON *member)
{
    if (!schema->additional)
        return true;
    if (!schema->additional->never)
        return fits(check, schema->additional, spot, member);
    if (check->quiet || is_over(check))
        return false;
    check->hearer->unknown_key = true;
    return say(check, spot, schema_unknown(check->arena, schema, member->string));
}

/* One bit of *seen for each of the properties. */
static bool
fits_member(struct check *check, const struct schema *schema, const struct spot *spot,
            const cJSON *member, uint64_t *seen)
{
    const struct schema_member *properties = schema->properties.list;
    bool good = true, again;
    size_t i = 0;

    if (schema->names) {
        char *text = member->string;
        const cJSON name = {.type = cJSON_String, .valuestring = text};

        good = fits(check, schema->names, spot, &name);
    }
    while (i < schema->properties.count && (properties[i].name[0] != member->string[0] ||
                                            strcmp(properties[i].name, member->string) != 0))
        i++;
    if (i == schema->properties.count)
        return fits_additional(check, schema, spot, member) && good;
    /* JSON does not forbid it, but everybody reads something else then. */
    again = *seen >> i & 1;
    *seen |= (uint64_t)1 << i;
    return again ? say(check, spot, "is there twice")
                 : fits(check, properties[i].schema, spot, member) && good;
}

static bool
fits_members(struct check *check, const struct schema *schema, const struct spot *spot,
             const cJSON *object)
{
    const cJSON *member;
    uint64_t seen = 0;
    bool good = true;
    size_t i;

    if (schema->properties.count || schema->additional || schema->names) {
        cJSON_ArrayForEach(member, object)
        {
            const struct spot inner = {spot, member->string, 0};

            good = fits_member(check, schema, &inner, member, &seen) && good;
            if (!good && (check->quiet || is_over(check)))
                return false;
        }
    }
    for (i = 0; i < schema->dependents.count; i++) {
        const struct schema_member *dependent = &schema->dependents.list[i];

        if (cJSON_GetObjectItemCaseSensitive(object, dependent->name))
            good = fits(check, dependent->schema, spot, object) && good;
    }
    return good;
}

static int
by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Texts alone: of other values no schema of ours asks it. */
static bool
has_distinct_items(struct check *check, const struct spot *spot, const cJSON *array)
{
    const char **texts = arena_alloc(check->arena,
                                     ((size_t)cJSON_GetArraySize(array) + 1) * sizeof *texts);
    const cJSON *element;
    size_t count = 0, i;
    bool good = true;

    cJSON_ArrayForEach(element, array)
    {
        if (cJSON_IsString(element))
            texts[count++] = element->valuestring;
    }
    qsort(texts, count, sizeof *texts, by_text);
    for (i = 1; good && i < count; i++) {
        if (strcmp(texts[i - 1], texts[i]) == 0)
            good = say(
                check, spot,
                arena_printf(check->arena, "has \"%s\" twice",
                             printable_short(check->arena, texts[i], strlen(texts[i]), SHOWN_MAX)));
    }
    return good;
}

static bool
fits_items(struct check *check, const struct schema *schema, const struct spot *spot,
           const cJSON *array)
{
    const cJSON *element;
    bool good = true;
    int index = 0;

    cJSON_ArrayForEach(element, array)
    {
        const struct spot inner = {spot, NULL, index++};

        good = (!schema->items || fits(check, schema->items, &inner, element)) && good;
        if (!good && (check->quiet || is_over(check)))
            return false;
    }
    if (schema->has_distinct_items && index > 1)
        good = has_distinct_items(check, spot, array) && good;
    return good;
}

/* What other schemas say of the same value. */
static bool
fits_others(struct check *check, const struct schema *schema, const struct spot *spot,
            const cJSON *value)
{
    const struct schema *branch = NULL;
    bool good = true;
    size_t i;

    if (schema->ref)
        good = fits(check, schema->ref, spot, value);
    for (i = 0; i < schema->all.count && (good || !check->quiet); i++)
        good = fits(check, schema->all.list[i].schema, spot, value) && good;
    if (schema->condition && (good || !check->quiet))
        branch = would_fit(check, schema->condition, spot, value) ? schema->then
                                                                  : schema->otherwise;
    return (!branch || fits(check, branch, spot, value)) && good;
}

static bool
fits_here(struct check *check, const struct schema *schema, const struct spot *spot,
          const cJSON *value)
{
    bool good;

    if (!is_right_kind(check, schema, value) || !is_right_choice(check, schema, spot, value))
        return say_expected(check, schema, spot, value);
    good = has_required(check, schema, spot, value);
    if (cJSON_IsObject(value) && (good || !check->quiet))
        good = fits_members(check, schema, spot, value) && good;
    if (cJSON_IsArray(value) && (good || !check->quiet))
        good = fits_items(check, schema, spot, value) && good;
    if (good || !check->quiet)
        good = fits_others(check, schema, spot, value) && good;
    return good;
}

static bool
fits(struct check *check, const struct schema *schema, const struct spot *spot, const cJSON *value)
{
    bool good;

    if (check->depth == DEPTH_MAX)
        return say(check, spot, "is nested too deeply");
    check->depth++;
    good = fits_here(check, schema, spot, value);
    check->depth--;
    return good;
}

bool
schema_check(const struct schema *schema, struct arena *arena, const cJSON *document,
             struct schema_hearer *hearer)
{
    const struct spot root = {NULL, NULL, 0};
    struct check check = {.arena = arena, .hearer = hearer};

    return fits(&check, schema, &root, document);
}
