/* How each pay type is played: whether it waits for its payer, what the answer to the payment holds
 * and in which order. All of it is rows of pay_answers.def, so that another pay type is another
 * row. */
#ifndef MOCK_PAY_ANSWER_H
#define MOCK_PAY_ANSWER_H

#include <stddef.h>
#include <stdint.h>

#include "rules/fact.h"
#include "rules/line.h"
#include "rules/wallet.h"

/* When the payer pays. */
enum pay_when {
    PAY_AT_PAYER, /* the order waits until the payer does something */
    PAY_AT_ONCE,  /* the payer has shown a code, or a card at a terminal */
};

enum pay_order {
#define ORDER(symbol, ...) PAY_ORDER_##symbol,
#include "rules/pay_orders.def"
#undef ORDER
};

struct pay_answer {
    const char *pay_type;
    enum qfpay_req requirement; /* that says how it is paid */
    enum pay_order order;
    enum wallet wallet;
    enum pay_when paid;
    enum fact minutes;   /* until an unpaid order expires, unless the request says so */
    int64_t least_minor; /* of HKD */
    enum sheet params;   /* SHEET_NONE: no pay_params */
    const char *respmsg;
    const char *template; /* of the qrcode or the pay_url */
};

enum {
#define PAY_ANSWER(...) 0,
    PAY_ANSWER_COUNT = sizeof((char[]){
#include "rules/pay_answers.def"
    })
#undef PAY_ANSWER
};

/* What the book is filled with; ascending. */
extern const struct pay_answer pay_answer_rows[PAY_ANSWER_COUNT];

#endif
