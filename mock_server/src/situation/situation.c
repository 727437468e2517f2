/* See situation.h. */
#include "situation.h"

#include <string.h>

#include "arena.h"
#include "options.h"
#include "request.h"
#include "rule.h"
#include "server.h"
#include "trigger.h"

static const char *const fault_names[FAULT_COUNT] = {"", "drop", "truncate", "garbage"};

static const char *const notify_names[NOTIFY_AS_COUNT] = {
    "normal", "none", "duplicate", "forged", "late", "wrong-amount", "pretty", "out-of-order"};

bool
situation_can_doubt(const struct qfpay_code *code)
{
    return code->stage == QFPAY_STAGE_CHANNEL && code->outcome == QFPAY_OUTCOME_FAILURE;
}

bool
notify_as_find(const char *name, enum notify_as *as)
{
    for (unsigned i = 0; i < NOTIFY_AS_COUNT; i++) {
        if (strcmp(notify_names[i], name) == 0) {
            *as = (enum notify_as)i;
            return true;
        }
    }
    return false;
}

const char *
answer_fault_name(enum answer_fault fault)
{
    return fault_names[fault];
}

bool
answer_fault_find(const char *name, enum answer_fault *fault)
{
    for (unsigned i = 1; i < FAULT_COUNT; i++) {
        if (strcmp(fault_names[i], name) == 0) {
            *fault = (enum answer_fault)i;
            return true;
        }
    }
    return false;
}

/* Keep what was found, and say so in the journal and to the caller. */
static void
follow(struct request *req, const struct situation *found, const char *by)
{
    req->situation = *found;
    req->situation.disturbs = found->http_status != 0 || found->fault != FAULT_NONE ||
                              found->delay_ms > 0;
    req->trigger_note = by;
    request_advise(req, QFPAY_REQ_NONE, "Trigger followed: %s.", by == NULL ? "" : by);
}

/* What a rule says. true: that was all. */
static bool
follow_rule(struct request *req)
{
    struct rule_step step;

    if (!rules_meet(req, &step) || step.passes)
        return false;
    follow(req, &step.situation, req->trigger_note);
    return true;
}

void
situation_read(struct request *req)
{
    const char *header = req->headers.trigger;
    struct situation found;

    if (header != NULL) {
        if (trigger_read_word(header, &found))
            follow(req, &found, arena_printf(req->arena, "X-QFMock-Trigger: %s", header));
        else
            request_advise(req, QFPAY_REQ_NONE,
                           "X-QFMock-Trigger was not understood: write respcd= and a code, or a "
                           "word of the catalogue.");
        return;
    }
    if (req->merchant->rules != NULL && follow_rule(req))
        return;
    if (req->server->settings->triggers && trigger_read_amount(req, &found))
        follow(req, &found, arena_printf(req->arena, "amount %s", request_value(req, "txamt")));
}
