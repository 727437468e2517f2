/* See discover.h. Every probe is harmless: control calls that read, one merchant made and removed,
 * one query for a number that nobody used. */
#include "discover.h"

#include <string.h>

#include "sandbox.h"
#include "scope.h"
#include "signing.h"
#include "suite.h"

/* What one GET below /__sandbox/ must contain for a capability. */
static const struct {
    const char *path;
    const char *key;
    capability_set gives;
} probes[] = {
    {"clock", "now", 1u << CAN_CLOCK},
    {"transactions", "transactions", 1u << CAN_TRANSACTIONS | 1u << CAN_PAYER},
    {"requests", "requests", 1u << CAN_JOURNAL},
    {"rules", "rules", 1u << CAN_RULES},
    {"catalogue", "codes", 1u << CAN_CATALOGUE},
};

static void
ask(struct target *target, struct arena *arena, const char *path, struct reply *reply)
{
    sandbox_call(target, arena, "GET", path, NULL, now_ms() + EXCHANGE_TIMEOUT_MS, reply);
}

static void
probe_sandbox(struct target *target, struct arena *arena)
{
    size_t i;

    for (i = 0; i < sizeof probes / sizeof probes[0]; i++) {
        struct reply *reply = arena_alloc(arena, sizeof *reply);

        ask(target, arena, probes[i].path, reply);
        if (reply->http != 200 || !cJSON_GetObjectItemCaseSensitive(reply->json, probes[i].key))
            continue;
        target->can |= probes[i].gives;
        if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(reply->json, "triggers")))
            target->can |= capability_bit(CAN_TRIGGERS);
    }
}

/* What an agent merchant brings with it. */
static capability_set
agent_abilities(const struct credentials *agent)
{
    capability_set can = 0;

    if (agent->mchid && agent->mchid[0])
        can |= capability_bit(CAN_AGENT);
    if (agent->mchid_disabled)
        can |= capability_bit(CAN_MCHID_DISABLED);
    if (agent->mchid_unconfigured)
        can |= capability_bit(CAN_MCHID_UNCONFIGURED);
    return can;
}

/* Make one merchant of each kind and see what it is like. */
static void
probe_merchants(struct target *target, struct arena *arena)
{
    static const struct {
        struct merchant_wish wish;
        capability_set gives;
    } wishes[] = {
        {{false, false}, 1u << CAN_MERCHANTS | 1u << CAN_NO_MCHID},
        {{false, true}, 1u << CAN_REAL_NAME},
        {{true, false}, 0},
    };
    size_t i;

    for (i = 0; i < sizeof wishes / sizeof wishes[0]; i++) {
        struct credentials made = {0};
        const char *refusal = NULL;
        int64_t deadline_ms = now_ms() + EXCHANGE_TIMEOUT_MS;

        if (!sandbox_make_merchant(target, arena, wishes[i].wish, deadline_ms, &made, &refusal))
            continue;
        target->can |= wishes[i].gives;
        target->can |= wishes[i].wish.agent ? agent_abilities(&made) : 0;
        sandbox_drop_merchant(target, arena, made.app_code, deadline_ms);
    }
}

/* A signed query for nothing shows which headers the target's answers carry. */
static void
probe_api(struct target *target, struct arena *arena)
{
    struct scope *scope = arena_alloc(arena, sizeof *scope);
    struct reply *reply = arena_alloc(arena, sizeof *reply);
    struct outgoing outgoing = {0};
    struct signing signing = {0};
    struct qfpay_param param;
    const char *problem = NULL;
    const char *sign;

    scope_init(scope, arena);
    scope->merchant = &target->given[ROLE_DEFAULT];
    param = qfpay_param_of("out_trade_no", scope->unique);
    signing.params = &param;
    signing.count = 1;
    signing.digest = scope->merchant->digest;
    sign = signing_make(scope, target->signer, &signing, &problem);
    outgoing.method = "POST";
    outgoing.path = "/trade/v1/query";
    outgoing.body = arena_format(arena, "out_trade_no=%s", scope->unique);
    outgoing.body_len = strlen(outgoing.body);
    outgoing_add(&outgoing, "Content-Type", "application/x-www-form-urlencoded");
    outgoing_add(&outgoing, "X-QF-APPCODE", scope->merchant->app_code);
    outgoing_add(&outgoing, "X-QF-SIGN", sign ? sign : "");
    if (signing.digest == QFPAY_DIGEST_SHA256)
        outgoing_add(&outgoing, "X-QF-SIGNTYPE", "SHA256");
    target_send(target, arena, &outgoing, now_ms() + EXCHANGE_TIMEOUT_MS, reply);
    if (reply->answered && qfpay_response_header(&reply->raw, "X-QFMock-Version"))
        target->can |= capability_bit(CAN_MOCK_HEADERS);
}

/* Without fresh merchants, the credentials that were given say what there is. */
static void
read_given(struct target *target)
{
    const struct credentials *merchant = &target->given[ROLE_DEFAULT];

    if (target->can & capability_bit(CAN_MERCHANTS))
        return;
    if (!merchant->mchid || !merchant->mchid[0])
        target->can |= capability_bit(CAN_NO_MCHID);
    if (target->given[ROLE_AGENT].app_code)
        target->can |= agent_abilities(&target->given[ROLE_AGENT]);
}

bool
discover(struct target *target, struct arena *arena, const char **problem)
{
    struct reply *health = arena_alloc(arena, sizeof *health);

    ask(target, arena, "health", health);
    if (!health->answered) {
        *problem = health->problem;
        return false;
    }
    if (health->http == 200 && strcmp(json_text(health->json, "status", ""), "ok") == 0) {
        target->can |= capability_bit(CAN_SANDBOX);
        probe_sandbox(target, arena);
        probe_merchants(target, arena);
    }
    probe_api(target, arena);
    read_given(target);
    return true;
}
