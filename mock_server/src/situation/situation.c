/* See situation.h. */
#include "situation.h"

#include <string.h>

#include "arena.h"
#include "options.h"
#include "qfpay/situation.h"
#include "request.h"
#include "rule.h"
#include "server.h"
#include "trigger.h"

static const char *const fault_names[FAULT_COUNT] = {"", "drop", "truncate", "garbage"};

bool
situation_can_doubt(const struct qfpay_code *code)
{
    return code->stage == QFPAY_STAGE_CHANNEL && code->outcome != QFPAY_OUTCOME_SUCCESS;
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

/* The bit of one word; 0 for none. */
static unsigned
reshape_bit(const char *word, size_t len)
{
    const struct qfpay_reshape *row;

    for (unsigned i = 0; (row = qfpay_reshape_at(i)) != NULL; i++) {
        if (strlen(row->word) == len && memcmp(row->word, word, len) == 0)
            return RESHAPE_BIT(i);
    }
    return 0;
}

bool
reshape_read(const char *words, unsigned *set)
{
    for (;;) {
        size_t len = strcspn(words, ",");
        unsigned bit = reshape_bit(words, len);

        if (bit == 0)
            return false;
        *set |= bit;
        if (words[len] == '\0')
            return true;
        words += len + 1;
    }
}

/* Keep what was found, and say so in the journal and to the caller. */
static void
follow(struct request *req, const struct situation *found, const char *by)
{
    req->situation = *found;
    req->situation.disturbs = found->http_status != 0 || found->fault != FAULT_NONE ||
                              found->delay_ms > 0 || found->reshape != 0;
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
situation_read(struct request *req)
{
    const char *header = req->headers.trigger;
    struct situation found;

    if (header != NULL) {
        if (trigger_read_word(header, &found))
            follow(req, &found, arena_printf(req->arena, "X-QFMock-Trigger: %s", header));
        else
            say_unknown(req, header);
        return;
    }
    if (req->merchant->rules != NULL && follow_rule(req))
        return;
    if (req->server->settings->triggers && trigger_read_amount(req, &found))
        follow(req, &found, arena_printf(req->arena, "amount %s", request_value(req, "txamt")));
}
