/* See guard.h. */
#include "safety/guard.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "qfpay/answer.h"
#include "qfpay/code.h"

static const char *
header_of(const struct outgoing *outgoing, const char *name)
{
    size_t i;

    for (i = 0; i < outgoing->header_count; i++) {
        if (strcasecmp(outgoing->headers[i].name, name) == 0)
            return outgoing->headers[i].value;
    }
    return "";
}

const struct credentials *
guard_owner(const struct guard *guard, const struct order *order)
{
    size_t role;

    for (role = 0; role < ROLE_COUNT; role++) {
        const struct credentials *given = &guard->given[role];

        if (given->app_code && strcmp(given->app_code, order->app_code) == 0 &&
            strcmp(given->mchid, order->mchid) == 0)
            return given;
    }
    return NULL;
}

bool
guard_is_mine(const struct guard *guard, const struct order *order)
{
    return order->is_open && strcmp(order->target, guard->place) == 0 && guard_owner(guard, order);
}

/* Who would own the order: of the given merchants whose app code is on the request the one whose
 * mchid is in it, for stores share an app code; else the first of them, else the first of all. */
static const struct credentials *
payer_of(const struct guard *guard, const struct outbound *outbound,
         const struct outgoing *outgoing)
{
    const char *app_code = header_of(outgoing, "X-QF-APPCODE");
    const char *mchid = outbound_value(outbound, "mchid");
    const struct credentials *first = NULL;
    size_t role;

    for (role = 0; role < ROLE_COUNT; role++) {
        const struct credentials *given = &guard->given[role];

        if (!given->app_code || strcmp(given->app_code, app_code) != 0)
            continue;
        if (strcmp(given->mchid, mchid ? mchid : "") == 0)
            return given;
        first = first ? first : given;
    }
    return first ? first : &guard->given[ROLE_DEFAULT];
}

static bool
is_own(const void *context, const char *name, const char *number)
{
    const struct guard *guard = context;
    bool by_syssn = strcasecmp(name, "out_trade_no") != 0;
    const struct order *order;
    size_t i;

    /* A number that this case made up, or that is longer than any can be (PAY-OTN-04). */
    if (!by_syssn &&
        ((guard->number[0] && strncmp(number, guard->number, strlen(guard->number)) == 0) ||
         strlen(number) > 128))
        return true;
    for (i = 0; guard->ledger && (order = ledger_at(guard->ledger, i)); i++) {
        if (strcmp(order->target, guard->place) == 0 &&
            strcmp(by_syssn ? order->syssn : order->out_trade_no, number) == 0)
            return true;
    }
    return false;
}

/* A key signs what leaves, and never leaves itself. */
static bool
holds_key(const struct guard *guard, const struct outbound *outbound,
          const struct outgoing *outgoing)
{
    size_t role;

    for (role = 0; role < ROLE_COUNT; role++) {
        const char *key = guard->given[role].client_key;

        if (key && outbound_holds(outbound, outgoing, key))
            return true;
    }
    return false;
}

static const char *
refusal_of(const struct guard *guard, struct arena *arena, const struct outbound *outbound,
           const struct outgoing *outgoing)
{
    const struct outbound_limits limits = {guard->max_amount, guard->may_refund, is_own, guard};

    if (holds_key(guard, outbound, outgoing))
        return "it holds a client key";
    return outbound_refusal(outbound, arena, &limits);
}

const char *
guard_preview(const struct guard *guard, struct arena *arena, const struct outgoing *outgoing)
{
    struct outbound *outbound = arena_alloc(arena, sizeof *outbound);

    outbound_read(outbound, arena, outgoing);
    return refusal_of(guard, arena, outbound, outgoing);
}

static const char *
text_or_empty(const struct outbound *outbound, const char *name)
{
    const char *value = outbound_value(outbound, name);

    return value ? value : "";
}

/* Two numbers in one request: nobody knows which would be the order's. */
static bool
has_two_numbers(const struct outbound *outbound)
{
    const char *first = outbound_value(outbound, "out_trade_no");
    size_t i;

    for (i = 0; first && i < outbound->count; i++) {
        if (strcasecmp(outbound->params[i].name, "out_trade_no") == 0 &&
            strcmp(outbound->params[i].value, first) != 0)
            return true;
    }
    return false;
}

