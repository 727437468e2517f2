/* Control calls for the whole of a merchant's world: health, reset, the clock. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "api/refuse.h"
#include "base/version.h"
#include "control/control.h"
#include "control/reset.h"
#include "notify/queue.h"
#include "qfpay/datetime.h"
#include "server/first_merchants.h"
#include "server/server.h"

/* Nobody tests further away than a century. */
enum { ADVANCE_MAX_SECONDS = 2000000000 };

/* How long a change of the clock waits for slow receivers. */
enum { SEND_MAX_MS = 60000 };

static const char *
now_text(struct request *req)
{
    struct clock at_start = first_clock(req->server->settings);
    const struct clock *clock = req->merchant ? &req->merchant->clock : &at_start;
    char *text = arena_alloc(req->arena, QFPAY_DATETIME_SIZE);

    if (!text)
        return "";
    qfpay_datetime_format(clock_now(clock), QFPAY_SYSTEM_ZONE_MINUTES, text);
    return text;
}

struct reply
control_health(struct request *req, const char *id, const cJSON *body)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);

    (void)id;
    (void)body;
    node_text(&tree, root, "status", "ok");
    node_text(&tree, root, "version", MOCK_VERSION);
    node_text(&tree, root, "now", now_text(req));
    node_text(&tree, root, "profile", req->server->profile->name);
    node_text(&tree, root, "lang", qfpay_lang_name(req->server->lang));
    if (req->server->book.edition_key)
        node_text(&tree, root, req->server->book.edition_key, req->server->book.edition);
    return control_answer(req, 200, &tree, root);
}

struct reply
control_reset(struct request *req, const char *id, const cJSON *body)
{
    bool one_only = request_value(req, "app_code")[0] != '\0';
    enum store_result result;

    (void)id;
    (void)body;
    result = one_only ? server_reset_merchant(req->server, req->merchant)
                      : server_reset(req->server);
    return result == STORE_OK ? control_done() : fault(req, "reset");
}

struct reply
control_get_clock(struct request *req, const char *id, const cJSON *body)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);

    (void)id;
    (void)body;
    node_text(&tree, root, "app_code", req->merchant->app_code);
    node_text(&tree, root, "now", now_text(req));
    node_bool(&tree, root, "frozen", req->merchant->clock.frozen);
    return control_answer(req, 200, &tree, root);
}

/* One member of PUT clock applied to a copy of the clock. The error, or NULL. */
static const char *
change_clock(struct request *req, struct clock *clock, const cJSON *member)
{
    const char *text = cJSON_GetStringValue(member);
    int64_t instant;

    if (strcmp(member->string, "frozen") == 0) {
        if (!cJSON_IsBool(member))
            return "frozen must be true or false";
        clock_freeze(clock, cJSON_IsTrue(member));
        return NULL;
    }
    if (strcmp(member->string, "now") == 0) {
        if (!text || !qfpay_datetime_parse(text, strlen(text), QFPAY_SYSTEM_ZONE_MINUTES, &instant))
            return "now must be a time as YYYY-MM-DD hh:mm:ss (UTC+8)";
        clock_set(clock, instant);
        return NULL;
    }
    if (strcmp(member->string, "advance_seconds") != 0)
        return control_unknown(req, "member", member->string, "advance_seconds, now or frozen");
    if (!cJSON_IsNumber(member) || !(fabs(member->valuedouble) <= ADVANCE_MAX_SECONDS) ||
        floor(member->valuedouble) != member->valuedouble)
        return "advance_seconds must be a whole number of seconds";
    clock_set(clock, clock_now(clock) + (int64_t)member->valuedouble);
    return NULL;
}

static bool
is_sent(struct server *server, const struct reply *reply)
{
    struct merchant *merchant = registry_find(&server->merchants, reply->wait_app_code);

    return !merchant || !notify_is_busy(server, merchant);
}

/* The clock, once that has been sent which it has made due. */
static struct reply
answer_when_sent(struct request *req)
{
    if (req->timed_out || !notify_is_busy(req->server, req->merchant))
        return control_get_clock(req, "", NULL);
    return control_wait(req, is_sent, 0, SEND_MAX_MS);
}

struct reply
control_put_clock(struct request *req, const char *id, const cJSON *body)
{
    struct clock clock = req->merchant->clock;
    const cJSON *member;

    (void)id;
    if (req->is_asked_again)
        return answer_when_sent(req);
    if (!cJSON_IsObject(body) || !body->child)
        return control_fail(req, 400,
                            "the body must be a JSON object with advance_seconds, now or frozen");
    cJSON_ArrayForEach(member, body)
    {
        const char *error = change_clock(req, &clock, member);

        if (error)
            return control_fail(req, 400, "%s", error);
    }
    if (store_set_clock(req->server->store, req->merchant, clock) != STORE_OK ||
        !notify_clock_changed(req->server, req->merchant))
        return fault(req, "store a clock");
    return answer_when_sent(req);
}
