/* See discover.h. Every probe is harmless: control calls that read, merchants made and removed,
 * one query for a number that nobody used, every other call without parameters. */
#include "target/discover.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "options/options.h"
#include "request/scope.h"
#include "target/api_call.h"
#include "target/credential_check.h"
#include "target/discovered.h"
#include "target/sandbox.h"

/* capability_bit for tables. */
#define BIT(name) ((capability_set)1 << CAN_##name)

/* What one GET below /__sandbox/ must contain for a capability. */
static const struct {
    const char *path;
    const char *key;
    int kind; /* of cJSON */
    capability_set gives;
} probes[] = {
    {"clock", "now", cJSON_String, BIT(CLOCK)},
    {"transactions", "transactions", cJSON_Array,
     BIT(TRANSACTIONS) | BIT(PAYER) | BIT(PAID) | BIT(CANCELS)},
    {"requests", "requests", cJSON_Array, BIT(JOURNAL)},
    {"rules", "rules", cJSON_Array, BIT(RULES)},
    {"catalogue", "codes", cJSON_Array, BIT(CATALOGUE)},
    {"catalogue", "triggers", cJSON_True, BIT(TRIGGERS)},
    {"notifications", "notifications", cJSON_Array, BIT(NOTIFICATIONS)},
};

static void
ask(struct target *target, struct arena *arena, const char *path, struct reply *reply)
{
    sandbox_call(target, arena, "GET", path, NULL, now_ms() + EXCHANGE_TIMEOUT_MS, reply);
}

/* Take down what an answer shows of some capabilities: flaw NULL, that they are there. */
static void
learn(struct target *target, capability_set capabilities, const char *flaw)
{
    if (!flaw)
        target->can |= capabilities;
    discovered_note(target, capabilities, flaw ? flaw : "that");
}

static void
probe_sandbox(struct target *target, struct arena *arena)
{
    size_t i;

    for (i = 0; i < sizeof probes / sizeof probes[0]; i++) {
        struct reply *reply = arena_alloc(arena, sizeof *reply);

        ask(target, arena, probes[i].path, reply);
        learn(target, probes[i].gives,
              discovered_flaw(arena, reply, probes[i].key, probes[i].kind));
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
    if (agent->mchid_second)
        can |= capability_bit(CAN_MCHID_SECOND);
    return can;
}

/* Make a merchant, look at it, remove it. NULL when the sandbox makes none like that, which is said
 * of the capabilities that it was made for. */
static const struct made_merchant *
try_merchant(struct target *target, struct arena *arena, struct merchant_wish wish,
             capability_set wanted)
{
    struct made_merchant *made = arena_alloc(arena, sizeof *made);
    int64_t deadline_ms = now_ms() + EXCHANGE_TIMEOUT_MS;
    const char *refusal = NULL;

    if (!sandbox_make_merchant(target, arena, wish, deadline_ms, made, &refusal)) {
        learn(target, wanted, refusal);
        return NULL;
    }
    sandbox_drop_merchant(target, arena, made->credentials.app_code, deadline_ms);
    return made;
}

/* Whether the settings of a merchant can be changed afterwards; nothing is changed. */
static void
probe_settings(struct target *target, struct arena *arena)
{
    const struct merchant_wish ordinary = {false, 0};
    struct made_merchant *made = arena_alloc(arena, sizeof *made);
    struct reply *reply = arena_alloc(arena, sizeof *reply);
    int64_t deadline_ms = now_ms() + EXCHANGE_TIMEOUT_MS;
    const char *refusal = NULL;
    cJSON *nothing = cJSON_CreateObject();

    if (nothing && sandbox_make_merchant(target, arena, ordinary, deadline_ms, made, &refusal)) {
        sandbox_call(target, arena, "PUT",
                     arena_printf(arena, "merchants/%s", made->credentials.app_code), nothing,
                     deadline_ms, reply);
        learn(target, BIT(SETTINGS), discovered_refusal(arena, reply));
        sandbox_drop_merchant(target, arena, made->credentials.app_code, deadline_ms);
    }
    cJSON_Delete(nothing);
}

static void
probe_agent(struct target *target, struct arena *arena)
{
    const capability_set all = BIT(AGENT) | BIT(MCHID_SECOND) | BIT(MCHID_DISABLED) |
                               BIT(MCHID_UNCONFIGURED);
    const struct merchant_wish agency = {true, 0};
    const struct made_merchant *agent = try_merchant(target, arena, agency, all);
    capability_set can = agent ? agent_abilities(&agent->credentials) : 0;

    if (!agent)
        return;
    learn(target, all & can, NULL);
    learn(target, all & ~can, "a merchant without such a mchid");
}

static void
probe_notify_key(struct target *target, struct arena *arena)
{
    const struct merchant_wish two_keys = {false, BIT(NOTIFY_KEY)};
    const struct made_merchant *made = try_merchant(target, arena, two_keys, BIT(NOTIFY_KEY));

    if (made)
        learn(target, BIT(NOTIFY_KEY),
              made->credentials.notify_key ? NULL : "a merchant without it");
}

/* A sandbox that does not know a feature may refuse it or leave it out. */
static void
probe_feature(struct target *target, struct arena *arena, enum capability capability)
{
    capability_set bit = capability_bit(capability);
    const char *feature = capability_feature(capability);
    const struct merchant_wish wish = {false, bit};
    const struct made_merchant *made = try_merchant(target, arena, wish, bit);

    if (made)
        learn(target, bit,
              cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(made->features, feature))
                  ? NULL
                  : "a merchant without it");
}

