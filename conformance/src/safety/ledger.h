/* The ledger: a file that remembers every order which may exist at a live target until it is known
 * to be closed. An order is written and synced before its payment leaves, so whatever ends this
 * program, the next one knows what to close. It holds numbers and amounts, never a key.
 *
 * The file is text, one JSON object per line, only ever appended to; one process at a time has it
 * open. One ledger may hold the orders of several targets. */
#ifndef CONFORM_LEDGER_H
#define CONFORM_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

enum { LEDGER_ORDERS_MAX = 20000, LEDGER_TEXT_MAX = 300 };

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
    char *syssn;      /* once it is known */
    bool is_accepted; /* the answer said so: 0000, 1143 or 1145 */
    bool is_open;
    bool is_old;      /* of an earlier run */
    const char *left; /* why it is still open; static; NULL before anybody tried to close it */
};

struct ledger;

/* Open, create and lock it. NULL with a sentence in problem: it is in use, it cannot be written, or
 * a line of it is not ours. Caller frees with ledger_close. */
struct ledger *ledger_open(const char *path, char *problem, size_t problem_size);

/* Write down and sync an order that is about to be made; its texts are copied, id and state are
 * set here. NULL when it could not be written or is too large: then it must not be made. */
struct order *ledger_add(struct ledger *ledger, const struct order *facts);

/* The answer to its payment; syssn "" for none. */
bool ledger_answer(struct ledger *ledger, struct order *order, const char *respcd,
                   const char *syssn);

/* Nothing is left of it; how says so in a word or two. */
bool ledger_settle(struct ledger *ledger, struct order *order, const char *how);

/* All orders, those that are no longer open too. NULL at the end. */
struct order *ledger_at(const struct ledger *ledger, size_t index);

const char *ledger_path(const struct ledger *ledger);

/* Unlock and free; the file is removed when nothing is open in it. Accepts NULL. */
void ledger_close(struct ledger *ledger);

#endif
