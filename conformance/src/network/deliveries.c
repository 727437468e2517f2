/* See deliveries.h. The list is read whole each time: a scenario has a handful of them. */
#include "network/deliveries.h"

#include <string.h>

#include "base/json.h"
#include "request/form_encoding.h"
#include "target/sandbox.h"

enum { READ_PATIENCE_MS = 20000 };

static bool
ask(struct play *play, struct arena *arena, const char *query, int wait_ms, const cJSON **answer)
{
    struct reply *reply = arena_alloc(arena, sizeof *reply);

    sandbox_call(&play->target, arena, "GET",
                 arena_printf(arena, "notifications?app_code=%s%s",
                              encode_component(arena, play->credentials.app_code, ENCODE_PERCENT),
                              query),
                 NULL, now_ms() + wait_ms + READ_PATIENCE_MS, reply);
    *answer = reply->json;
    return reply->http == 200 && reply->json;
}

static void
add_attempts(struct play *play, const cJSON *notification)
{
    const cJSON *attempt;

    cJSON_ArrayForEach(attempt, cJSON_GetObjectItemCaseSensitive(notification, "attempts"))
    {
        struct delivery *delivery = &play->deliveries[play->delivery_count];

        if (play->delivery_count == DELIVERIES_MAX)
            return;
        delivery->http = (int)json_number(attempt, "http_status");
        delivery->response = arena_dup(play->arena, json_text(attempt, "response", ""));
        delivery->took_ms = json_number(attempt, "took_ms");
        play->delivery_count++;
    }
}

/* Newest first, so the oldest notification is the last of the list. */
static void
take_all(struct play *play, const cJSON *list)
{
    int count = cJSON_GetArraySize(list);

    play->delivery_count = 0;
    while (count > 0)
        add_attempts(play, cJSON_GetArrayItem(list, --count));
}

bool
deliveries_read(struct play *play, int wait_ms)
{
    struct arena *moment = arena_new();
    const cJSON *answer;
    const char *query = arena_printf(moment, "&since=%lld&wait_ms=%d", (long long)play->notified,
                                     wait_ms);
    bool ok = ask(play, moment, query, wait_ms, &answer);

    if (ok && json_number(answer, "last") != play->notified) {
        play->notified = json_number(answer, "last");
        ok = ask(play, moment, "&limit=50", 0, &answer);
        if (ok)
            take_all(play, cJSON_GetObjectItemCaseSensitive(answer, "notifications"));
    }
    arena_free(moment);
    return ok;
}

bool
delivery_is_accepted(const struct delivery *delivery)
{
    static const char space[] = " \t\r\n\f\v";
    const char *text = delivery->response + strspn(delivery->response, space);

    return delivery->http == 200 && strncmp(text, "SUCCESS", 7) == 0 &&
           text[7 + strspn(text + 7, space)] == '\0';
}
