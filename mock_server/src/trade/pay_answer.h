/* How each pay type is played: whether it waits for its payer, what the answer to the payment holds
 * and in which order. All of it is rows of pay_answers.def, so that another pay type is another
 * row. */
#ifndef MOCK_PAY_ANSWER_H
#define MOCK_PAY_ANSWER_H

#include "request.h"
#include "trade.h"
#include "wallet.h"

/* Who acts first. */
enum pay_begin {
    PAY_AT_PAYER,    /* an order waits until the payer does something */
    PAY_SCANNED,     /* the payer has shown a code: paid at once */
    PAY_AT_TERMINAL, /* the payer has shown a card at a terminal: paid at once */
};

enum pay_order {
#define ORDER(symbol, ...) PAY_ORDER_##symbol,
#include "pay_orders.def"
#undef ORDER
};

/* The sets of pay_params.def. */
enum pay_params {
    PAY_PARAMS_NONE,
    PAY_PARAMS_JSAPI,
    PAY_PARAMS_WECHAT_APP,
    PAY_PARAMS_ALIPAY_APP,
    PAY_PARAMS_ALIPAY_H5,
    PAY_PARAMS_CARD_3DS,
    PAY_PARAMS_APPLE_PAY,
    PAY_PARAMS_UNIONPAY_APP,
    PAY_PARAMS_PAYME_APP,
    PAY_PARAMS_FREEZE_APP,
};

struct pay_answer {
    const char *pay_type;
    enum pay_order order;
    enum wallet wallet;
    enum pay_begin begin;
    int minutes;         /* until an unpaid order expires, unless the request says so */
    int64_t least_minor; /* of HKD */
    enum pay_params params;
    const char *respmsg;
    const char *template; /* of the qrcode or the pay_url */
};

/* How a pay type is played; NULL when it is not. */
const struct pay_answer *pay_answer_find(const char *pay_type);

/* Row by index; NULL behind the last. */
const struct pay_answer *pay_answer_at(size_t index);

/* The answer to a payment that has become this trade, whatever became of it. */
struct reply pay_answer_say(struct request *req, const struct pay_answer *row,
                            const struct trade *trade);

#endif
