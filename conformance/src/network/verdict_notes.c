/* The story of a play for whoever reads a report: every call with its moment and its fate, every
 * delivery, and the client's last words. */
#include "printable.h"
#include "verdict_checks.h"

static const char *
describe_call(struct arena *arena, const struct call *call)
{
    struct text text;

    text_init(&text, arena);
    for (size_t i = 0; i < call->param_count; i++)
        text_printf(&text, "%s%s=%s", i ? "&" : "", call->params[i].name, call->params[i].value);
    return text.bytes;
}

static const char *
describe_answer(struct arena *arena, const struct call *call)
{
    const char *fate = call->is_lost    ? "; lost on its way, not carried out"
                       : call->fault[0] ? arena_format(arena, "; the answer: %s", call->fault)
                                        : "";

    if (!call->http)
        return arena_format(arena, "no answer%s", fate);
    return arena_format(arena, "HTTP %d %s%s%s%s", call->http, call->respcd, fate,
                        call->is_refused ? "; " : "", call->is_refused ? call->diagnosis : "");
}

static void
note_calls(const struct play *play, struct result *result)
{
    enum { SHOWN_MAX = 40 };
    struct arena *arena = result->arena;
    int64_t start = play->traffic.count ? play->traffic.calls[0]->came_ms : 0;

    for (size_t i = 0; i < play->traffic.count && i < SHOWN_MAX; i++) {
        const struct call *call = play->traffic.calls[i];

        result_note(result, 0,
                    arena_format(arena, "%s, at %lld ms", call_name(call),
                                 (long long)(call->came_ms - start)),
                    describe_call(arena, call), describe_answer(arena, call));
    }
    for (size_t i = 0; i < play->delivery_count; i++)
        result_note(result, 0, "notification", "the mock delivers",
                    describe_delivery(arena, &play->deliveries[i]));
}

static void
note_client(const struct play *play, struct result *result)
{
    struct text said;
    size_t first = play->said_count > SAID_LINES ? play->said_count - SAID_LINES : 0;

    text_init(&said, result->arena);
    for (size_t i = first; i < play->said_count; i++)
        text_printf(&said, "%s%s", i > first ? "\n" : "",
                    printable(result->arena, play->said[i % SAID_LINES]));
    result_note(result, 0, "the client", said.len ? said.bytes : "(said nothing)", play->ending);
}

void
note_play(const struct play *play, struct result *result)
{
    note_calls(play, result);
    if (play->was_started)
        note_client(play, result);
}
