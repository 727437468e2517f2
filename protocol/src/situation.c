/*
 * The triggers of a sandbox as data; what a server does about them is the server's.
 */
#include "qfpay/situation.h"

enum kind { ANSWER, ENDING };

static const struct qfpay_code_amount code_amounts[] = {
#define SITUATION(number, word, value, fault, applied, status, delay_ms, notification, about)
#define CODE_AMOUNT(prefix, call, kind, about)                                                     \
    {prefix, QFPAY_ENDPOINT_##call, (kind) == ANSWER, about},
#define RESHAPE(symbol, word, about)
#include "qfpay/tables/situations.def"
#undef RESHAPE
#undef CODE_AMOUNT
#undef SITUATION
};

static const struct qfpay_situation situations[] = {
#define CODE_AMOUNT(prefix, call, kind, about)
#define SITUATION(number, word, value, fault, applied, status, delay_ms, notification, about)      \
    {number, word, value, about},
#define RESHAPE(symbol, word, about)
#include "qfpay/tables/situations.def"
#undef RESHAPE
#undef SITUATION
#undef CODE_AMOUNT
};

static const struct qfpay_reshape reshapes[] = {
#define CODE_AMOUNT(prefix, call, kind, about)
#define SITUATION(number, word, value, fault, applied, status, delay_ms, notification, about)
#define RESHAPE(symbol, word, about) {word, about},
#include "qfpay/tables/situations.def"
#undef RESHAPE
#undef SITUATION
#undef CODE_AMOUNT
};

const struct qfpay_code_amount *
qfpay_code_amount_at(size_t index)
{
    return index < sizeof code_amounts / sizeof code_amounts[0] ? &code_amounts[index] : NULL;
}

const struct qfpay_situation *
qfpay_situation_at(size_t index)
{
    return index < sizeof situations / sizeof situations[0] ? &situations[index] : NULL;
}

const struct qfpay_reshape *
qfpay_reshape_at(size_t index)
{
    return index < sizeof reshapes / sizeof reshapes[0] ? &reshapes[index] : NULL;
}
