/* See paid.h. */
#include "target/paid.h"

#include <string.h>
#include <time.h>

#include "base/interrupt.h"
#include "base/json.h"
#include "qfpay/answer.h"
#include "qfpay/datetime.h"
#include "request/scope.h"
#include "target/api_call.h"
#include "target/discovered.h"
#include "target/sandbox.h"

enum { WATCH_MS = 3000, FIRST_PAUSE_MS = 20, LONGEST_PAUSE_MS = 500 };

static void
add_mchid(const struct credentials *merchant, struct qfpay_param *params, size_t *count)
{
    if (merchant->mchid && merchant->mchid[0])
        params[(*count)++] = qfpay_param_of("mchid", merchant->mchid);
}

/* The state of an order as the query shows it; "" when it shows none. */
static const char *
state_of(struct target *target, struct arena *arena, const struct credentials *merchant,
         const char *syssn)
{
    struct reply *reply = arena_alloc(arena, sizeof *reply);
    struct qfpay_param params[2];
    size_t count = 0;
    const cJSON *record;

    params[count++] = qfpay_param_of("syssn", syssn);
    add_mchid(merchant, params, &count);
    api_call(target, arena, merchant, CALL_QUERY, params, count, reply);
    cJSON_ArrayForEach(record, cJSON_GetObjectItemCaseSensitive(reply->json, "data"))
    {
        if (strcmp(json_text(record, "syssn", ""), syssn) == 0)
            return json_text(record, "respcd", "");
    }
    return "";
}

static bool
is_paid(const char *respcd)
{
    return respcd[0] && qfpay_outcome_of(respcd) == QFPAY_OUTCOME_SUCCESS;
}

/* What the query does not show yet may come. */
static bool
may_become_paid(const char *respcd)
{
    return !respcd[0] || qfpay_outcome_of(respcd) == QFPAY_OUTCOME_PENDING;
}

bool
paid_now(struct target *target, struct arena *arena, const struct credentials *merchant,
         const char *syssn)
{
    return is_paid(state_of(target, arena, merchant, syssn));
}

bool
paid_wait(struct target *target, struct arena *arena, const struct credentials *merchant,
          const char *syssn, int64_t until_ms, const char **problem)
{
    const struct qfpay_clock *clock = qfpay_clock_system();
    int64_t pause_ms = FIRST_PAUSE_MS;
    const char *state = state_of(target, arena, merchant, syssn);

    while (may_become_paid(state) && !interrupt_requested() && now_ms() + pause_ms < until_ms) {
        clock->pause(clock->self, pause_ms);
        pause_ms = 2 * pause_ms < LONGEST_PAUSE_MS ? 2 * pause_ms : LONGEST_PAUSE_MS;
        state = state_of(target, arena, merchant, syssn);
    }
    if (is_paid(state))
        return true;
    *problem = state[0] ? arena_printf(arena, "the order was not paid: %s", state)
                        : "the order was not paid: the query does not show it";
    return false;
}

/* Make a small payment; its syssn, or NULL and why there is none in *flaw. */
static const char *
pay(struct target *target, struct arena *arena, const struct credentials *merchant,
    const char **flaw)
{
    struct scope *scope = arena_alloc(arena, sizeof *scope);
    struct reply *reply = arena_alloc(arena, sizeof *reply);
    char now[QFPAY_DATETIME_SIZE];
    struct qfpay_param params[6];
    size_t count = 0;
    const char *syssn;

    scope_init(scope, arena);
    qfpay_datetime_format((int64_t)time(NULL), QFPAY_SYSTEM_ZONE_MINUTES, now);
    params[count++] = qfpay_param_of("txamt", "10");
    params[count++] = qfpay_param_of("txcurrcd", "HKD");
    params[count++] = qfpay_param_of("pay_type", "800201");
    params[count++] = qfpay_param_of("out_trade_no", scope->unique);
    params[count++] = qfpay_param_of("txdtm", now);
    add_mchid(merchant, params, &count);
    api_call(target, arena, merchant, CALL_PAYMENT, params, count, reply);
    syssn = json_text(reply->json, "syssn", "");
    *flaw = "an answer without syssn";
    return syssn[0] ? syssn : NULL;
}

/* Why an order of this merchant does not become paid by itself; NULL when it does. */
static const char *
watch(struct target *target, struct arena *arena, const struct credentials *merchant)
{
    const char *flaw = NULL;
    const char *syssn = pay(target, arena, merchant, &flaw);

    return syssn && paid_wait(target, arena, merchant, syssn, now_ms() + WATCH_MS, &flaw) ? NULL
                                                                                          : flaw;
}

/* The same of a fresh merchant, where the target makes them. */
static const char *
watch_fresh(struct target *target, struct arena *arena)
{
    const struct merchant_wish ordinary = {false, 0};
    struct made_merchant *made = arena_alloc(arena, sizeof *made);
    int64_t deadline_ms = now_ms() + EXCHANGE_TIMEOUT_MS;
    const char *flaw = NULL;

    if (!(target->can & capability_bit(CAN_MERCHANTS)))
        return watch(target, arena, &target->given[ROLE_DEFAULT]);
    if (!sandbox_make_merchant(target, arena, ordinary, deadline_ms, made, &flaw))
        return flaw;
    flaw = watch(target, arena, &made->credentials);
    sandbox_drop_merchant(target, arena, made->credentials.app_code, deadline_ms);
    return flaw;
}

void
paid_discover(struct target *target, struct arena *arena, capability_set needed)
{
    const capability_set unpaid = capability_bit(CAN_UNPAID);
    const capability_set paid = capability_bit(CAN_PAID) | capability_bit(CAN_SELF_PAID);
    const char *flaw;

    if (target->guard || (target->can & capability_bit(CAN_PAYER)) || !(needed & (paid | unpaid)))
        return;
    flaw = watch_fresh(target, arena);
    discovered_note(target, paid, flaw ? flaw : "that");
    discovered_note(target, unpaid, flaw ? "that" : "a paid order");
    if (flaw)
        return;
    target->can |= paid;
    target->can &= ~unpaid;
}
