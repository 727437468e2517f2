/**
 * @file currency.h
 * The currencies. The rows are qfpay/tables/currencies.def.
 *
 * Amounts are integers in minor units everywhere; the exponent serves display only (OQ-36).
 * Life and threads: constant tables; every pointer returned is static.
 * Source: PAY-CUR-01, PAY-CUR-02; contract currencies.
 */
#ifndef QFPAY_CURRENCY_H
#define QFPAY_CURRENCY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qfpay/code.h"
#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct qfpay_currency {
    const char *code;                   /**< "HKD" */
    const char *name[QFPAY_LANG_COUNT]; /**< UTF-8 */
    int exponent;                       /**< ISO 4217 digits after the point, for display */
    bool current;                       /**< false: only in older documents, refused in requests */
};

QFPAY_API size_t qfpay_currency_count(void);

/** Row by index. @return static; NULL at or beyond the count */
QFPAY_API const struct qfpay_currency *qfpay_currency_at(size_t index);

/** Find by code, byte-exact. @param[in] code borrowed, len bytes. @return static or NULL */
QFPAY_API const struct qfpay_currency *qfpay_currency_find(const char *code, size_t len);

/** The longest result of qfpay_amount_format with its NUL: sign, 19 digits, point, space, code. */
#define QFPAY_AMOUNT_TEXT_SIZE 32

/**
 * An amount for people: 12345 and HKD give "123.45 HKD"; JPY has no decimals; an unknown currency
 * is shown with two.
 *
 * @param[in]  amount_minor minor units, any sign
 * @param[in]  code         borrowed; currency code, NUL-terminated
 * @param[out] text         caller's buffer of QFPAY_AMOUNT_TEXT_SIZE bytes, always NUL-terminated
 */
QFPAY_API void qfpay_amount_format(int64_t amount_minor, const char *code,
                                   char text[QFPAY_AMOUNT_TEXT_SIZE]);

#ifdef __cplusplus
}
#endif

#endif
