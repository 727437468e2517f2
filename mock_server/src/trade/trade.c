/* The life of an order as two tables (states.def, transitions.def) and the little that they cannot
 * say: what time does, and what a trigger has scripted. */
#include "trade/trade.h"

#include <stdio.h>
#include <string.h>

#include "qfpay/code.h"
#include "qfpay/pay_type.h"
#include "rules/rulebook.h"
#include "situation/situation.h"

const char *
trade_state_name(enum trade_state state)
{
    return state_rows[state].name;
}

bool
trade_state_find(const char *name, enum trade_state *state)
{
    for (unsigned i = 0; i < TRADE_STATE_COUNT; i++) {
        if (strcmp(state_rows[i].name, name) == 0) {
            *state = (enum trade_state)i;
            return true;
        }
    }
    return false;
}

const char *
move_name(enum move move)
{
    return move_rows[move].name;
}

bool
move_find(const char *name, enum move *move)
{
    for (unsigned i = 0; i < MOVE_COUNT; i++) {
        if (move_rows[i].by == BY_PAYER && strcmp(move_rows[i].name, name) == 0) {
            *move = (enum move)i;
            return true;
        }
    }
    return false;
}

const char *
trade_respcd(const struct rulebook *book, const struct trade *trade)
{
    const char *respcd = book->states[trade->state].respcd;

    if (trade->asks_left > 0 && trade->waiting[0] != '\0')
        return trade->waiting;
    return respcd[0] == '\0' ? trade->respcd : respcd;
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

int64_t
trade_rest(const struct trade *trade)
{
    return trade->txamt_minor - trade->refunded_minor;
}

bool
trade_is_open(const struct rulebook *book, const struct trade *trade)
{
    return (book->moves[MOVE_PAY].from & (1U << trade->state)) != 0;
}

void
trade_fail(struct trade *trade, const char *respcd)
{
    trade->state = TRADE_FAILED;
    (void)snprintf(trade->respcd, sizeof trade->respcd, "%s", respcd);
}

void
trade_script(const struct rulebook *book, struct trade *trade, const struct qfpay_code *code,
             int ending_asks)
{
    bool is_pending = code->outcome == QFPAY_OUTCOME_PENDING;

    snprintf(trade->waiting, sizeof trade->waiting, "%s", is_pending ? code->respcd : "1143");
    snprintf(trade->ending, sizeof trade->ending, "%s", is_pending ? "0000" : code->respcd);
    trade->asks_left = is_pending ? fact(book, FACT_PENDING_ASKS) + 1 : ending_asks;
    if (strcmp(trade->waiting, "1145") == 0 || !trade_is_order(trade))
        trade->state = TRADE_PROCESSING;
}

int64_t
trade_frozen(const struct trade *trade)
{
    return trade->txamt_minor - trade->captured_minor;
}

bool
trade_release(const struct rulebook *book, struct trade *trade, int64_t now, int64_t days)
{
    if (trade->kind != TRADE_PREAUTH || trade->state != TRADE_PAID ||
        now < trade->paydtm + days * 24 * 3600)
        return false;
    trade_act(book, trade, MOVE_RELEASE, NULL, now);
    return true;
}

/* A code that the merchant scanned is reversed with a cancel of its own, unlike one that the payer
 * scanned (OQ-29); refunds show in the payment (QRY-23). */
const char *
trade_cancel(const struct rulebook *book, const struct trade *trade)
{
    if (trade->state == TRADE_REVERSED) {
        const struct qfpay_pay_type *type = qfpay_pay_type_find(trade->pay_type,
                                                                strlen(trade->pay_type));

        if (type && type->mode == QFPAY_MODE_CPM)
            return word(book, WORD_CANCEL_OF_SCAN);
    }
    if (trade->refunded_minor > 0)
        return word(book, trade_rest(trade) > 0 ? WORD_CANCEL_OF_PART : WORD_CANCEL_OF_WHOLE);
    return book->states[trade->state].cancel;
}

bool
trade_meet_time(const struct rulebook *book, struct trade *trade, int64_t now)
{
    int64_t pays_at = trade->auto_pay_at;
    bool can_expire = trade_can(book, trade, MOVE_EXPIRE);

    if (pays_at != 0 && pays_at <= now && trade_can(book, trade, MOVE_PAY) &&
        (pays_at < trade->expires || !can_expire)) {
        trade_act(book, trade, MOVE_PAY, NULL, pays_at);
        return true;
    }
    if (!can_expire || trade->expires + fact(book, FACT_EXPIRY_DELAY) > now)
        return false;
    trade_act(book, trade, MOVE_EXPIRE, NULL, now);
    return true;
}

bool
trade_ask(const struct rulebook *book, struct trade *trade, int64_t now)
{
    if (trade->ending[0] == '\0' || !trade_is_open(book, trade))
        return false;
    if (trade->asks_left > 0)
        trade->asks_left -= fact(book, FACT_ASK);
    if (trade->asks_left > 0)
        return true;
    if (strcmp(trade->ending, "0000") == 0)
        trade_act(book, trade, MOVE_PAY, NULL, now);
    else
        trade_act(book, trade, MOVE_FAIL, trade->ending, now);
    return true;
}

bool
trade_can(const struct rulebook *book, const struct trade *trade, enum move move)
{
    return trade_is_order(trade) && (book->moves[move].from & (1U << trade->state)) != 0;
}

void
trade_act(const struct rulebook *book, struct trade *trade, enum move move, const char *fail_respcd,
          int64_t now)
{
    trade->state = book->moves[move].to;
    trade->asks_left = 0;
    if (move == MOVE_PAY)
        trade->paydtm = now;
    if (move == MOVE_FAIL)
        snprintf(trade->respcd, sizeof trade->respcd, "%s", fail_respcd);
}