/* An ordinary merchant, an agent, and one with each feature. */
static void
probe_merchants(struct target *target, struct arena *arena)
{
    const capability_set basic = BIT(MERCHANTS) | BIT(NO_MCHID) | BIT(OTHER) | BIT(OTHER_KEY);
    const struct merchant_wish ordinary = {false, 0};
    const struct made_merchant *plain = try_merchant(target, arena, ordinary, basic);
    size_t i;

    if (!plain)
        return;
    learn(target, basic, NULL);
    target->pay_types = cJSON_GetObjectItemCaseSensitive(plain->features, "pay_types");
    probe_settings(target, arena);
    probe_agent(target, arena);
    probe_notify_key(target, arena);
    for (i = 0; i < CAPABILITY_COUNT; i++) {
        if (capability_feature((enum capability)i))
            probe_feature(target, arena, (enum capability)i);
    }
}

/* Send a signed call with a number that nobody used, under this name, or without parameters. */
static void
ask_api(struct target *target, struct arena *arena, enum call_kind kind, const char *name,
        struct reply *reply)
{
    struct scope *scope = arena_alloc(arena, sizeof *scope);
    struct qfpay_param param;

    scope_init(scope, arena);
    param = qfpay_param_of(name ? name : "", scope->unique);
    api_call(target, arena, &target->given[ROLE_DEFAULT], kind, &param, name ? 1 : 0, reply);
}

static bool
closes(const struct qfpay_response *answer)
{
    const char *connection = qfpay_response_header(answer, "Connection");

    return connection && strcasecmp(connection, "close") == 0;
}

/* What a query for a number that nobody used answers shows which headers the target's answers
 * carry. The other calls are there unless nobody is at home; without parameters none of them does
 * anything.
 */
static void
probe_api(struct target *target, struct arena *arena, const struct reply *query)
{
    size_t i;

    learn(target, BIT(MOCK_HEADERS),
          query->answered && qfpay_response_header(&query->raw, "X-QFMock-Version")
              ? NULL
              : "an answer without it");
    learn(target, BIT(KEEP_OPEN),
          query->answered && !closes(&query->raw) ? NULL : "an answer that says close");
    for (i = 0; i < CALL_COUNT; i++) {
        struct reply *reply = arena_alloc(arena, sizeof *reply);

        if (!call_rows[i].needs)
            continue;
        ask_api(target, arena, (enum call_kind)i, NULL, reply);
        learn(target, call_rows[i].needs,
              reply->answered && reply->http != 404 ? NULL : discovered_refusal(arena, reply));
    }
}

