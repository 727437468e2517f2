/* See note.h. */
#include "note.h"

#include <string.h>
#include <strings.h>

#include "printable.h"

enum { SHOWN_MAX = 1200 };

static void
add_shown(struct text *text, const char *bytes, size_t len)
{
    printable_add_short(text, bytes, len, SHOWN_MAX);
}

static void
add_header(struct text *text, const char *name, const char *value)
{
    bool secret = strcasecmp(name, "X-QF-SIGN") == 0 || strcasecmp(name, "Authorization") == 0;

    text_printf(text, "\n%s: ", name);
    if (secret)
        text_printf(text, "(%zu characters)", strlen(value));
    else
        add_shown(text, value, strlen(value));
}

/* What quotes a client key must not spread it further. */
static const char *
mask_keys(struct arena *arena, const char *shown, const struct world *world)
{
    size_t role;

    for (role = 0; role < ROLE_COUNT; role++) {
        const char *key = world->members[role].credentials.client_key;
        const char *at;

        while (key && key[0] && (at = strstr(shown, key)) != NULL)
            shown = arena_format(arena, "%.*s(client key)%s", (int)(at - shown), shown,
                                 at + strlen(key));
    }
    return shown;
}

const char *
note_request(struct arena *arena, const struct outgoing *outgoing, const struct world *world)
{
    struct text text;
    size_t i;

    text_init(&text, arena);
    text_printf(&text, "%s ", outgoing->method);
    add_shown(&text, outgoing->path, strlen(outgoing->path));
    for (i = 0; i < outgoing->header_count; i++)
        add_header(&text, outgoing->headers[i].name, outgoing->headers[i].value);
    if (outgoing->body_len) {
        text_puts(&text, "\n");
        add_shown(&text, outgoing->body, outgoing->body_len);
    }
    return mask_keys(arena, text.bytes, world);
}

const char *
note_reply(struct arena *arena, const struct reply *reply, const struct world *world)
{
    static const char *const telling[] = {"X-QFMock-Requirement", "X-QFMock-Diagnosis",
                                          "X-QFMock-Advice"};
    struct text text;
    size_t i;

    if (!reply->answered)
        return arena_format(arena, "none: %s", reply->problem);
    text_init(&text, arena);
    text_printf(&text, "HTTP %d", reply->http);
    for (i = 0; i < sizeof telling / sizeof telling[0]; i++) {
        const char *value = qfpay_response_header(&reply->raw, telling[i]);

        if (value)
            add_header(&text, telling[i], value);
    }
    if (reply->raw.body_len) {
        text_puts(&text, "\n");
        add_shown(&text, reply->raw.body, reply->raw.body_len);
    }
    return mask_keys(arena, text.bytes, world);
}
