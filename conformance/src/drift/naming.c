/* See naming.h. */
#include "drift/naming.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/printable.h"
#include "base/secret.h"
#include "qfpay/datetime.h"

enum { NAMES_MAX = 256, NAMED_MIN = 8, TEXT_MAX = 4096, TIME_LEN = QFPAY_DATETIME_SIZE - 1 };

struct row {
    const char *value;
    size_t len;
    const char *name; /* as written: "${syssn:1}" */
    bool any_case;
};

struct naming {
    const struct kind_table *kinds;
    struct arena *arena;
    const char *spelt; /* all that the fixture says, as JSON */
    struct row rows[NAMES_MAX];
    size_t count;
    size_t numbers[KINDS_MAX]; /* of the last value of each kind */
};

struct naming *
naming_new(const struct kind_table *kinds, const struct suite *suite, const struct test_case *test,
           struct arena *arena)
{
    struct naming *naming = arena_alloc(arena, sizeof *naming);
    const cJSON *step;
    struct text text;

    text_init(&text, arena);
    text_printf(&text, "%s\n", json_print(arena, test->let));
    text_printf(&text, "%s\n", json_print(arena, test->steps));
    cJSON_ArrayForEach(step, test->steps)
    {
        const struct template *base = suite_find_template(suite, json_text(step, "base", ""));

        if (base)
            text_printf(&text, "%s\n", json_print(arena, base->params));
    }
    naming->kinds = kinds;
    naming->arena = arena;
    naming->spelt = text.bytes;
    return naming;
}

static bool
is_spelt(const struct naming *naming, const char *value)
{
    return strstr(naming->spelt, value) != NULL;
}

static bool
knows(const struct naming *naming, const char *value)
{
    size_t i;

    for (i = 0; i < naming->count; i++) {
        if (strcmp(naming->rows[i].value, value) == 0)
            return true;
    }
    return false;
}

/* Longer values come first, so that what contains another is replaced as a whole. */
static void
insert(struct naming *naming, const char *value, const char *name, bool any_case)
{
    size_t len = strlen(value), at = 0;

    if (naming->count == NAMES_MAX)
        return;
    while (at < naming->count && naming->rows[at].len >= len)
        at++;
    memmove(&naming->rows[at + 1], &naming->rows[at],
            (naming->count - at) * sizeof naming->rows[0]);
    naming->count++;
    naming->rows[at].value = arena_dup(naming->arena, value);
    naming->rows[at].len = len;
    naming->rows[at].name = name;
    naming->rows[at].any_case = any_case;
}

void
naming_add(struct naming *naming, const char *value, const char *name)
{
    if (value && value[0] && !knows(naming, value))
        insert(naming, value, arena_printf(naming->arena, "${%s}", name), false);
}

void
naming_add_secret(struct naming *naming, const char *value, const char *name)
{
    if (value && secret_is_hidden(value) && !knows(naming, value))
        insert(naming, value, arena_printf(naming->arena, "${%s}", name), true);
}

/* What a value of no known form looks like, no finer than two random values of one make have in
 * common: the scheme and host of an address, the number of digits, the number of bytes. */
static const char *
shape_of(struct arena *arena, const char *value)
{
    const char *host = strstr(value, "://");
    size_t len = strlen(value), i;
    char *shape;

    if (!host)
        return arena_printf(arena, "%zu %s", len,
                            strspn(value, "0123456789") == len ? "digits" : "bytes");
    len = (size_t)(host - value) + 3 + strcspn(host + 3, "/?#");
    shape = arena_copy(arena, value, len);
    for (i = 0; i < len; i++) {
        if (strchr("${}", shape[i]))
            shape[i] = '_'; /* it stands inside of a name */
    }
    return shape;
}

/* Name a value of a kind: ${syssn:1}, ${chnlsn/uuid:2}, ${syssn/?9 digits:1}. The first form of a
 * kind is its usual one and is not told. */
static void
name_kind(struct naming *naming, const struct kind *kind, const char *value)
{
    const char *form = kind_form_of(kind, value);
    const char *name;
    size_t number;

    if (!form && kind->forms_only)
        return;
    number = ++naming->numbers[kind - naming->kinds->kinds];
    if (!form)
        name = arena_printf(naming->arena, "${%s/?%.80s:%zu}", kind->name,
                            shape_of(naming->arena, value), number);
    else if (form == kind->forms[0].name)
        name = arena_printf(naming->arena, "${%s:%zu}", kind->name, number);
    else
        name = arena_printf(naming->arena, "${%s/%s:%zu}", kind->name, form, number);
    insert(naming, value, name, false);
}

static bool
is_volatile(const struct naming *naming, const char *value)
{
    return value[0] && strlen(value) <= TEXT_MAX && !knows(naming, value) &&
           !is_spelt(naming, value);
}

