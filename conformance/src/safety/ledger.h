/* The ledger: a file that remembers every order which may exist at a live target until it is known
 * to be closed. An order is written and synced before its payment leaves, so whatever ends this
 * program, the next one knows what to close. It holds numbers and amounts, never a key.
 *
 * One window remains: a payment whose answer was lost and that no query shows ORDER_APPEARS_S later
 * counts as never made. Should a target make it after that, only its expiry ends the order.
 *
 * The file is text, one JSON object per line, only ever appended to; one process at a time has it
 * open. One ledger may hold the orders of several targets. */
#ifndef CONFORM_LEDGER_H
#define CONFORM_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

enum {
    LEDGER_ORDERS_MAX = 20000,
    LEDGER_TEXT_MAX = 300,
    /* How long after its payment an order may still come to be: the time of an exchange (10 s), and
     * a minute, after which gateways have given up whatever they passed on. */
    ORDER_APPEARS_S = 70,
};

/* What is known from the answer to a payment. */
enum order_answer {
    ANSWER_OPEN,     /* nothing: there was none, or it leaves open what happened */
    ANSWER_ACCEPTED, /* there is an order */
    ANSWER_REFUSED,  /* most likely there is none */
};

/* An order that a payment may have made. All texts belong to the ledger; "" for none. */
struct order {
    int id; /* unique within the file */
    char *at;
    char *target; /* host:port */
    char *app_code;
    char *mchid;
    char *out_trade_no;
    char *txamt;
    char *txcurrcd;
    char *syssn; /* once it is known */
    enum order_answer answer;
    bool is_open;
    bool is_old;      /* of an earlier run */
    bool refund_sent; /* by this run, at its end */
    const char *left; /* why it is still open; static; NULL before anybody tried to close it */
};

struct ledger;

/* Open, create and lock it; orders that earlier runs settled are not read. NULL with a sentence in
 * problem: it is in use, it cannot be written, or a line of it is not ours; then the file stays as
 * it is. Caller frees with ledger_close. */
struct ledger *ledger_open(const char *path, char *problem, size_t problem_size);

/* Write down and sync an order that is about to be made; its texts are copied, id and state are
 * set here. NULL when it could not be written or is too large: then it must not be made. */
struct order *ledger_add(struct ledger *ledger, const struct order *facts);

/* The answer to its payment, its code (for people) and what it means; syssn "" for none. */
bool ledger_answer(struct ledger *ledger, struct order *order, enum order_answer answer,
                   const char *code, const char *syssn);

/* Nothing is left of it; how says so in a word or two. */
bool ledger_settle(struct ledger *ledger, struct order *order, const char *how);

/* All orders, those that this run settled too. NULL at the end. */
struct order *ledger_at(const struct ledger *ledger, size_t index);

const char *ledger_path(const struct ledger *ledger);

/* Unlock and free; the file is removed when nothing is open in it and it is still the one that
 * was opened. Accepts NULL. */
void ledger_close(struct ledger *ledger);

#endif
