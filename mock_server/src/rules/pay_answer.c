/* See pay_answer.h. */
#include "rules/pay_answer.h"

const struct pay_answer pay_answer_rows[] = {
#define PAY_ANSWER(pay_type, requirement, order, wallet, paid, minutes, least, params, respmsg,    \
                   template)                                                                       \
    {pay_type,                                                                                     \
     QFPAY_REQ_##requirement,                                                                      \
     PAY_ORDER_##order,                                                                            \
     WALLET_##wallet,                                                                              \
     PAY_##paid,                                                                                   \
     FACT_##minutes##_MINUTES,                                                                     \
     least,                                                                                        \
     SHEET_##params,                                                                               \
     respmsg,                                                                                      \
     template},
#include "rules/pay_answers.def"
#undef PAY_ANSWER
};
