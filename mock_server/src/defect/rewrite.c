/* See rewrite.h: one walk over the body, and one function for each form of a text in it. */
#include "defect/rewrite.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/json_text.h"

/* A text on its way from one form to the other. */
struct copy {
    const char *from;
    char *to;
};

/* A rewriting of one JSON text, from its first quotation mark to its last. */
typedef void rewrites(struct copy *copy);

/* Behind the closing quotation mark of the text that begins here. */
static const char *
text_end(const char *at)
{
    for (at++; *at != '"' && *at != '\0'; at++)
        at += *at == '\\' && at[1] != '\0';
    return *at == '\0' ? at : at + 1;
}

static void
put(struct copy *copy, const char *bytes, size_t len)
{
    memcpy(copy->to, bytes, len);
    copy->to += len;
}

static void
keep(struct copy *copy)
{
    const char *end = text_end(copy->from);

    put(copy, copy->from, (size_t)(end - copy->from));
    copy->from = end;
}

/* Of the escape that a text begins with, or -1. */
static long
escaped_unit(const char *at)
{
    return json_escaped_unit(at, strnlen(at, JSON_ESCAPE_LEN));
}

static void
unescape(struct copy *copy)
{
    const char *end = text_end(copy->from);

    while (copy->from < end) {
        long unit = escaped_unit(copy->from);
        long low = unit >= 0xd800 && unit < 0xdc00 ? escaped_unit(copy->from + 6) : -1;

        if (unit < 0x80) {
            size_t len = copy->from[0] == '\\' ? 2 : 1;

            put(copy, copy->from, len);
            copy->from += len;
            continue;
        }
        if (low >= 0)
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        copy->to += json_put_utf8(copy->to, (unsigned long)unit);
        copy->from += low >= 0 ? 12 : 6;
    }
}

static void
escape_in_capitals(struct copy *copy)
{
    const char *end = text_end(copy->from);

    while (copy->from < end) {
        long unit = escaped_unit(copy->from);

        if (unit >= 0) {
            copy->to += snprintf(copy->to, 7, "\\u%04lX", (unsigned long)unit);
            copy->from += 6;
        } else {
            size_t len = copy->from[0] == '\\' ? 2 : 1;

            put(copy, copy->from, len);
            copy->from += len;
        }
    }
}

/* A text that ends with a code in parentheses ends before them. */
static void
lose_code(struct copy *copy)
{
    const char *begin = copy->from;
    const char *code;

    keep(copy);
    code = copy->from - strlen("(1104)\"");
    if (code <= begin || copy->from[-2] != ')' || *code != '(' ||
        strspn(code + 1, "0123456789") != 4)
        return;
    copy->to -= strlen("(1104)\"");
    *copy->to++ = '"';
}

/* A value of digits loses its quotation marks; a key keeps them. */
static void
unquote_digits(struct copy *copy)
{
    const char *end = text_end(copy->from);
    size_t digits = strspn(copy->from + 1, "0123456789");
    bool is_number = copy->from + digits + 2 == end && digits > 0 && digits < 12 &&
                     (copy->from[1] != '0' || digits == 1);

    if (*end == ':' || !is_number)
        keep(copy);
    else
        put(copy, copy->from + 1, digits);
    copy->from = end;
}

static void
empty_as_null(struct copy *copy)
{
    const char *end = text_end(copy->from);

    if (end - copy->from == 2 && *end != ':')
        put(copy, "null", 4);
    else
        keep(copy);
    copy->from = end;
}

/* Copy a body, its texts rewritten. */
static const char *
rewrite(struct arena *arena, const char *body, size_t *len, rewrites *text)
{
    char *start = arena_alloc(arena, 2 * *len + 1);
    struct copy copy = {body, start};

    if (!start)
        return NULL;
    while (copy.from < body + *len) {
        if (*copy.from == '"')
            text(&copy);
        else
            *copy.to++ = *copy.from++;
    }
    *copy.to = '\0';
    *len = (size_t)(copy.to - start);
    return start;
}

const char *
rewrite_compact(struct arena *arena, const char *body, size_t *len)
{
    char *text = json_respace(arena, body, &json_compact);

    *len = text ? strlen(text) : 0;
    return text;
}

const char *
rewrite_raw_utf8(struct arena *arena, const char *body, size_t *len)
{
    return rewrite(arena, body, len, unescape);
}

const char *
rewrite_upper_escapes(struct arena *arena, const char *body, size_t *len)
{
    return rewrite(arena, body, len, escape_in_capitals);
}

const char *
rewrite_numbers(struct arena *arena, const char *body, size_t *len)
{
    return rewrite(arena, body, len, unquote_digits);
}

const char *
rewrite_nulls(struct arena *arena, const char *body, size_t *len)
{
    return rewrite(arena, body, len, empty_as_null);
}

const char *
rewrite_without_codes(struct arena *arena, const char *body, size_t *len)
{
    return rewrite(arena, body, len, lose_code);
}
