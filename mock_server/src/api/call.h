/* One call under way: the request, and what the rules of its chapter have found out so far. The
 * conditions of the rows are functions of it. */
#ifndef MOCK_CALL_H
#define MOCK_CALL_H

#include "base/node.h"
#include "rules/rulebook.h"
#include "server/request.h"
#include "store/store.h"
#include "trade/trade.h"

struct window {
    int64_t from; /* first and last second, both included */
    int64_t to;
};

struct call {
    struct request *req;
    const struct rulebook *book;
    const struct check *check;    /* the row that asks; NULL: none does */
    const char *trouble;          /* our own failure: what could not be done; NULL */
    const char *unreadable;       /* why the form cannot be read */
    enum qfpay_digest digest;     /* that the headers announce */
    struct account *counted;      /* whose calls are counted; NULL: nobody's */
    const char *parameter;        /* that is wrong */
    const char *wrong;            /* what is wrong with it */
    enum qfpay_req broken;        /* by it */
    bool is_absent;               /* it is mandatory and not there */
    int64_t txamt;                /* minor units; 0 when the call has none */
    int64_t balance;              /* what the day has taken in the order's wallet */
    const struct source *source;  /* where a query looks */
    struct window window;         /* likewise, see query_window.h */
    struct trade order;           /* that the call is about */
    struct trade made;            /* that the call makes */
    const struct check *refused;  /* the row by which the channel refuses that; NULL */
    const struct pay_answer *pay; /* how the pay type of a payment is played */
    enum wallet wallet;           /* that has taken the payer's code; WALLET_COUNT: none */
    struct payer payer;           /* who pays an order */
    /* What the pay type changes in the rules of the values. */
    const struct qfpay_pay_type_field *changes;
    size_t change_count;
};

/* A call of which nothing is known yet. */
void call_init(struct call *call, struct request *req);

/* Find by a syssn, whosever it is; the trade's texts are in the request's arena. */
bool call_find_syssn(struct request *req, const char *text, size_t len, struct trade *trade);

/* A trade of this call, in its account and with what every call that makes one says of it; unpaid,
 * all other texts empty. It is nobody's until it is stored. */
struct trade new_trade(struct call *call, enum trade_kind kind);

/* One that moves money of the order, and has done so: a refund, a capture. */
struct trade new_from_order(struct call *call, enum trade_kind kind);

/* What the pay type of the order has. Never NULL. */
const struct way_back *call_way_back(const struct call *call);

/* The code by which a situation lets the call answer that it is in progress; NULL: none. */
const struct qfpay_code *call_asked_wait(const struct call *call);

/* The diagnosis of is_found, is_own and the like. */
#define NO_SUCH_TRANSACTION                                                                        \
    "This merchant account has no transaction with the {handle} that this call could work on."

/* Conditions that several chapters have. */
condition is_found;           /* the order, by syssn, else by out_trade_no */
condition is_own;             /* of the account that asks */
condition is_new_number;      /* out_trade_no is nobody's yet */
condition is_paid;            /* the order, or its money is frozen */
condition is_not_closed;      /* the same */
condition is_not_reversed;    /* the same */
condition is_same_amount;     /* as the order's */
condition is_asked_early;     /* a situation asks for a failure before the channel */
condition is_asked_late;      /* one by the channel */
condition is_asked_any;       /* one or the other */
condition is_asked_otherwise; /* for anything but success */

#endif
