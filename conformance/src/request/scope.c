/* See scope.h. */
#include "request/scope.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/seed.h"
#include "fixture/variable.h"
#include "qfpay/datetime.h"

enum { EXPANDED_MAX = 2 << 20 };

/* Two processes must differ, and so must two cases of one process. */
static void
make_unique(char unique[UNIQUE_LEN + 1])
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    unsigned char bytes[UNIQUE_LEN];
    size_t i;

    seed_draw(bytes, sizeof bytes);
    for (i = 0; i < UNIQUE_LEN; i++)
        unique[i] = alphabet[bytes[i] % 32];
    unique[UNIQUE_LEN] = '\0';
}

/* From the unique number, so that they are as unique; without 0, because four digits behind 0099 at
 * the end of a code to scan mean something to a sandbox. */
static void
make_digits(const char unique[UNIQUE_LEN + 1], char digits[DIGITS_LEN + 1])
{
    size_t i;

    for (i = 0; i < DIGITS_LEN; i++)
        digits[i] = (char)('1' + (unsigned char)unique[UNIQUE_LEN - 1 - i] % 9);
    digits[DIGITS_LEN] = '\0';
}

void
scope_init(struct scope *scope, struct arena *arena)
{
    memset(scope, 0, sizeof *scope);
    scope->arena = arena;
    make_unique(scope->unique);
    make_digits(scope->unique, scope->digits);
}

void
scope_bind(struct scope *scope, const char *name, const char *value)
{
    size_t i = 0;

    while (i < scope->name_count && strcmp(scope->names[i].name, name) != 0)
        i++;
    if (i == SCOPE_NAMES_MAX) /* the loader bounds the names of a case */
        return;
    if (i == scope->name_count)
        scope->name_count++;
    scope->names[i].name = name;
    scope->names[i].value = value;
}

static const char *
find_bound(const struct scope *scope, const struct variable *variable)
{
    size_t i;

    for (i = 0; i < scope->name_count; i++) {
        if (strlen(scope->names[i].name) == variable->name_len &&
            memcmp(scope->names[i].name, variable->name, variable->name_len) == 0)
            return scope->names[i].value;
    }
    return NULL;
}

static const char *
find_sent(const struct scope *scope, const struct variable *variable)
{
    size_t i;

    for (i = 0; i < scope->sent_count; i++) {
        if (scope->sent[i].name_len == variable->name_len &&
            memcmp(scope->sent[i].name, variable->name, variable->name_len) == 0)
            return scope->sent[i].value;
    }
    return NULL;
}

static const char *
format_time(struct scope *scope, int64_t instant)
{
    char text[QFPAY_DATETIME_SIZE];

    qfpay_datetime_format(instant, QFPAY_SYSTEM_ZONE_MINUTES, text);
    return arena_dup(scope->arena, text);
}

static int64_t
scope_now(const struct scope *scope)
{
    return scope->now ? scope->now(scope->now_context) : (int64_t)time(NULL);
}

static const char *
format_today(struct scope *scope)
{
    const char *now = format_time(scope, scope_now(scope));

    return arena_printf(scope->arena, "%.4s%.2s%.2s", now, now + 5, now + 8);
}

static const char *
repeat(struct scope *scope, const struct variable *variable)
{
    struct text text;
    size_t i;

    text_init(&text, scope->arena);
    for (i = 0; i < variable->times; i++)
        text_add(&text, variable->name, variable->name_len);
    return text.bytes;
}

/* A text with its capitals small and its small letters capital; one without letters has an X
 * behind it, so that it is another text in any case. */
static const char *
swap_letters(struct scope *scope, const char *original)
{
    char *text = arena_dup(scope->arena, original);
    size_t i;

    for (i = 0; text[i]; i++)
        text[i] = (char)(islower((unsigned char)text[i]) ? toupper((unsigned char)text[i])
                                                         : tolower((unsigned char)text[i]));
    return strcmp(text, original) != 0 ? text : arena_printf(scope->arena, "%sX", original);
}

static const char *
of_merchant(struct scope *scope, enum variable_kind kind)
{
    const struct credentials *merchant = scope->merchant;

    if (!merchant)
        return NULL;
    if (kind == VARIABLE_APP_CODE)
        return merchant->app_code;
    if (kind == VARIABLE_APP_CODE_OTHER_CASE)
        return swap_letters(scope, merchant->app_code);
    if (kind == VARIABLE_MCHID)
        return merchant->mchid;
    if (kind == VARIABLE_MCHID_DISABLED)
        return merchant->mchid_disabled;
    if (kind == VARIABLE_MCHID_SECOND)
        return merchant->mchid_second;
    if (kind == VARIABLE_MCHID_OTHER_CASE)
        return merchant->mchid ? swap_letters(scope, merchant->mchid) : NULL;
    return kind == VARIABLE_MCHID_UNCONFIGURED ? merchant->mchid_unconfigured
                                               : merchant->client_key;
}

/* The value of a variable, or NULL. */
static const char *
value_of(struct scope *scope, const struct variable *variable)
{
    switch (variable->kind) {
    case VARIABLE_UNIQUE:
        return scope->unique;
    case VARIABLE_NOW:
        return format_time(scope, duration_add(scope_now(scope), variable->offset));
    case VARIABLE_TODAY:
        return format_today(scope);
    case VARIABLE_MONTH_START:
        return format_time(scope, month_start(scope_now(scope), 0));
    case VARIABLE_MONTH_END:
        return format_time(scope, month_start(scope_now(scope), 1) - 1);
    case VARIABLE_LAST_MONTH_START:
        return format_time(scope, month_start(scope_now(scope), -1));
    case VARIABLE_LAST_MONTH_END:
        return format_time(scope, month_start(scope_now(scope), 0) - 1);
    case VARIABLE_APP_CODE:
    case VARIABLE_APP_CODE_OTHER_CASE:
    case VARIABLE_MCHID:
    case VARIABLE_MCHID_DISABLED:
    case VARIABLE_MCHID_UNCONFIGURED:
    case VARIABLE_MCHID_SECOND:
    case VARIABLE_MCHID_OTHER_CASE:
    case VARIABLE_CLIENT_KEY:
        return of_merchant(scope, variable->kind);
    case VARIABLE_DIGITS:
        return scope->digits;
    case VARIABLE_NOTIFY_URL:
        return scope->notify_url;
    case VARIABLE_N:
        return arena_printf(scope->arena, "%d", scope->n);
    case VARIABLE_SENT:
        return find_sent(scope, variable);
    case VARIABLE_REPEAT:
        return repeat(scope, variable);
    case VARIABLE_NAMED:
        return find_bound(scope, variable);
    }
    return NULL;
}

char *
scope_expand(struct scope *scope, const char *text, const char **problem)
{
    struct text out;
    struct stretch stretch;

    text_init(&out, scope->arena);
    while (*text) {
        const char *value;

        if (!stretch_next(&text, &stretch)) {
            *problem = "a variable cannot be read";
            return NULL;
        }
        text_add(&out, stretch.literal, stretch.literal_len);
        if (!stretch.has_variable)
            continue;
        value = value_of(scope, &stretch.variable);
        if (!value && scope->lenient) {
            text_printf(&out, "${%.*s}", (int)stretch.variable.name_len, stretch.variable.name);
            continue;
        }
        if (!value || out.len + strlen(value) > EXPANDED_MAX) {
            *problem = arena_printf(scope->arena, "${%.*s} has no value here",
                                    (int)stretch.variable.name_len, stretch.variable.name);
            return NULL;
        }
        text_puts(&out, value);
    }
    return out.bytes;
}
