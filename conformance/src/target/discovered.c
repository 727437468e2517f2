/* See discovered.h. */
#include "target/discovered.h"

#include "base/json.h"
#include "base/printable.h"
#include "fixture/calls.h"

#define MERCHANTS "POST /__sandbox/merchants"

/* What shows a capability. A row that is empty is a feature of a merchant, or a call. */
static const struct {
    const char *asked;
    const char *wanted;
} looks[CAPABILITY_COUNT] = {
    [CAN_SANDBOX] = {"GET /__sandbox/health", "an object whose `status` is \"ok\""},
    [CAN_MERCHANTS] = {MERCHANTS, "2xx and an object with texts `app_code` and `client_key`"},
    [CAN_CLOCK] = {"GET /__sandbox/clock", "an object with a text `now`"},
    [CAN_TRANSACTIONS] = {"GET /__sandbox/transactions", "an object with a list `transactions`"},
    [CAN_PAYER] = {"GET /__sandbox/transactions", "an object with a list `transactions`"},
    [CAN_PAID] = {"GET /__sandbox/transactions, else a small payment",
                  "an object with a list `transactions`, or the payment paid 3 s later"},
    [CAN_SELF_PAID] = {"a small payment", "it is paid 3 s later, though nobody paid"},
    [CAN_UNPAID] = {"a small payment", "it is not paid 3 s later"},
    [CAN_CANCELS] = {"GET /__sandbox/transactions", "an object with a list `transactions`"},
    [CAN_JOURNAL] = {"GET /__sandbox/requests", "an object with a list `requests`"},
    [CAN_CATALOGUE] = {"GET /__sandbox/catalogue", "an object with a list `codes`"},
    [CAN_RULES] = {"GET /__sandbox/rules", "an object with a list `rules`"},
    [CAN_TRIGGERS] = {"GET /__sandbox/catalogue", "an object whose `triggers` is true"},
    [CAN_MOCK_HEADERS] = {"POST /trade/v1/query", "a header X-QFMock-Version"},
    [CAN_KEEP_OPEN] = {"POST /trade/v1/query", "no `Connection: close`"},
    [CAN_AGENT] = {MERCHANTS " with mchids, or --agent-mchid",
                   "one of `mchids` whose `state` is \"active\""},
    [CAN_MCHID_SECOND] =
        {MERCHANTS " with mchids, or --other-mchid",
         "two of `mchids` whose `state` is \"active\", or another store of the agent"},
    [CAN_OTHER] = {MERCHANTS ", or --other-app-code", "merchants for each case, or another one"},
    [CAN_OTHER_KEY] = {MERCHANTS ", or --other-client-key",
                       "merchants for each case, or another app code"},
    [CAN_NO_MCHID] = {MERCHANTS ", or no --mchid", "a merchant that needs no mchid"},
    [CAN_MCHID_DISABLED] = {MERCHANTS " with mchids",
                            "one of `mchids` whose `state` is \"disabled\""},
    [CAN_MCHID_UNCONFIGURED] = {MERCHANTS " with mchids",
                                "one of `mchids` whose `state` is \"unconfigured\""},
    [CAN_NOTIFICATIONS] = {"GET /__sandbox/notifications", "an object with a list `notifications`"},
    [CAN_SETTINGS] = {"PUT /__sandbox/merchants/APP_CODE with {}", "2xx"},
    [CAN_NOTIFY_KEY] = {MERCHANTS " with a notify_key", "that `notify_key` in the answer"},
};

/* The call that a capability is; NULL for another one. */
static const struct call_row *
call_of(enum capability capability)
{
    size_t i;

    for (i = 0; i < CALL_COUNT; i++) {
        if (call_rows[i].needs == capability_bit(capability))
            return &call_rows[i];
    }
    return NULL;
}

const char *
discovered_asked(struct arena *arena, enum capability capability)
{
    const char *feature = capability_feature(capability);
    const struct call_row *call = call_of(capability);

    if (call)
        return arena_printf(arena, "POST %s", call->path);
    return feature ? arena_printf(arena, MERCHANTS " with features.%s true", feature)
                   : looks[capability].asked;
}

const char *
discovered_wanted(struct arena *arena, enum capability capability)
{
    const char *feature = capability_feature(capability);

    if (call_of(capability))
        return "anything but HTTP 404";
    return feature ? arena_printf(arena, "`features.%s` true in the answer", feature)
                   : looks[capability].wanted;
}

void
discovered_note(struct target *target, capability_set capabilities, const char *found)
{
    size_t i;

    for (i = 0; i < CAPABILITY_COUNT; i++) {
        if (capabilities & capability_bit((enum capability)i))
            target->found[i] = found;
    }
}

/* "a text", as people say. */
static const char *
kind_of(const cJSON *item)
{
    static const struct {
        int type;
        const char *name;
    } kinds[] = {
        {cJSON_Object, "an object"}, {cJSON_Array, "an array"}, {cJSON_String, "a text"},
        {cJSON_Number, "a number"},  {cJSON_True, "true"},      {cJSON_False, "false"},
        {cJSON_NULL, "null"},
    };
    size_t i;

    for (i = 0; item && i < sizeof kinds / sizeof kinds[0]; i++) {
        if ((item->type & 0xFF) == kinds[i].type)
            return kinds[i].name;
    }
    return "no JSON";
}

const char *
discovered_refusal(struct arena *arena, const struct reply *reply)
{
    const char *error = json_text(reply->json, "error", "");

    if (!reply->answered)
        return arena_printf(arena, "no answer: %s", reply->problem);
    if (reply->http / 100 != 2)
        return arena_printf(arena, "HTTP %d%s%s", reply->http, error[0] ? ": " : "",
                            printable(arena, error));
    return NULL;
}

const char *
discovered_flaw(struct arena *arena, const struct reply *reply, const char *key, int kind)
{
    const char *refusal = discovered_refusal(arena, reply);
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(reply->json, key);

    if (refusal)
        return refusal;
    if (!cJSON_IsObject(reply->json))
        return kind_of(reply->json);
    if (!item)
        return arena_printf(arena, "an object without `%s`", key);
    if ((item->type & 0xFF) != kind)
        return arena_printf(arena, "an object whose `%s` is %s", key, kind_of(item));
    return NULL;
}