/* Write down the order that may come of a payment. */
static struct order *
write_down(struct guard *guard, struct arena *arena, const struct outbound *outbound,
           const struct outgoing *outgoing)
{
    const struct credentials *payer = payer_of(guard, outbound, outgoing);
    struct order facts;

    memset(&facts, 0, sizeof facts);
    facts.target = guard->place;
    facts.app_code = arena_dup(arena, payer->app_code);
    facts.mchid = arena_dup(arena, payer->mchid);
    facts.out_trade_no = arena_dup(arena, text_or_empty(outbound, "out_trade_no"));
    facts.txamt = arena_printf(arena, "%.40s", text_or_empty(outbound, "txamt"));
    facts.txcurrcd = arena_printf(arena, "%.40s", text_or_empty(outbound, "txcurrcd"));
    return ledger_add(guard->ledger, &facts);
}

const char *
guard_admit(struct guard *guard, struct arena *arena, const struct outgoing *outgoing,
            struct pass *pass)
{
    struct outbound *outbound = arena_alloc(arena, sizeof *outbound);
    const char *refusal;

    pass->order = NULL;
    if (!guard->ledger)
        return "nothing is sent in a dry run";
    outbound_read(outbound, arena, outgoing);
    refusal = refusal_of(guard, arena, outbound, outgoing);
    if (refusal || !outbound->pays)
        return refusal;
    if (guard->trouble)
        return guard->trouble;
    if (has_two_numbers(outbound))
        return "it has two out_trade_no, and the ledger could not say which is the order's";
    pass->order = write_down(guard, arena, outbound, outgoing);
    if (!pass->order)
        guard->trouble = "the ledger cannot be written";
    guard->orders += pass->order != NULL;
    return guard->trouble;
}

/* What an answer says about the order. A gateway may give up (HTTP 5xx, 408) on what goes on behind
 * it, and some codes leave open what happened; any other refusal is one. */
static enum order_answer
meaning_of(const struct reply *reply, const char *respcd)
{
    if (!respcd[0])
        return reply->http / 100 == 5 || reply->http / 100 == 2 || reply->http == 408
                   ? ANSWER_OPEN
                   : ANSWER_REFUSED;
    if (!qfpay_code_find(respcd) || qfpay_respcd_is_doubtful(respcd))
        return ANSWER_OPEN;
    return qfpay_outcome_of(respcd) == QFPAY_OUTCOME_FAILURE ? ANSWER_REFUSED : ANSWER_ACCEPTED;
}

/* Whether a refusal proves that there is no order: decided before the channel was called, hence
 * without a syssn (RSP-12). */
static bool
proves_nothing_was_made(const char *respcd, const char *syssn)
{
    const struct qfpay_code *code = qfpay_code_find(respcd);

    return code && code->outcome == QFPAY_OUTCOME_FAILURE && code->stage == QFPAY_STAGE_EARLY &&
           !qfpay_respcd_is_doubtful(respcd) && !syssn[0];
}

/* Write down what was answered. */
static bool
note_answer(struct guard *guard, struct order *order, const struct reply *reply)
{
    const char *respcd = json_text(reply->json, "respcd", "");
    const char *syssn = json_text(reply->json, "syssn", "");
    char http[24];

    (void)snprintf(http, sizeof http, "HTTP %d", reply->http);
    if (reply->http == 429)
        return ledger_settle(guard->ledger, order, http);
    if (!ledger_answer(guard->ledger, order, meaning_of(reply, respcd), respcd[0] ? respcd : http,
                       syssn))
        return false;
    return !proves_nothing_was_made(respcd, syssn) ||
           ledger_settle(guard->ledger, order, "refused");
}

void
guard_answered(struct guard *guard, const struct pass *pass, const struct reply *reply)
{
    bool ok = true;

    if (!pass->order)
        return;
    if (reply->answered)
        ok = note_answer(guard, pass->order, reply);
    else if (!reply->raw.sent)
        ok = ledger_settle(guard->ledger, pass->order, "not sent");
    if (!ok)
        guard->trouble = "the ledger cannot be written";
}
