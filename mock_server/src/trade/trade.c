/* The life of an order as two tables (states.def, transitions.def) and the little that they cannot
 * say: what time does, and what a trigger has scripted. */
#include "trade.h"

#include <stdio.h>
#include <string.h>

#include "defect.h"
#include "qfpay/code.h"
#include "qfpay/pay_type.h"
#include "situation.h"

static const struct {
    const char *name;
    const char *respcd;
    const char *cancel;
} states[] = {
#define STATE(symbol, name, respcd, cancel) {name, respcd, cancel},
#include "states.def"
#undef STATE
};

static const struct {
    const char *name;
    unsigned from; /* bits of enum trade_state */
    enum trade_state to;
} transitions[] = {
#define IN(symbol)                     (1U << TRADE_##symbol)
#define ACTION(symbol, name, from, to) {name, from, TRADE_##to},
#include "transitions.def"
#undef ACTION
#undef IN
};

bool
trade_keep(struct trade *trade, struct arena *arena)
{
    const char **const texts[] = {
        &trade->out_trade_no, &trade->pay_type, &trade->txcurrcd,   &trade->txdtm,
        &trade->goods_name,   &trade->udid,     &trade->user_creid, &trade->user_truename,
        &trade->notify_url,   &trade->note,     &trade->origssn,    &trade->chnlsn,
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        size_t len = strlen(*texts[i]);

        *texts[i] = len == 0 ? "" : arena_copy(arena, *texts[i], len);
        if (*texts[i] == NULL)
            return false;
    }
    return true;
}

const char *
trade_state_name(enum trade_state state)
{
    return states[state].name;
}

bool
trade_state_find(const char *name, enum trade_state *state)
{
    for (unsigned i = 0; i < TRADE_STATE_COUNT; i++) {
        if (strcmp(states[i].name, name) == 0) {
            *state = (enum trade_state)i;
            return true;
        }
    }
    return false;
}

const char *
payer_action_name(enum payer_action action)
{
    return transitions[action].name;
}

bool
payer_action_find(const char *name, enum payer_action *action)
{
    for (unsigned i = 0; i < PAYER_ACTION_COUNT; i++) {
        if (strcmp(transitions[i].name, name) == 0) {
            *action = (enum payer_action)i;
            return true;
        }
    }
    return false;
}

/* What a query shows of a state, by mistake. */
static const struct {
    enum defect defect;
    enum trade_state state;
    const char *respcd;
} wrong_states[] = {
    {DEFECT_EXPIRED_IS_CLOSED, TRADE_EXPIRED, "1142"},
    {DEFECT_EXPIRED_IS_UNPAID, TRADE_EXPIRED, "1143"},
    {DEFECT_UNPAID_IS_1145, TRADE_UNPAID, "1145"},
    {DEFECT_PROCESSING_IS_1143, TRADE_PROCESSING, "1143"},
    {DEFECT_CLOSED_IS_UNPAID, TRADE_CLOSED, "1143"},
    {DEFECT_REVERSED_IS_UNPAID, TRADE_REVERSED, "1143"},
};

/* A state that the payer can pay from by mistake. */
static const struct {
    enum defect defect;
    enum trade_state state;
} wrong_payments[] = {
    {DEFECT_EXPIRED_CAN_BE_PAID, TRADE_EXPIRED},   {DEFECT_PAID_TWICE, TRADE_PAID},
    {DEFECT_FAILED_CAN_BE_PAID, TRADE_FAILED},     {DEFECT_CLOSED_CAN_BE_PAID, TRADE_CLOSED},
    {DEFECT_REVERSED_CAN_BE_PAID, TRADE_REVERSED},
};

static const char *
state_respcd(enum trade_state state)
{
    for (size_t i = 0;
         defect_on != DEFECT_NONE && i < sizeof(wrong_states) / sizeof(wrong_states[0]); i++) {
        if (is_defect(wrong_states[i].defect) && wrong_states[i].state == state)
            return wrong_states[i].respcd;
    }
    return states[state].respcd;
}

static bool
is_paid_by_mistake(enum trade_state state)
{
    for (size_t i = 0;
         defect_on != DEFECT_NONE && i < sizeof(wrong_payments) / sizeof(wrong_payments[0]); i++) {
        if (is_defect(wrong_payments[i].defect) && wrong_payments[i].state == state)
            return true;
    }
    return false;
}

const char *
trade_respcd(const struct trade *trade)
{
    if (trade->asks_left > 0 && trade->waiting[0] != '\0')
        return trade->waiting;
    if (trade->state == TRADE_FAILED)
        return is_defect(DEFECT_FAILURE_CODE_LOST) ? "1201" : trade->respcd;
    return state_respcd(trade->state);
}

const char *
trade_order_type(const struct trade *trade)
{
    return trade_is_refund(trade) && !is_defect(DEFECT_REFUND_IS_PAYMENT) ? "refund" : "payment";
}

bool
trade_is_order(const struct trade *trade)
{
    return trade->kind == TRADE_PAYMENT || trade->kind == TRADE_PREAUTH;
}

bool
trade_is_refund(const struct trade *trade)
{
    return trade->kind == TRADE_REFUND || trade->kind == TRADE_VOID;
}

bool
trade_is_success(const struct trade *trade)
{
    return trade->state == TRADE_PAID || trade->state == TRADE_FINISHED;
}

bool
trade_is_open(const struct trade *trade)
{
    return (transitions[PAYER_PAY].from & (1U << trade->state)) != 0;
}

