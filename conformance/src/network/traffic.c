/* See traffic.h. The journal's texts are read into an arena of the moment, and what matters is
 * copied, because a client that runs for a minute is asked about hundreds of times. */
#include "network/traffic.h"

#include <string.h>

#include "base/json.h"
#include "fixture/suite.h"
#include "qfpay/form.h"
#include "request/form_encoding.h"
#include "target/sandbox.h"

enum { READ_PATIENCE_MS = 20000, LIMIT = 1000 };

const char *
call_param(const struct call *call, const char *name)
{
    for (size_t i = 0; i < call->param_count; i++) {
        if (strcmp(call->params[i].name, name) == 0)
            return call->params[i].value;
    }
    return "";
}

bool
call_was_unanswered(const struct call *call)
{
    return call->fault[0] || call->http == 0 || call->http >= 500;
}

size_t
traffic_count(const struct traffic *traffic, enum call_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < traffic->count; i++)
        count += traffic->calls[i]->is_api && traffic->calls[i]->kind == kind;
    return count;
}

static const char *
keep_text(struct arena *arena, const cJSON *entry, const char *key)
{
    return arena_dup(arena, json_text(entry, key, ""));
}

/* What cannot be read as a form has no parameters. */
static void
read_params(struct arena *arena, struct call *call, const char *text)
{
    char *copy = arena_dup(arena, text);

    if (copy[0] && qfpay_form_parse(copy, strlen(copy), call->params, QFPAY_PARAM_MAX,
                                    &call->param_count, NULL) != QFPAY_OK)
        call->param_count = 0;
}

/* The codes that a query's answer showed. */
static const char *
read_records(struct arena *arena, const char *body)
{
    cJSON *answer = cJSON_Parse(body);
    const cJSON *record;
    struct text text;

    text_init(&text, arena);
    cJSON_ArrayForEach(record, cJSON_GetObjectItemCaseSensitive(answer, "data"))
    {
        text_printf(&text, "%s%s", text.len ? " " : "", json_text(record, "respcd", "(none)"));
    }
    cJSON_Delete(answer);
    return text.bytes;
}

static struct call *
read_call(struct arena *arena, const cJSON *entry)
{
    struct call *call = arena_alloc(arena, sizeof *call);
    const char *verdict = json_text(entry, "verdict", "");

    call->path = keep_text(arena, entry, "path");
    call->is_api = call_find_path(call->path, &call->kind);
    call->sign_type = keep_text(arena, entry, "sign_type");
    call->requirement = keep_text(arena, entry, "requirement");
    call->diagnosis = keep_text(arena, entry, "diagnosis");
    call->respcd = keep_text(arena, entry, "respcd");
    call->records = read_records(arena, json_text(entry, "response", ""));
    call->fault = keep_text(arena, entry, "fault");
    call->is_asked_for = json_text(entry, "trigger", "")[0] != '\0';
    call->is_refused = strcmp(verdict, "refused") == 0;
    call->is_lost = strcmp(verdict, "lost") == 0;
    call->http = (int)json_number(entry, "http_status");
    call->came_ms = json_number(entry, "came_ms");
    call->took_us = json_number(entry, "took_us");
    read_params(arena, call, json_text(entry, "query", ""));
    read_params(arena, call, json_text(entry, "body", ""));
    return call;
}

static void
add_call(struct traffic *traffic, struct call *call)
{
    if (strcmp(call_param(call, "udid"), RUNNER_UDID) == 0)
        return;
    if (traffic->count == traffic->capacity) {
        size_t capacity = traffic->capacity ? traffic->capacity * 2 : 32;
        struct call **larger = arena_alloc(traffic->arena, capacity * sizeof(struct call *));

        if (traffic->count)
            memcpy(larger, traffic->calls, traffic->count * sizeof(struct call *));
        traffic->calls = larger;
        traffic->capacity = capacity;
    }
    traffic->calls[traffic->count++] = call;
}

static bool
ask_journal(struct traffic *traffic, struct target *target, struct arena *arena, int wait_ms,
            const cJSON **answer)
{
    struct reply *reply = arena_alloc(arena, sizeof *reply);

    sandbox_call(target, arena, "GET",
                 arena_printf(arena, "requests?app_code=%s&since=%lld&limit=%d&wait_ms=%d",
                              encode_component(arena, traffic->app_code, ENCODE_PERCENT),
                              (long long)traffic->since, LIMIT, wait_ms),
                 NULL, now_ms() + wait_ms + READ_PATIENCE_MS, reply);
    *answer = reply->json;
    return reply->http == 200 && reply->json;
}

bool
traffic_begin(struct traffic *traffic, struct arena *arena, struct target *target,
              const char *app_code)
{
    struct arena *moment = arena_new();
    const cJSON *answer;
    bool ok;

    memset(traffic, 0, sizeof *traffic);
    traffic->arena = arena;
    traffic->app_code = app_code;
    ok = ask_journal(traffic, target, moment, 0, &answer);
    if (ok)
        traffic->since = json_number(answer, "last");
    arena_free(moment);
    return ok;
}

bool
traffic_read(struct traffic *traffic, struct target *target, int wait_ms)
{
    struct arena *moment = arena_new();
    const cJSON *answer;
    const cJSON *entry;
    bool ok = ask_journal(traffic, target, moment, wait_ms, &answer);

    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(answer, "requests"))
    {
        int64_t id = json_number(entry, "id");

        if (traffic->count < TRAFFIC_MAX)
            add_call(traffic, read_call(traffic->arena, entry));
        if (id > traffic->since)
            traffic->since = id;
    }
    traffic->is_flooded = traffic->count >= TRAFFIC_MAX;
    arena_free(moment);
    return ok;
}
