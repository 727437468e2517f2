/* See offer.h. */
#include "target/offer.h"

#include <string.h>

#include "base/json.h"
#include "base/printable.h"
#include "qfpay/answer.h"
#include "request/request.h"
#include "target/send.h"

struct offer {
    const char *pay_type;
    const char *lacking; /* NULL: it is offered */
    struct offer *next;
};

static bool
is_told(const cJSON *pay_types, const char *pay_type)
{
    const cJSON *offered;

    cJSON_ArrayForEach(offered, pay_types)
    {
        if (cJSON_IsString(offered) && strcmp(offered->valuestring, pay_type) == 0)
            return true;
    }
    return false;
}

/* The template of a pay type, or the one that a case makes a payment of this type from. */
static const char *
find_base(const struct suite *suite, const char *pay_type)
{
    const cJSON *step;
    size_t i;

    for (i = 0; i < suite->template_count; i++) {
        if (strcmp(json_text(suite->templates[i].params, "pay_type", ""), pay_type) == 0)
            return suite->templates[i].name;
    }
    for (i = 0; i < suite->case_count; i++) {
        cJSON_ArrayForEach(step, suite->cases[i].steps)
        {
            const cJSON *set = cJSON_GetObjectItemCaseSensitive(step, "set");
            const char *base = json_text(step, "base", NULL);

            if (base && strcmp(json_text(set, "pay_type", ""), pay_type) == 0)
                return base;
        }
    }
    return NULL;
}

static const char *
not_offered(struct arena *arena, const struct reply *reply)
{
    const char *respcd = json_text(reply->json, "respcd", "");

    if (!reply->answered)
        return arena_printf(arena, "the target gave no answer to one: %s", reply->problem);
    if (!respcd[0])
        return arena_printf(arena, "the target answered HTTP %d to one", reply->http);
    if (qfpay_outcome_of(respcd) != QFPAY_OUTCOME_FAILURE)
        return NULL;
    return arena_printf(arena, "the target refuses one: %s %s", respcd,
                        printable(arena, json_text(reply->json, "resperr", "")));
}

/* Make a payment of the type, as the default merchant. */
static const char *
try_offer(struct target *target, const struct suite *suite, const char *pay_type)
{
    struct arena *arena = target->offers_arena;
    struct scope *scope = arena_alloc(arena, sizeof *scope);
    struct request *request = arena_alloc(arena, sizeof *request);
    struct reply *reply = arena_alloc(arena, sizeof *reply);
    const char *base = find_base(suite, pay_type), *problem = NULL, *lacking;
    cJSON *step = cJSON_CreateObject();

    scope_init(scope, arena);
    scope->merchant = &target->given[ROLE_DEFAULT];
    cJSON_AddStringToObject(step, "call", "payment");
    cJSON_AddStringToObject(step, "base", base ? base : "");
    cJSON_AddStringToObject(cJSON_AddObjectToObject(step, "set"), "pay_type", pay_type);
    if (!base || !request_build(suite, scope, target->signer, step, request, &problem)) {
        lacking = "no case makes a payment of it";
    } else {
        target_send(target, arena, &request->outgoing, now_ms() + EXCHANGE_TIMEOUT_MS, reply);
        lacking = not_offered(arena, reply);
    }
    cJSON_Delete(step);
    return lacking;
}

const char *
offer_lacking(struct target *target, const struct suite *suite, const char *pay_type)
{
    struct offer *offer = target->offers;

    if (target->pay_types)
        return is_told(target->pay_types, pay_type) ? NULL : "the merchant does not offer it";
    if (target->guard || !target->offers_arena)
        return "the target does not tell whether it is offered";
    while (offer && strcmp(offer->pay_type, pay_type) != 0)
        offer = offer->next;
    if (!offer) {
        offer = arena_alloc(target->offers_arena, sizeof *offer);
        offer->pay_type = pay_type;
        offer->lacking = try_offer(target, suite, pay_type);
        offer->next = target->offers;
        target->offers = offer;
    }
    return offer->lacking;
}
