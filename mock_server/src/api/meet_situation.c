/* See meet_situation.h. */
#include "api/meet_situation.h"

#include <string.h>

#include "base/log.h"
#include "server/server.h"
#include "situation/rule.h"
#include "situation/trigger.h"

/* Keep what was found, and say so in the journal and to the caller. */
static void
follow(struct request *req, const struct situation *found, const char *by)
{
    req->situation = *found;
    req->situation.disturbs = found->http_status != 0 || found->fault != FAULT_NONE ||
                              found->delay_ms > 0 || found->reshape != 0 || found->own;
    req->trigger_note = by;
    request_advise(req, QFPAY_REQ_NONE, "Trigger followed: %s.", by ? by : "");
}

static void
say_doubt(struct request *req, const struct rule_doubt *doubt)
{
    request_advise(req, QFPAY_REQ_NONE,
                   "Rule %lld counts as one that does not match: its expression for %s takes too "
                   "many steps on this value.",
                   (long long)doubt->rule->id,
                   request_printable(req, doubt->name, strlen(doubt->name), 64));
}

/* What the first rule says that matches. true: that was all. */
static bool
follow_rule(struct request *req)
{
    struct rule_doubt doubt = {NULL, NULL};
    const struct rule_subject subject = {
        .endpoint = req->endpoint,
        .params = req->params,
        .param_count = req->param_count,
        .seed = req->server->seed,
        .find_header = req->server->find_header,
        .cls = req,
    };
    struct rule *rule = rules_find(req->merchant->rules, &subject, &doubt);
    struct rule_step step;
    size_t at;

    if (doubt.rule)
        say_doubt(req, &doubt);
    if (!rule)
        return false;
    at = rule_next_step(rule);
    step = rule->steps[at];
    step.situation.delay_ms = rule_draw_delay(rule, &step, req->server->seed);
    /* The rule may be gone before its answer is. */
    if (step.own)
        step.situation.own = own_answer_copy(req->arena, step.own);
    req->trigger_note = arena_printf(req->arena, "rule %lld, response %zu of %zu",
                                     (long long)rule->id, at + 1, rule->step_count);
    if (store_spend_rule(req->server->store, req->merchant, rule) != STORE_OK)
        log_fault(req->server->settings->log, "store a rule", store_error(req->server->store));
    if (step.passes)
        return false;
    follow(req, &step.situation, req->trigger_note);
    return true;
}

static void
say_unknown(struct request *req, const char *header)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;

    qfpay_near_begin(&near, header);
    trigger_offer_words(&near);
    request_advise(
        req, QFPAY_REQ_NONE, "X-QFMock-Trigger was not understood%s",
        qfpay_near_hint(&near, hint, ": write respcd= and a code, or a word of the catalogue."));
}

void
meet_situation(struct request *req)
{
    const char *header = req->headers.trigger;
    struct situation found;

    if (header) {
        if (trigger_read_word(header, &found))
            follow(req, &found, arena_printf(req->arena, "X-QFMock-Trigger: %s", header));
        else
            say_unknown(req, header);
        return;
    }
    if (req->merchant->rules && follow_rule(req))
        return;
    if (req->server->settings->triggers &&
        trigger_read_amount(req->endpoint, request_value(req, "txamt"), &found))
        follow(req, &found, arena_printf(req->arena, "amount %s", request_value(req, "txamt")));
}
