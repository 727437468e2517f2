/* The story of a play for whoever reads a report: every call with its moment and its fate, every
 * delivery, and the client's last words. */
#include <string.h>

#include "base/printable.h"
#include "network/verdict_checks.h"

enum { SHOWN_MAX = 40 };

/* What people recognise a call by, in this order. */
static const char *const shown[] = {"out_trade_no", "syssn", "txamt", "mchid"};

static void
tell_params(struct text *text, const struct call *call)
{
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const char *value = call_param(call, shown[i]);

        if (value[0])
            text_printf(text, " %s=%s", shown[i], printable(text->arena, value));
    }
}

static void
tell_answer(struct text *text, const struct call *call)
{
    if (call->http)
        text_printf(text, " -> HTTP %d %s", call->http, call->respcd);
    else
        text_puts(text, " -> no answer");
    if (call->records[0])
        text_printf(text, ", records %s", call->records);
    if (call->is_lost)
        text_puts(text, ", not carried out");
    else if (call->fault[0])
        text_printf(text, ", carried out, answer %s", call->fault);
    if (call->is_refused && !call->is_asked_for)
        text_printf(text, "\n    %s: %s", call->requirement, call->diagnosis);
}

static const char *
tell_calls(const struct play *play, struct arena *arena)
{
    int64_t start = play->traffic.count ? play->traffic.calls[0]->came_ms : 0;
    struct text text;

    text_init(&text, arena);
    for (size_t i = 0; i < play->traffic.count && i < SHOWN_MAX; i++) {
        const struct call *call = play->traffic.calls[i];

        text_printf(&text, "%s%6lld ms  %s", i ? "\n" : "", (long long)(call->came_ms - start),
                    call_name(call));
        tell_params(&text, call);
        tell_answer(&text, call);
    }
    if (play->traffic.count > SHOWN_MAX)
        text_printf(&text, "\nand %zu more", play->traffic.count - SHOWN_MAX);
    for (size_t i = 0; i < play->delivery_count; i++)
        text_printf(&text, "%snotification %zu -> %s", text.len ? "\n" : "", i + 1,
                    describe_delivery(arena, &play->deliveries[i]));
    return text.len ? text.bytes : "nothing";
}

static const char *
tell_client(const struct play *play, struct arena *arena)
{
    size_t first = play->said_count > SAID_LINES ? play->said_count - SAID_LINES : 0;
    struct text text;

    text_init(&text, arena);
    text_printf(&text, "the client %s", play->ending);
    if (play->said_count)
        text_puts(&text, "; it said:");
    for (size_t i = first; i < play->said_count; i++)
        text_printf(&text, "\n%s", printable(arena, play->said[i % SAID_LINES]));
    return text.bytes;
}

void
note_play(const struct play *play, struct result *result)
{
    result_note(result, 0, "what happened", tell_calls(play, result->arena),
                tell_client(play, result->arena));
}
