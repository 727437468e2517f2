/* What goes wrong with the life of an order: a query shows another code of a state, or another
 * cancel; what cannot happen in a state happens, what can does not, or it leads nowhere. */
#include "defect/mutant.h"

#include <stdio.h>
#include <string.h>

static void
show_code(struct rulebook *book, const struct mutant *mutant)
{
    book->states[mutant->row].respcd = mutant->other;
}

static void
show_cancel(struct rulebook *book, const struct mutant *mutant)
{
    book->states[mutant->row].cancel = mutant->other;
}

static void
change_told(struct rulebook *book, const struct mutant *mutant)
{
    book->states[mutant->row].is_told = !book->states[mutant->row].is_told;
}

static void
change_from(struct rulebook *book, const struct mutant *mutant)
{
    book->moves[mutant->row].from ^= (unsigned)mutant->number;
}

static void
lead_nowhere(struct rulebook *book, const struct mutant *mutant)
{
    book->moves[mutant->row].to = (enum trade_state)mutant->number;
}

static void
as_code(const struct state_row *state, size_t row, const char *respcd, const char *twist,
        struct mutants *all)
{
    if (strcmp(state->respcd, respcd) != 0)
        mutants_add(all, show_code, row, state->requirement, "state", state->name, twist,
                    "An order that is %s is shown as %s.", state->name, respcd)
            ->other = respcd;
}

void
mutants_of_states(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < TRADE_STATE_COUNT; i++) {
        const struct state_row *state = &book->states[i];
        const char *cancel = state->cancel[0] == '0' ? "1" : "0";

        as_code(state, i, "1143", "as-unpaid", all);
        as_code(state, i, "1145", "as-processing", all);
        as_code(state, i, "1142", "as-closed", all);
        as_code(state, i, "1201", "as-failed", all);
        mutants_add(all, show_cancel, i, QFPAY_REQ_QRY_23, "state", state->name, "other-cancel",
                    "An order that is %s has cancel %s.", state->name, cancel)
            ->other = cancel;
        (void)mutants_add(all, change_told, i, QFPAY_REQ_NTF_01, "state", state->name,
                          state->is_told ? "untold" : "told", "An order that gets %s is %s.",
                          state->name, state->is_told ? "not notified" : "notified");
    }
}

/* Whether a server might take an order from a state in which nothing happens any more: it is paid
 * again or too late, it expires although it ended otherwise. What else a payer does is at its end
 * when the order is paid; other ends say nothing new of it. */
static bool
may_go_on(const struct move_row *move, enum move kind, enum trade_state state)
{
    switch (state) {
    case TRADE_PAID:
        return kind != MOVE_PAY;
    case TRADE_PROCESSING:
        return kind == MOVE_EXPIRE || kind == MOVE_SCAN || kind == MOVE_CANCEL;
    case TRADE_FAILED:
    case TRADE_EXPIRED:
    case TRADE_CLOSED:
    case TRADE_REVERSED:
        return (kind == MOVE_PAY || kind == MOVE_EXPIRE) && state != move->to;
    case TRADE_UNPAID:
    case TRADE_SCANNED:
    case TRADE_PASSWORD:
    case TRADE_REVOKED:
    case TRADE_FINISHED:
    case TRADE_STATE_COUNT:
        break;
    }
    return false;
}

/* What such a move breaks. */
static enum qfpay_req
broken_by(const struct rulebook *book, const struct move_row *move, enum move kind, unsigned state)
{
    if (move->by == BY_TIME)
        return move->requirement;
    return kind == MOVE_SCAN ? QFPAY_REQ_PAY_RSP_04 : book->states[state].requirement;
}

static void
other_from(const struct rulebook *book, size_t row, unsigned state, struct mutants *all)
{
    const struct move_row *move = &book->moves[row];
    const char *name = book->states[state].name;
    unsigned bit = 1U << state;
    char twist[32];

    (void)snprintf(twist, sizeof twist, "not-%s", name);
    if ((move->from & bit) != 0)
        mutants_add(all, change_from, row, move->requirement, "move", move->name, twist,
                    "An order that is %s cannot %s.", name, move->name)
            ->number = bit;
    else if (may_go_on(move, (enum move)row, (enum trade_state)state))
        mutants_add(all, change_from, row, broken_by(book, move, (enum move)row, state), "move",
                    move->name, name, "An order that is %s can %s.", name, move->name)
            ->number = bit;
}

/* What a call does is accepted, and the order stays as it was. */
static void
nowhere(const struct rulebook *book, size_t row, struct mutants *all)
{
    const struct move_row *move = &book->moves[row];
    unsigned state = 0;

    while ((move->from & (1U << state)) == 0)
        state++;
    mutants_add(all, lead_nowhere, row, move->requirement, "move", move->name, "nowhere",
                "A call that should %s is answered 0000 and leaves the order %s.", move->name,
                book->states[state].name)
        ->number = state;
}

void
mutants_of_moves(const struct rulebook *book, struct mutants *all)
{
    /* A call has checked the state before. */
    for (size_t i = 0; i < MOVE_COUNT; i++) {
        if (book->moves[i].by == BY_CALL)
            nowhere(book, i, all);
        for (unsigned state = 0; book->moves[i].by != BY_CALL && state < TRADE_STATE_COUNT; state++)
            other_from(book, i, state, all);
    }
}
