/* See action.h. Everything is the mock's control API and, for what a merchant does, the API itself,
 * as any program could call them. */
#include "network/action.h"

#include <string.h>
#include <time.h>

#include "base/json.h"
#include "fixture/variable.h"
#include "qfpay/datetime.h"
#include "request/form_encoding.h"
#include "target/sandbox.h"

enum { PARAMS_MAX = 16, CALL_MS = 20000 };

static bool
fail(struct play *play, const char *what, const struct reply *reply)
{
    play->trouble = arena_printf(play->arena, "the mock would not %s: HTTP %d %s%s", what,
                                 reply->http, reply->problem,
                                 reply->answered && reply->raw.body ? reply->raw.body : "");
    return false;
}

/* A control call for the scenario's merchant; what it answers goes to *answer, unless that is NULL.
 */
static bool
control(struct play *play, const char *method, const char *path, const cJSON *json,
        const char *what, const cJSON **answer)
{
    const char *separator = strchr(path, '?') ? "&" : "?";
    const char *app_code = encode_component(play->arena, play->credentials.app_code,
                                            ENCODE_PERCENT);
    struct reply *reply = arena_alloc(play->arena, sizeof *reply);

    sandbox_call(&play->target, play->arena, method,
                 arena_printf(play->arena, "%s%sapp_code=%s", path, separator, app_code), json,
                 now_ms() + CALL_MS, reply);
    if (answer)
        *answer = reply->json;
    return reply->http / 100 == 2 || fail(play, what, reply);
}

/* Set these rules and no others. */
static bool
set_rules(struct play *play, const cJSON *rules)
{
    return control(play, "DELETE", "rules", NULL, "drop the rules", NULL) &&
           (!rules || !rules->child ||
            control(play, "POST", "rules", rules, "take the scenario's rules", NULL));
}

static bool
advance_clock(struct play *play, const char *text)
{
    struct duration duration = {0, 0};
    cJSON *json = cJSON_CreateObject();
    bool ok;

    (void)duration_parse(text, strlen(text), &duration);
    cJSON_AddNumberToObject(json, "advance_seconds", (double)duration.seconds);
    ok = control(play, "PUT", "clock", json, "move the clock", NULL);
    cJSON_Delete(json);
    return ok;
}

/* The syssn of the transaction with this number, and its state; NULL when there is none. */
static const char *
find_syssn(struct play *play, const char *number, const char **state)
{
    const char *path = arena_printf(play->arena, "transactions?out_trade_no=%s",
                                    encode_component(play->arena, number, ENCODE_PERCENT));
    const cJSON *answer, *found;

    if (!control(play, "GET", path, NULL, "show its transactions", &answer))
        return NULL;
    found = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(answer, "transactions"), 0);
    if (state)
        *state = arena_dup(play->arena, json_text(found, "state", "none"));
    return found ? arena_dup(play->arena, json_text(found, "syssn", "")) : NULL;
}

static bool
find_order(struct play *play)
{
    if (!play->syssn)
        play->syssn = find_syssn(play, play->number, NULL);
    if (!play->syssn && !play->trouble)
        play->has_no_order = true;
    return play->syssn != NULL;
}

static bool
payer_does(struct play *play, const char *action)
{
    cJSON *json = cJSON_CreateObject();
    bool ok = find_order(play);

    cJSON_AddStringToObject(json, "action", action);
    ok = ok &&
         control(play, "POST", arena_printf(play->arena, "transactions/%s/payer", play->syssn),
                 json, arena_printf(play->arena, "let the payer %s", action), NULL);
    cJSON_Delete(json);
    return ok;
}

/* The runner's own call, which the judgement leaves out. */
static bool
call(struct play *play, enum qfpay_endpoint endpoint, struct qfpay_param *params, size_t count,
     const char **syssn)
{
    char now[QFPAY_DATETIME_SIZE];
    struct qfpay_error error = {QFPAY_OK, ""};
    qfpay_answer *answer = NULL;

    qfpay_datetime_format((int64_t)time(NULL), QFPAY_SYSTEM_ZONE_MINUTES, now);
    params[count++] = qfpay_param_of("txdtm", now);
    params[count++] = qfpay_param_of("udid", RUNNER_UDID);
    if (play->credentials.mchid[0])
        params[count++] = qfpay_param_of("mchid", play->credentials.mchid);
    if (qfpay_call(play->merchant, endpoint, params, count, &answer, &error) != QFPAY_OK) {
        play->trouble = arena_printf(play->arena, "the runner's own %s failed: %s",
                                     qfpay_endpoint_row(endpoint)->name, error.message);
        return false;
    }
    if (!qfpay_answer_worked(answer))
        play->trouble = arena_printf(play->arena, "the runner's own %s was refused: %s",
                                     qfpay_endpoint_row(endpoint)->name,
                                     qfpay_answer_respcd(answer));
    *syssn = arena_dup(play->arena, qfpay_answer_syssn(answer));
    qfpay_answer_free(answer);
    return !play->trouble;
}

