/* See sandbox.h. */
#include "target/sandbox.h"

#include <string.h>

#include "base/json.h"
#include "qfpay/datetime.h"
#include "request/form_encoding.h"
#include "target/discovered.h"
#include "target/send.h"

/* Of the merchants that have one; it is no secret. */
#define NOTIFY_KEY "NotifyKeyOfTheSuite0123456789ABC"

void
sandbox_call(struct target *target, struct arena *arena, const char *method, const char *path,
             const cJSON *json, int64_t deadline_ms, struct reply *reply)
{
    struct outgoing outgoing = {0};

    outgoing.method = method;
    outgoing.path = arena_printf(arena, "/__sandbox/%s", path);
    if (json) {
        outgoing.body = json_print(arena, json);
        outgoing.body_len = strlen(outgoing.body);
        outgoing_add(&outgoing, "Content-Type", "application/json");
    }
    target_send(target, arena, &outgoing, deadline_ms, reply);
}

/* Hashids are not needed: a server sees only the text, and 16 characters are allowed. */
static void
wish_mchid(cJSON *list, const char *mchid, const char *state)
{
    cJSON *row = cJSON_CreateObject();

    cJSON_AddStringToObject(row, "mchid", mchid);
    cJSON_AddStringToObject(row, "state", state);
    cJSON_AddItemToArray(list, row);
}

static cJSON *
write_wish(struct merchant_wish wish)
{
    cJSON *json = cJSON_CreateObject();
    cJSON *features = cJSON_AddObjectToObject(json, "features");
    size_t i;

    if (wish.features & capability_bit(CAN_NOTIFY_KEY))
        cJSON_AddStringToObject(json, "notify_key", NOTIFY_KEY);
    if (wish.agent) {
        cJSON *list = cJSON_AddArrayToObject(json, "mchids");

        wish_mchid(list, "ZaMVg00001", "active");
        wish_mchid(list, "ZaMVg00002", "disabled");
        wish_mchid(list, "ZaMVg00003", "unconfigured");
        wish_mchid(list, "ZaMVg00004", "active");
    }
    for (i = 0; i < CAPABILITY_COUNT; i++) {
        const char *feature = capability_feature((enum capability)i);

        if (feature && (wish.features & capability_bit((enum capability)i)))
            cJSON_AddTrueToObject(features, feature);
    }
    if (!features->child)
        cJSON_DeleteItemFromObjectCaseSensitive(json, "features");
    return json;
}

/* The mchid of the listed state, after skipping some; "" when there is none. */
static const char *
find_mchid(struct arena *arena, const cJSON *answer, const char *state, int skipped)
{
    const cJSON *row;

    cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(answer, "mchids"))
    {
        if (strcmp(json_text(row, "state", ""), state) == 0 && skipped-- == 0)
            return arena_dup(arena, json_text(row, "mchid", ""));
    }
    return "";
}

static const char *
or_null(const char *text)
{
    return text[0] ? text : NULL;
}

static const char *
merchant_flaw(struct arena *arena, const struct reply *reply)
{
    const char *flaw = discovered_flaw(arena, reply, "app_code", cJSON_String);

    if (!flaw)
        flaw = discovered_flaw(arena, reply, "client_key", cJSON_String);
    return arena_printf(arena, "no merchant: %s", flaw ? flaw : "an empty app_code or client_key");
}

bool
sandbox_make_merchant(struct target *target, struct arena *arena, struct merchant_wish wish,
                      int64_t deadline_ms, struct made_merchant *made, const char **problem)
{
    cJSON *json = write_wish(wish);
    struct reply *reply = arena_alloc(arena, sizeof *reply);
    struct credentials *credentials = &made->credentials;
    const char *app_code, *client_key;

    sandbox_call(target, arena, "POST", "merchants", json, deadline_ms, reply);
    cJSON_Delete(json);
    app_code = json_text(reply->json, "app_code", "");
    client_key = json_text(reply->json, "client_key", "");
    if (!reply->answered || reply->http / 100 != 2 || !app_code[0] || !client_key[0]) {
        *problem = merchant_flaw(arena, reply);
        return false;
    }
    memset(made, 0, sizeof *made);
    credentials->app_code = arena_dup(arena, app_code);
    credentials->client_key = arena_dup(arena, client_key);
    if (strcmp(json_text(reply->json, "notify_key", ""), NOTIFY_KEY) == 0)
        credentials->notify_key = NOTIFY_KEY;
    credentials->digest = QFPAY_DIGEST_MD5;
    credentials->mchid = find_mchid(arena, reply->json, "active", 0);
    credentials->mchid_disabled = or_null(find_mchid(arena, reply->json, "disabled", 0));
    credentials->mchid_unconfigured = or_null(find_mchid(arena, reply->json, "unconfigured", 0));
    credentials->mchid_second = or_null(find_mchid(arena, reply->json, "active", 1));
    made->features = cJSON_GetObjectItemCaseSensitive(reply->json, "features");
    return true;
}

void
sandbox_drop_merchant(struct target *target, struct arena *arena, const char *app_code,
                      int64_t deadline_ms)
{
    struct reply *reply = arena_alloc(arena, sizeof *reply);

    sandbox_call(
        target, arena, "DELETE",
        arena_printf(arena, "merchants/%s", encode_component(arena, app_code, ENCODE_PERCENT)),
        NULL, deadline_ms, reply);
}

bool
sandbox_parse_clock(const cJSON *json, int64_t *now, bool *frozen)
{
    const char *text = json_text(json, "now", "");

    if (!qfpay_datetime_parse(text, strlen(text), QFPAY_SYSTEM_ZONE_MINUTES, now))
        return false;
    *frozen = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "frozen"));
    return true;
}

bool
sandbox_read_clock(struct target *target, struct arena *arena, const char *app_code,
                   int64_t deadline_ms, int64_t *now, bool *frozen)
{
    struct reply *reply = arena_alloc(arena, sizeof *reply);

    sandbox_call(
        target, arena, "GET",
        arena_printf(arena, "clock?app_code=%s", encode_component(arena, app_code, ENCODE_PERCENT)),
        NULL, deadline_ms, reply);
    return reply->http == 200 && sandbox_parse_clock(reply->json, now, frozen);
}
