/* A transaction: what the store keeps of it, and the life of an order (state.h,
 * docs/states.md). State changes that only the passing of time causes are applied
 * when somebody looks (trade_meet_time), so no timer walks the orders. */
#ifndef MOCK_TRADE_H
#define MOCK_TRADE_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/state.h"

struct qfpay_code;
struct rulebook;

struct trade {
    int64_t id; /* the sequence part of the syssn, see syssn.h */
    enum trade_kind kind;
    int64_t account; /* the merchant account: a mchid, or the app code itself */
    enum trade_state state;
    char respcd[5]; /* of TRADE_FAILED: the payer's code; else "" */
    int64_t txamt_minor;
    int64_t sysdtm;
    int64_t paydtm;         /* 0: not paid */
    int64_t expires;        /* an unpaid order expires at this instant */
    int64_t auto_pay_at;    /* 0: never; else the payer pays by himself at this instant */
    char ending[5];         /* of a trigger: how the payer's attempt ends; "" without */
    char waiting[5];        /* the code that queries see before the ending */
    int64_t asks_left;      /* counted down by each query; the one that reaches 0 sees the ending */
    int64_t original;       /* of a refund or capture: the id of what it belongs to */
    int64_t refunded_minor; /* what its successful refunds gave back */
    int64_t captured_minor; /* of a pre-authorisation: what its captures took */
    int64_t refunding;      /* the id of its refund in progress; 0: none */
    int64_t ended_by;       /* the id of the reversal, close or release; 0: none */
    int notify_as;          /* how its notification goes wrong, see situation.h; 0: not at all */
    const char *out_trade_no; /* texts are borrowed: of the request, or of an arena */
    const char *pay_type;
    const char *txcurrcd;
    const char *txdtm;
    const char *goods_name; /* "" when there is none, like all below */
    const char *udid;
    const char *user_creid; /* real-name data of extend_info */
    const char *user_truename;
    const char *notify_url;
    const char *note;
    const char *origssn; /* the syssn of the original */
    const char *chnlsn;  /* of a refund: the wallet's number of the payment */
};

/* Whom an order names, or what the wallet knows of its owner (PAY-EXT-04). */
struct payer {
    const char *user_creid; /* NULL: not told */
    const char *user_truename;
    bool bank_card_bound;
};

/* "unpaid", "paid", ... as the control API says it. Static, never NULL. */
const char *trade_state_name(enum trade_state state);

/* Find a state by that name. */
bool trade_state_find(const char *name, enum trade_state *state);

/* "scan", "pay", ... Static, never NULL. Only what a payer does is found. */
const char *move_name(enum move move);
bool move_find(const char *name, enum move *action);

/* The respcd of the query's record. Borrowed from the trade, or static. */
const char *trade_respcd(const struct rulebook *book, const struct trade *trade);

/* Whether it is an order that a payer pays, and whether money goes back by it. */
bool trade_is_order(const struct trade *trade);
bool trade_is_refund(const struct trade *trade);

/* The money moved, or is frozen, and was not called back: 0000 in a query. */
bool trade_is_success(const struct trade *trade);

/* What is left of a payment to be refunded, in minor units. */
int64_t trade_rest(const struct trade *trade);

/* Neither payer nor wallet has decided yet. */
bool trade_is_open(const struct rulebook *book, const struct trade *trade);

/* Let it have failed with a code of the channel. */
void trade_fail(struct trade *trade, const char *respcd);

/* Let the wallet decide with the queries to come: a pending code passes to 0000 after as many
 * queries as the book says, another is what the ending_asks-th query sees. */
void trade_script(const struct rulebook *book, struct trade *trade, const struct qfpay_code *code,
                  int ending_asks);

/* What is left of a pre-authorisation to be captured or released. */
int64_t trade_frozen(const struct trade *trade);

/* Release a pre-authorisation that was held for so many days (AUT-03). Returns whether it changed.
 */
bool trade_release(const struct rulebook *book, struct trade *trade, int64_t now, int64_t days);

/* The record's `cancel`: "0" to "5". Static. */
const char *trade_cancel(const struct rulebook *book, const struct trade *trade);

/* Apply what time has done up to now: the automatic payer, expiry (PAY-EXP-05).
 * Returns whether the trade changed and must be stored. */
bool trade_meet_time(const struct rulebook *book, struct trade *trade, int64_t now);

/* Count one query of a trade that a trigger has scripted. Call it after trade_meet_time and before
 * the record is read. Returns whether the trade changed. */
bool trade_ask(const struct rulebook *book, struct trade *trade, int64_t now);

/* Whether this can happen in the trade's state. */
bool trade_can(const struct rulebook *book, const struct trade *trade, enum move move);

/* Let something happen that trade_can allows. fail_respcd is read for MOVE_FAIL. */
void trade_act(const struct rulebook *book, struct trade *trade, enum move move,
               const char *fail_respcd, int64_t now);

#endif