void
trade_script(struct trade *trade, const struct qfpay_code *code, int ending_asks)
{
    bool is_pending = code->outcome == QFPAY_OUTCOME_PENDING;

    snprintf(trade->waiting, sizeof(trade->waiting), "%s", is_pending ? code->respcd : "1143");
    snprintf(trade->ending, sizeof(trade->ending), "%s", is_pending ? "0000" : code->respcd);
    trade->asks_left = is_pending ? SITUATION_PENDING_ASKS + 1 : ending_asks;
    if (strcmp(trade->waiting, "1145") == 0 || !trade_is_order(trade))
        trade->state = TRADE_PROCESSING;
}

bool
trade_release(struct trade *trade, int64_t now, int days)
{
    if (trade->kind != TRADE_PREAUTH || trade->state != TRADE_PAID ||
        now < trade->paydtm + (int64_t)days * 24 * 3600)
        return false;
    trade->state = TRADE_FINISHED;
    return true;
}

/* A code that the merchant scanned is reversed with cancel 1, one that the payer scanned with 2
 * (OQ-29); refunds show in the payment (QRY-23). */
const char *
trade_cancel(const struct trade *trade)
{
    if (is_defect(DEFECT_CANCEL_ALWAYS_ZERO))
        return "0";
    if (trade->state == TRADE_REVERSED) {
        const struct qfpay_pay_type *type = qfpay_pay_type_find(trade->pay_type,
                                                                strlen(trade->pay_type));

        if (type != NULL && type->mode == QFPAY_MODE_CPM)
            return "1";
    }
    if (trade->refunded_minor > 0 && trade->refunded_minor < trade->txamt_minor)
        return is_defect(DEFECT_CANCEL_PART_IS_3) ? "3" : "5";
    if (trade->refunded_minor > 0)
        return is_defect(DEFECT_CANCEL_WHOLE_IS_5) ? "5" : "3";
    if (is_defect(DEFECT_CANCEL_CLOSED_IS_1) && trade->state == TRADE_CLOSED)
        return "1";
    if (is_defect(DEFECT_CANCEL_EXPIRED_IS_2) && trade->state == TRADE_EXPIRED)
        return "2";
    return states[trade->state].cancel;
}

/* A wallet that has the order finishes it even when the code expires meanwhile. */
static bool
can_expire(const struct trade *trade)
{
    if (is_defect(DEFECT_EXPIRY_NEVER))
        return false;
    if (trade->state == TRADE_SCANNED)
        return !is_defect(DEFECT_EXPIRY_NOT_WHEN_SCANNED);
    if (trade->state == TRADE_PROCESSING || trade->state == TRADE_PAID)
        return trade_is_order(trade) &&
               is_defect(trade->state == TRADE_PAID ? DEFECT_EXPIRY_OF_PAID
                                                    : DEFECT_EXPIRY_OF_PROCESSING);
    return trade->state == TRADE_UNPAID || trade->state == TRADE_PASSWORD;
}

bool
trade_settle(struct trade *trade, int64_t now)
{
    int64_t pays_at = trade->auto_pay_at;

    if (pays_at != 0 && pays_at <= now && trade_can(trade, PAYER_PAY) &&
        (pays_at < trade->expires || !can_expire(trade))) {
        trade_act(trade, PAYER_PAY, NULL, pays_at);
        return true;
    }
    if (can_expire(trade) &&
        trade->expires + defect_step(DEFECT_EXPIRY_EARLY, DEFECT_EXPIRY_LATE) <= now) {
        trade->state = TRADE_EXPIRED;
        trade->asks_left = 0;
        return true;
    }
    return false;
}

bool
trade_ask(struct trade *trade, int64_t now)
{
    if (trade->ending[0] == '\0' || !trade_is_open(trade))
        return false;
    if (trade->asks_left > 0 && !is_defect(DEFECT_PENDING_NEVER_ENDS))
        trade->asks_left--;
    if (trade->asks_left > 0)
        return true;
    if (strcmp(trade->ending, "0000") == 0)
        trade_act(trade, PAYER_PAY, NULL, now);
    else
        trade_act(trade, PAYER_FAIL, trade->ending, now);
    return true;
}

bool
trade_can(const struct trade *trade, enum payer_action action)
{
    return trade_is_order(trade) && ((transitions[action].from & (1U << trade->state)) != 0 ||
                                     (action == PAYER_PAY && is_paid_by_mistake(trade->state)));
}

void
trade_act(struct trade *trade, enum payer_action action, const char *fail_respcd, int64_t now)
{
    trade->state = transitions[action].to;
    trade->asks_left = 0;
    if (action == PAYER_PAY)
        trade->paydtm = now;
    if (action == PAYER_FAIL)
        snprintf(trade->respcd, sizeof(trade->respcd), "%s", fail_respcd);
}

bool
trade_payer_matches(const struct trade *trade, const struct payer *payer)
{
    if (trade->user_creid[0] == '\0' || is_defect(DEFECT_IDENTITY_NOT_COMPARED) ||
        (!payer->bank_card_bound && !is_defect(DEFECT_IDENTITY_WITHOUT_CARD)))
        return true;
    return payer->user_creid != NULL && payer->user_truename != NULL &&
           (is_defect(DEFECT_IDENTITY_NAME_ONLY) ||
            strcmp(trade->user_creid, payer->user_creid) == 0) &&
           (is_defect(DEFECT_IDENTITY_NUMBER_ONLY) ||
            strcmp(trade->user_truename, payer->user_truename) == 0);
}