void
naming_capture(struct naming *naming, const char *value, const char *name)
{
    size_t i;

    if (strlen(value) < NAMED_MIN || !is_volatile(naming, value) ||
        qfpay_datetime_parse(value, strlen(value), QFPAY_SYSTEM_ZONE_MINUTES, NULL) ||
        strstr(naming_text(naming, value, 0), "${"))
        return;
    for (i = 0; i < naming->kinds->kind_count; i++) {
        if (kind_form_of(&naming->kinds->kinds[i], value)) {
            name_kind(naming, &naming->kinds->kinds[i], value);
            return;
        }
    }
    naming_add(naming, value, name);
}

/* The text of a string or a whole number; NULL for the rest. */
static const char *
value_text(struct arena *arena, const cJSON *json)
{
    if (cJSON_IsNumber(json))
        return arena_printf(arena, "%.15g", cJSON_GetNumberValue(json));
    return cJSON_GetStringValue(json);
}

void
naming_learn(struct naming *naming, const cJSON *json)
{
    const struct kind *kind = kinds_find(naming->kinds, json ? json->string : NULL);
    const char *value = kind ? value_text(naming->arena, json) : NULL;
    const cJSON *child;

    if (value && is_volatile(naming, value) && strcmp(value, "0") != 0)
        name_kind(naming, kind, value);
    cJSON_ArrayForEach(child, json) naming_learn(naming, child);
}

/* The longest known value that text begins with; a short one only when it is the whole text. */
static const struct row *
find_at(const struct naming *naming, const char *text, bool whole)
{
    size_t i;

    for (i = 0; i < naming->count; i++) {
        const struct row *row = &naming->rows[i];

        if (row->len < NAMED_MIN && !row->any_case && !(whole && strlen(text) == row->len))
            continue;
        if (row->any_case ? strncasecmp(text, row->value, row->len) == 0
                          : *text == *row->value && strncmp(text, row->value, row->len) == 0)
            return row;
    }
    return NULL;
}

/* "now", "now-1d2h", "now+3s". */
static void
add_time(struct text *text, int64_t distance)
{
    static const struct {
        int64_t seconds;
        char unit;
    } units[] = {{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
    int64_t rest = distance < 0 ? -distance : distance;
    size_t i;

    text_puts(text, distance < 0 ? "${now-" : distance > 0 ? "${now+" : "${now");
    for (i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (rest >= units[i].seconds)
            text_printf(text, "%lld%c", (long long)(rest / units[i].seconds), units[i].unit);
        rest %= units[i].seconds;
    }
    text_putc(text, '}');
}

/* Whether text begins with a time that the fixture does not spell out. */
static bool
is_time_at(const struct naming *naming, const char *text, bool even_spelt, int64_t *instant)
{
    char time[TIME_LEN + 1] = "";

    if (!isdigit((unsigned char)*text) || strnlen(text, TIME_LEN) < TIME_LEN)
        return false;
    memcpy(time, text, TIME_LEN);
    return qfpay_datetime_parse(time, TIME_LEN, QFPAY_SYSTEM_ZONE_MINUTES, instant) &&
           (even_spelt || !is_spelt(naming, time));
}

static const char *
replace(const struct naming *naming, const char *text, int64_t now, bool own_time)
{
    const char *start = text, *end = text + strlen(text);
    struct text out;

    text_init(&out, naming->arena);
    while (*text && out.len < TEXT_MAX) {
        const struct row *row = find_at(naming, text, text == start);
        int64_t instant = 0;

        if (row) {
            text_puts(&out, row->name);
            text += row->len;
        } else if (is_time_at(naming, text, own_time, &instant)) {
            add_time(&out, instant - now);
            text += TIME_LEN;
        } else {
            text_putc(&out, *text++);
        }
    }
    if (*text)
        text_printf(&out, "... (%zu bytes more)", (size_t)(end - text));
    return *text ? printable(naming->arena, out.bytes) : out.bytes;
}

const char *
naming_text(struct naming *naming, const char *text, int64_t now)
{
    return replace(naming, text, now, false);
}

cJSON *
naming_json(struct naming *naming, const cJSON *json, int64_t now)
{
    const char *value = value_text(naming->arena, json);
    bool own_time = kinds_is_time(naming->kinds, json->string);
    cJSON *copy;
    const cJSON *child;

    if (cJSON_IsString(json))
        return cJSON_CreateString(replace(naming, value, now, own_time));
    if (value && kinds_find(naming->kinds, json->string) && knows(naming, value))
        return cJSON_CreateString(
            arena_printf(naming->arena, "number %s", replace(naming, value, now, false)));
    copy = cJSON_Duplicate(json, 0);
    cJSON_ArrayForEach(child, json)
    {
        cJSON *named = naming_json(naming, child, now);

        if (!named || !(cJSON_IsArray(json) ? cJSON_AddItemToArray(copy, named)
                                            : cJSON_AddItemToObject(copy, child->string, named)))
            cJSON_Delete(named);
    }
    return copy;
}