/* What the second merchant brings with it. Stores under one app code share its key. */
static capability_set
other_abilities(const struct target *target)
{
    const char *app_code = target->given[ROLE_OTHER].app_code;
    size_t role;

    if (!app_code)
        return 0;
    for (role = 0; role < ROLE_COUNT; role++) {
        const char *theirs = target->given[role].app_code;

        if (role != ROLE_OTHER && theirs && strcmp(theirs, app_code) == 0)
            return BIT(OTHER);
    }
    return BIT(OTHER) | BIT(OTHER_KEY);
}

/* Where the other merchant is another store of the agent, it is the agent's second mchid. */
static void
pair_stores(struct credentials *agent, const struct credentials *other)
{
    if (agent->app_code && other->app_code && strcmp(agent->app_code, other->app_code) == 0 &&
        other->mchid && other->mchid[0])
        agent->mchid_second = other->mchid;
}

/* A sandbox whose fresh merchants have no mchid may know an agent that was given. */
static void
read_given_agent(struct target *target)
{
    const struct credentials *agent = &target->given[ROLE_AGENT];
    capability_set can;

    pair_stores(&target->given[ROLE_AGENT], &target->given[ROLE_OTHER]);
    can = agent->app_code ? agent_abilities(agent) : 0;

    if ((target->can & BIT(AGENT)) || !can)
        return;
    target->agent_is_given = true;
    target->can |= can;
    discovered_note(target, can, "that, as credentials that were given");
}

/* Without fresh merchants, the credentials that were given say what there is. */
static void
read_given(struct target *target)
{
    const struct credentials *merchant = &target->given[ROLE_DEFAULT];
    capability_set can = other_abilities(target);

    if (target->can & BIT(MERCHANTS)) {
        read_given_agent(target);
        return;
    }
    if (!merchant->mchid || !merchant->mchid[0])
        can |= BIT(NO_MCHID);
    pair_stores(&target->given[ROLE_AGENT], &target->given[ROLE_OTHER]);
    if (target->given[ROLE_AGENT].app_code)
        can |= agent_abilities(&target->given[ROLE_AGENT]);
    target->can |= can;
    discovered_note(target, can, "that, as credentials that were given");
}

/* The merchant that a sandbox has without being told; nobody chose it. */
static bool
is_builtin(const struct credentials *merchant)
{
    return strcmp(merchant->app_code, DEFAULT_APP_CODE) == 0 &&
           strcmp(merchant->client_key, DEFAULT_CLIENT_KEY) == 0;
}

/* Whether a merchant's credentials open the door. A server that reads signatures wrongly keeps it
 * shut for everybody: then the cases tell, each the same. */
static bool
try_merchant_of(struct target *target, struct arena *arena, const struct credentials *merchant,
                const char *whose, const char **problem)
{
    struct misreading found = {"", NULL};

    switch (credential_check(target, arena, merchant, &found)) {
    case CREDENTIALS_OPEN:
        return true;
    case CREDENTIALS_MISREAD:
        target->misread = found;
        return true;
    case CREDENTIALS_REFUSED:
        break;
    }
    *problem = arena_printf(arena, "refuses %s: %s", whose, found.words);
    return false;
}

/* Credentials that somebody gave. Fresh merchants would hide that they are wrong, and without these
 * every case would say it. */
static bool
try_all_given(struct target *target, struct arena *arena, const char **problem)
{
    size_t role;

    for (role = 0; role < ROLE_COUNT; role++) {
        const struct credentials *merchant = &target->given[role];
        const char *whose = arena_printf(
            arena, "the app code, client key or mchid given for the %s merchant",
            role_name((enum role)role));

        if (merchant->app_code && !is_builtin(merchant) &&
            !try_merchant_of(target, arena, merchant, whose, problem))
            return false;
    }
    return true;
}

/* Those that nobody gave: of a merchant that the sandbox makes, else the built-in ones. Whoever
 * refuses a merchant that it made itself is not out of reach: the cases tell. */
