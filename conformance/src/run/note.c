/* See note.h. */
#include "run/note.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/printable.h"
#include "base/secret.h"

enum { SHOWN_MAX = 1200 };

static int
hex_value(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

/* The value of two hexadecimal digits; -1 when they are none. */
static int
hex_byte(const char *at, const char *end)
{
    if (end - at < 2 || !isxdigit((unsigned char)at[0]) || !isxdigit((unsigned char)at[1]))
        return -1;
    return hex_value(at[0]) * 16 + hex_value(at[1]);
}

enum notation { AS_IT_IS, IN_A_FORM, IN_JSON, NOTATION_COUNT };

/* The byte that is written at `at`, and how many bytes that takes: %2B and + in a form, \u002b and
 * \/ in JSON. */
static size_t
read_byte(const char *at, const char *end, enum notation notation, int *byte)
{
    int hex = -1;

    *byte = (unsigned char)*at;
    if (notation == IN_A_FORM && *at == '%')
        hex = hex_byte(at + 1, end);
    else if (notation == IN_JSON && end - at >= 6 && memcmp(at, "\\u00", 4) == 0)
        hex = hex_byte(at + 4, end);
    if (hex >= 0) {
        *byte = hex;
        return *at == '%' ? 3 : 6;
    }
    if (notation == IN_A_FORM && *at == '+')
        *byte = ' ';
    if (notation != IN_JSON || *at != '\\' || end - at < 2)
        return 1;
    *byte = (unsigned char)at[1];
    return 2;
}

/* How many bytes spell the key, in letters of any case; 0 when it does not stand there. */
static size_t
spelt_len(const char *at, const char *end, const char *key, enum notation notation)
{
    const char *start = at;
    int byte = 0;

    for (; *key; key++) {
        if (at >= end)
            return 0;
        at += read_byte(at, end, notation, &byte);
        if (tolower(byte) != tolower((unsigned char)*key))
            return 0;
    }
    return (size_t)(at - start);
}

/* The length of the longest client key that stands here in any notation, or 0. */
static size_t
key_len(const struct world *world, const char *at, const char *end)
{
    size_t i, longest = 0;
    int notation;

    for (i = 0; i < 2 * (size_t)ROLE_COUNT; i++) {
        const struct credentials *owner = &world->members[i / 2].credentials;
        const char *key;

        if (i % 2 && world->target)
            owner = &world->target->given[i / 2];
        key = owner->client_key ? owner->client_key : "";
        for (notation = AS_IT_IS; secret_is_hidden(key) && notation < NOTATION_COUNT; notation++) {
            size_t len = spelt_len(at, end, key, (enum notation)notation);

            longest = len > longest ? len : longest;
        }
    }
    return longest;
}

/* The first SHOWN_MAX bytes. What quotes a client key must not spread it further; masked before it
 * is cut, so that none is cut in two. */
static void
add_shown(struct text *text, const struct world *world, const char *bytes, size_t len)
{
    const char *end = bytes + len, *limit = bytes + (len < SHOWN_MAX ? len : SHOWN_MAX);
    const char *from = bytes, *at = bytes;

    while (at < limit) {
        size_t secret = key_len(world, at, end);

        if (secret) {
            printable_add(text, from, (size_t)(at - from));
            text_puts(text, "(client key)");
            from = at + secret;
        }
        at += secret ? secret : 1;
    }
    if (from < limit)
        printable_add(text, from, (size_t)(limit - from));
    if (len > SHOWN_MAX)
        text_printf(text, "... (%zu bytes)", len);
}

static void
add_header(struct text *text, const struct world *world, const char *name, const char *value)
{
    bool secret = strcasecmp(name, "X-QF-SIGN") == 0 || strcasecmp(name, "Authorization") == 0;

    text_printf(text, "\n%s: ", name);
    if (secret)
        text_printf(text, "(%zu characters)", strlen(value));
    else
        add_shown(text, world, value, strlen(value));
}

const char *
note_request(struct arena *arena, const struct outgoing *outgoing, const struct world *world)
{
    struct text text;
    size_t i;

    text_init(&text, arena);
    text_printf(&text, "%s ", outgoing->method);
    add_shown(&text, world, outgoing->path, strlen(outgoing->path));
    for (i = 0; i < outgoing->header_count; i++)
        add_header(&text, world, outgoing->headers[i].name, outgoing->headers[i].value);
    if (outgoing->body_len) {
        text_puts(&text, "\n");
        add_shown(&text, world, outgoing->body, outgoing->body_len);
    }
    return text.bytes;
}

const char *
note_reply(struct arena *arena, const struct reply *reply, const struct world *world)
{
    static const char *const telling[] = {"X-QFMock-Requirement", "X-QFMock-Diagnosis",
                                          "X-QFMock-Advice"};
    struct text text;
    size_t i;

    if (!reply->answered)
        return arena_printf(arena, "none: %s", reply->problem);
    text_init(&text, arena);
    text_printf(&text, "HTTP %d", reply->http);
    for (i = 0; i < sizeof telling / sizeof telling[0]; i++) {
        const char *value = qfpay_response_header(&reply->raw, telling[i]);

        if (value)
            add_header(&text, world, telling[i], value);
    }
    if (reply->raw.body_len) {
        text_puts(&text, "\n");
        add_shown(&text, world, reply->raw.body, reply->raw.body_len);
    }
    return text.bytes;
}
