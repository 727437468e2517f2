/* What is said of a value that does not fit. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/printable.h"
#include "qfpay/near.h"
#include "schema/node.h"

enum { TYPES = 7 };

/* A number beyond those that a double holds exactly may be another one than was written. */
static bool
is_whole(double number)
{
    static const double exact = 9007199254740992.0;

    return number >= -exact && number <= exact && (double)(long long)number == number;
}

enum value_type
schema_type_of(const cJSON *value)
{
    if (cJSON_IsNumber(value))
        return is_whole(value->valuedouble) ? VALUE_INTEGER : VALUE_FRACTION;
    if (cJSON_IsString(value))
        return VALUE_STRING;
    if (cJSON_IsBool(value))
        return VALUE_BOOLEAN;
    if (cJSON_IsObject(value))
        return VALUE_OBJECT;
    return cJSON_IsArray(value) ? VALUE_ARRAY : VALUE_NULL;
}

/* " of 2 to 64 elements", " from 2 to 64" where nothing is counted. */
static const char *
range_words(struct arena *arena, struct schema_range range, const char *counted)
{
    bool has_min = range.min > -INFINITY, has_max = range.max < INFINITY;
    double last = has_max ? range.max : range.min;
    const char *unit = !counted ? "" : arena_printf(arena, " %s%s", counted, last == 1 ? "" : "s");

    if (!has_min && !has_max)
        return "";
    if (counted && range.min == 1 && !has_max)
        return " that is not empty";
    if (has_min && has_max && range.min == range.max)
        return arena_printf(arena, " of %.17g%s", last, unit);
    if (has_min && has_max)
        return arena_printf(arena, " %s %.17g to %.17g%s", counted ? "of" : "from", range.min,
                            range.max, unit);
    return arena_printf(arena, " of at %s %.17g%s", has_min ? "least" : "most", last, unit);
}

static const char *
type_words(struct arena *arena, const struct schema *schema, enum value_type type)
{
    switch (type) {
    case VALUE_NULL:
        return "null";
    case VALUE_BOOLEAN:
        return "true or false";
    case VALUE_INTEGER:
        return arena_printf(arena, "a whole number%s", range_words(arena, schema->number, NULL));
    case VALUE_FRACTION:
        return "a number";
    case VALUE_STRING:
        return arena_printf(arena, "a text%s", range_words(arena, schema->length, "character"));
    case VALUE_ARRAY:
        return arena_printf(arena, "a list%s", range_words(arena, schema->items_count, "element"));
    default:
        return arena_printf(arena, "an object%s",
                            range_words(arena, schema->member_count, "member"));
    }
}

static void
add_types(struct text *text, const struct schema *schema, unsigned types)
{
    int i;

    for (i = 0; i < TYPES; i++) {
        if (types & 1u << i)
            text_printf(text, "%s%s", text->len ? " or " : "",
                        type_words(text->arena, schema, (enum value_type)(1u << i)));
    }
}

static void
add_json(struct text *text, const cJSON *value)
{
    const char *printed = json_print(text->arena, value);

    printable_add_short(text, printed, strlen(printed), SHOWN_MAX);
}

/* What a value must be. */
static const char *
described(struct arena *arena, const struct schema *schema, const cJSON *value)
{
    struct text text;
    const cJSON *word;

    if (schema->title)
        return schema->title;
    text_init(&text, arena);
    if (schema->constant)
        add_json(&text, schema->constant);
    cJSON_ArrayForEach(word, schema->words)
    {
        text_puts(&text, text.len ? " " : "one of: ");
        text_puts(&text, cJSON_IsString(word) ? word->valuestring : "?");
    }
    if (text.len == 0 && schema->pattern)
        text_printf(&text, "a text that matches %s", schema->pattern->text);
    if (text.len == 0)
        add_types(&text, schema, schema->types ? schema->types : schema_type_of(value));
    return text.bytes;
}

const char *
schema_unknown(struct arena *arena, const struct schema *schema, const char *key)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;
    size_t i;

    qfpay_near_begin(&near, key);
    for (i = 0; i < schema->properties.count; i++)
        qfpay_near_offer(&near, schema->properties.list[i].name);
    return arena_printf(arena, "is not a known key%s", qfpay_near_hint(&near, hint, ""));
}

/* The word that may have been meant. */
static void
add_hint(struct text *text, const cJSON *words, const char *wrong)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;
    const cJSON *word;

    qfpay_near_begin(&near, wrong);
    cJSON_ArrayForEach(word, words)
    {
        if (cJSON_IsString(word))
            qfpay_near_offer(&near, word->valuestring);
    }
    text_puts(text, qfpay_near_hint(&near, hint, ""));
}

const char *
schema_expected(struct arena *arena, const struct schema *schema, const cJSON *value)
{
    enum value_type type = schema_type_of(value);
    bool is_of_type = !schema->words && !schema->constant &&
                      (!schema->types || schema->types & type);
    struct text text;

    text_init(&text, arena);
    text_printf(&text, "must be %s", described(arena, schema, value));
    if (!(type & (VALUE_ARRAY | VALUE_OBJECT))) {
        text_puts(&text, ", not ");
        add_json(&text, value);
    } else if (!is_of_type) {
        text_printf(&text, ", not %s", type == VALUE_ARRAY ? "a list" : "an object");
    }
    if (cJSON_IsString(value))
        add_hint(&text, schema->words, value->valuestring);
    return text.bytes;
}