static bool
try_own(struct target *target, struct arena *arena, const char **problem)
{
    const struct merchant_wish ordinary = {false, 0};
    struct made_merchant *made = arena_alloc(arena, sizeof *made);
    int64_t deadline_ms = now_ms() + EXCHANGE_TIMEOUT_MS;
    struct misreading found = {"", NULL};
    const char *refusal = NULL;

    if (target->misread.words)
        return true;
    if (!(target->can & capability_bit(CAN_MERCHANTS)))
        return !is_builtin(&target->given[ROLE_DEFAULT]) ||
               try_merchant_of(
                   target, arena, &target->given[ROLE_DEFAULT],
                   "the built-in app code and client key; give yours with --app-code and "
                   "--client-key",
                   problem);
    if (!sandbox_make_merchant(target, arena, ordinary, deadline_ms, made, &refusal))
        return true;
    if (credential_check(target, arena, &made->credentials, &found) == CREDENTIALS_MISREAD)
        target->misread = found;
    sandbox_drop_merchant(target, arena, made->credentials.app_code, deadline_ms);
    return true;
}

capability_set
discover_unasked(struct target *target)
{
    capability_set open = BIT(MOCK_HEADERS) | BIT(UNPAID);
    size_t i;

    if (!target->guard)
        return ~(capability_set)0;
    read_given(target);
    for (i = 0; i < CALL_COUNT; i++)
        open |= call_rows[i].needs;
    return open;
}

/* The calls of the API, as far as they are there and open to the merchants given. */
static bool
discover_api(struct target *target, struct arena *arena, const char **problem)
{
    struct reply *query = arena_alloc(arena, sizeof *query);

    ask_api(target, arena, CALL_QUERY, "out_trade_no", query);
    if (query->answered && query->http == 404) {
        *problem = "has no QFPay API below it: HTTP 404 to /trade/v1/query";
        return false;
    }
    identity_note(target->identity.server, qfpay_response_header(&query->raw, "Server"));
    if (!try_all_given(target, arena, problem))
        return false;
    probe_api(target, arena, query);
    return true;
}

/* What to try when TLS fails; "" when nobody knows. The words are OpenSSL's. */
static const char *
tls_hint(const char *problem)
{
    static const char *const hints[][2] = {
        {"wrong version number", "; does it speak HTTPS?"},
        {"self-signed", "; --cacert FILE trusts its authority"},
        {"self signed", "; --cacert FILE trusts its authority"},
        {"local issuer", "; --cacert FILE trusts its authority"},
    };
    size_t i;

    for (i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        if (strstr(problem, hints[i][0]))
            return hints[i][1];
    }
    return "";
}

static void
tell_software(struct target *target, struct arena *arena, const cJSON *health)
{
    const char *version = json_text(health, "version", "");
    const char *profile = json_text(health, "profile", "");

    if (version[0])
        identity_note(target->identity.software,
                      arena_printf(arena, "a sandbox, version %s%s%s", version,
                                   profile[0] ? ", profile " : "", profile));
}

static const char *
sandbox_flaw(struct arena *arena, const struct reply *health)
{
    const char *flaw = discovered_flaw(arena, health, "status", cJSON_String);

    if (!flaw && strcmp(json_text(health->json, "status", ""), "ok") != 0)
        flaw = "another `status`";
    return flaw;
}

bool
discover(struct target *target, struct arena *arena, const char **problem)
{
    struct reply *health = arena_alloc(arena, sizeof *health);

    target->offers_arena = arena;
    target->can |= BIT(UNPAID); /* until paid_discover knows better */
    /* A live target has no control API, and is not asked for one. */
    if (target->guard)
        ask_api(target, arena, CALL_QUERY, "out_trade_no", health);
    else
        ask(target, arena, "health", health);
    if (!health->answered) {
        *problem = arena_printf(arena, "is out of reach: %s%s", health->problem,
                                tls_hint(health->problem));
        return false;
    }
    if (!discover_api(target, arena, problem))
        return false;
    if (!target->guard) {
        learn(target, BIT(SANDBOX), sandbox_flaw(arena, health));
        if (target->can & BIT(SANDBOX)) {
            tell_software(target, arena, health->json);
            probe_sandbox(target, arena);
            probe_merchants(target, arena);
        }
    }
    read_given(target);
    return try_own(target, arena, problem);
}