static bool
place_order(struct play *play)
{
    struct qfpay_param params[PARAMS_MAX] = {
        qfpay_param_of("pay_type", "800201"),
        qfpay_param_of("txcurrcd", "HKD"),
        qfpay_param_of("txamt", play->scenario->txamt),
        qfpay_param_of("out_trade_no", play->number),
    };
    size_t count = 4;

    if (play->scenario->goods_name[0])
        params[count++] = qfpay_param_of("goods_name", play->scenario->goods_name);
    if (play->notify_url)
        params[count++] = qfpay_param_of("notify_url", play->notify_url);
    return call(play, QFPAY_ENDPOINT_PAYMENT, params, count, &play->syssn);
}

/* An order whose notification is of this kind. */
static bool
order(struct play *play, const char *kind)
{
    static const char form[] = "{\"match\": {\"endpoint\": \"payment\"}, \"after\": \"remove\", "
                               "\"respond\": [{\"notification\": \"%s\"}]}";
    cJSON *rule = cJSON_Parse(arena_printf(play->arena, form, kind));
    bool ok = !kind[0] || control(play, "POST", "rules", rule, "take a rule", NULL);

    cJSON_Delete(rule);
    return ok && place_order(play);
}

/* Another order of the same amount is paid, and its notification sent to the same receiver. */
static bool
other_order(struct play *play)
{
    const char *number = play->number;
    bool ok;

    play->number = arena_printf(play->arena, "%s-OTHER", number);
    ok = place_order(play) && payer_does(play, "pay");
    play->number = number;
    play->syssn = NULL;
    return ok;
}

static bool
refund(struct play *play)
{
    struct qfpay_param params[PARAMS_MAX] = {
        qfpay_param_of("syssn", play->syssn),
        qfpay_param_of("out_trade_no", play->refund_number),
        qfpay_param_of("txamt", play->scenario->refund),
    };
    const char *syssn;

    return call(play, QFPAY_ENDPOINT_REFUND, params, 3, &syssn);
}

static bool
close_order(struct play *play)
{
    struct qfpay_param params[PARAMS_MAX] = {
        qfpay_param_of("syssn", play->syssn),
        qfpay_param_of("txamt", play->scenario->txamt),
    };
    const char *syssn;

    return call(play, QFPAY_ENDPOINT_CLOSE, params, 2, &syssn);
}

bool
action_do(struct play *play, const cJSON *action)
{
    const cJSON *what = action->child;

    if (strcmp(what->string, "payer") == 0)
        return payer_does(play, what->valuestring);
    if (strcmp(what->string, "clock") == 0)
        return advance_clock(play, json_text(what, "advance", ""));
    if (strcmp(what->string, "rules") == 0)
        return set_rules(play, what);
    if (strcmp(what->string, "stop") == 0) {
        play->asked_too_long = true;
        return true;
    }
    if (strcmp(what->string, "other_order") == 0)
        return other_order(play);
    if (strcmp(what->string, "order") == 0)
        return order(play, what->valuestring);
    if (!find_order(play))
        return false;
    return strcmp(what->valuestring, "refund") == 0 ? refund(play) : close_order(play);
}

static bool
open_merchant(struct play *play)
{
    struct merchant_wish wish = {play->scenario->role == ROLE_AGENT,
                                 play->scenario->has_notify_key ? capability_bit(CAN_NOTIFY_KEY)
                                                                : 0};
    struct made_merchant made;
    struct qfpay_settings settings;
    struct qfpay_error error = {QFPAY_OK, ""};

    play->target.url = play->setup->url;
    if (!target_open(&play->target, &error) ||
        !sandbox_make_merchant(&play->target, play->arena, wish, now_ms() + CALL_MS, &made,
                               &play->trouble)) {
        if (!play->trouble)
            play->trouble = arena_dup(play->arena, error.message);
        return false;
    }
    play->credentials = made.credentials;
    qfpay_settings_init(&settings);
    settings.base_url = play->setup->url;
    settings.app_code = play->credentials.app_code;
    settings.client_key = play->credentials.client_key;
    if (qfpay_client_new(&settings, &play->merchant, &error) == QFPAY_OK)
        return true;
    play->trouble = arena_dup(play->arena, error.message);
    return false;
}

bool
action_open_world(struct play *play)
{
    bool ok = open_merchant(play);

    if (ok && play->scenario->errand == ERRAND_REFUND)
        ok = place_order(play) && payer_does(play, "pay");
    return ok && set_rules(play, play->scenario->rules) &&
           traffic_begin(&play->traffic, play->arena, &play->target, play->credentials.app_code);
}

void
action_close_world(struct play *play)
{
    if (play->credentials.app_code) {
        (void)find_syssn(play, play->number, &play->state);
        sandbox_drop_merchant(&play->target, play->arena, play->credentials.app_code,
                              now_ms() + CALL_MS);
    }
    qfpay_client_free(play->merchant);
    play->merchant = NULL;
    target_close(&play->target);
}
