/* See pay_answer.h. */
#include "pay_answer.h"

#include <string.h>

#include "rulebook.h"
#include "server.h"
#include "tale.h"

enum { KEYS_MAX = 18 };

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
#include "pay_answers.def"
#undef PAY_ANSWER
};

/* The lines of SHEET_PAYMENT, counted from 1. */
enum pay_key {
    KEY_END,
#define KEY(symbol, key, form, value, requirement) KEY_##symbol,
#include "pay_keys.def"
#undef KEY
};

static const unsigned char orders[][KEYS_MAX + 1] = {
#define K(symbol)          KEY_##symbol
#define ORDER(symbol, ...) [PAY_ORDER_##symbol] = {__VA_ARGS__, KEY_END},
#include "pay_orders.def"
#undef ORDER
#undef K
};

const struct pay_answer *
pay_answer_find(const struct rulebook *book, const char *pay_type)
{
    size_t low = 0;
    size_t high = book->pay_type_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(pay_type, book->pay_types[middle].pay_type);

        if (order == 0)
            return &book->pay_types[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

void
pay_answer_write(struct tale *tale, struct tree *tree, cJSON *root)
{
    const struct line *lines = tale->server->book.sheets[SHEET_PAYMENT];

    for (const unsigned char *key = orders[tale->pay->order]; *key != KEY_END; key++)
        tale_write_line(tale, &lines[*key - 1], tree, root);
}
