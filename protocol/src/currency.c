/*
 * Currencies as data, and amounts as people read them.
 */
#include "qfpay/currency.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What a currency without a row is shown with. */
#define USUAL_EXPONENT 2

static const struct qfpay_currency currencies[] = {
#define CURRENCY(code, en, hant, hans, exponent, current)                                          \
    {code, {en, hant, hans}, exponent, current},
#include "qfpay/tables/currencies.def"
#undef CURRENCY
};

#define CURRENCY_COUNT (sizeof currencies / sizeof currencies[0])

size_t
qfpay_currency_count(void)
{
    return CURRENCY_COUNT;
}

const struct qfpay_currency *
qfpay_currency_at(size_t index)
{
    return index < CURRENCY_COUNT ? &currencies[index] : NULL;
}

const struct qfpay_currency *
qfpay_currency_find(const char *code, size_t len)
{
    if (len != 3)
        return NULL;
    for (size_t i = 0; i < CURRENCY_COUNT; i++)
        if (memcmp(currencies[i].code, code, len) == 0)
            return &currencies[i];
    return NULL;
}

void
qfpay_amount_format(int64_t amount_minor, const char *code, char text[QFPAY_AMOUNT_TEXT_SIZE])
{
    const struct qfpay_currency *currency = qfpay_currency_find(code, strlen(code));
    int exponent = currency ? currency->exponent : USUAL_EXPONENT;
    const char *sign = amount_minor < 0 ? "-" : "";
    uint64_t amount = amount_minor < 0 ? 0 - (uint64_t)amount_minor : (uint64_t)amount_minor;
    uint64_t unit = 1;

    for (int i = 0; i < exponent; i++)
        unit *= 10;
    if (exponent == 0)
        (void)snprintf(text, QFPAY_AMOUNT_TEXT_SIZE, "%s%" PRIu64 " %s", sign, amount, code);
    else
        (void)snprintf(text, QFPAY_AMOUNT_TEXT_SIZE, "%s%" PRIu64 ".%0*" PRIu64 " %s", sign,
                       amount / unit, exponent, amount % unit, code);
}
