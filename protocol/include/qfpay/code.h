/**
 * @file code.h
 * Every response code with its texts and its outcome. The rows are qfpay/tables/codes.def.
 *
 * Life and threads: constant tables; every pointer returned is static.
 * Source: RSP-02 to RSP-05; contract codes.
 */
#ifndef QFPAY_CODE_H
#define QFPAY_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/endpoint.h"
#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What an answer means for the merchant (RSP-03). */
enum qfpay_outcome {
    QFPAY_OUTCOME_SUCCESS, /**< 0000 */
    QFPAY_OUTCOME_PENDING, /**< 1143, 1145, 1298: keep querying */
    QFPAY_OUTCOME_FAILURE, /**< everything else */
};

enum qfpay_lang {
    QFPAY_LANG_EN,
    QFPAY_LANG_ZH_HANT,
    QFPAY_LANG_ZH_HANS,
};
#define QFPAY_LANG_COUNT 3

/** Who says the code, which decides the shape of the refusal (RSP-12, RSP-13). */
enum qfpay_stage {
    QFPAY_STAGE_EARLY, /**< before the channel is called: few keys, no syssn, number not consumed */
    QFPAY_STAGE_CHANNEL, /**< by the wallet or bank: full shape with syssn, number consumed */
    QFPAY_STAGE_OUTSIDE, /**< never a respcd of the HTTP API (HTTP 429, browser SDK) */
};

/** Where a code may appear; a set of bits. */
enum qfpay_code_where {
#define ENDPOINT(symbol, name, get, get_documented)                                                \
    QFPAY_WHERE_##symbol = 1 << QFPAY_ENDPOINT_##symbol,
#include "qfpay/tables/endpoints.def"
#undef ENDPOINT
    QFPAY_WHERE_OPENID = 1 << 16, /**< get_weixin_openid */
    QFPAY_WHERE_INTENT = 1 << 17, /**< create_payment_intent */
    QFPAY_WHERE_CUSTOMS = 1 << 18,
    QFPAY_WHERE_NOTIFICATION = 1 << 19,
    QFPAY_WHERE_ELEMENT_SDK = 1 << 20, /**< browser result of confirmPayment */
};

/** Every call of the API: what a code means that any of them can answer. */
#define QFPAY_WHERE_EVERY_CALL                                                                     \
    (((1U << QFPAY_ENDPOINT_COUNT) - 1) | QFPAY_WHERE_OPENID | QFPAY_WHERE_INTENT |                \
     QFPAY_WHERE_CUSTOMS)

struct qfpay_code {
    const char *respcd;                 /**< four digits; "" for the row of HTTP 429 */
    int http_status;                    /**< 200, or 429 */
    const char *name;                   /**< "signature_error" */
    const char *text[QFPAY_LANG_COUNT]; /**< UTF-8, without the trailing code */
    enum qfpay_outcome outcome;
    enum qfpay_stage stage;
    unsigned where;       /**< bits of enum qfpay_code_where */
    bool current;         /**< in the current documents; else only in the 2017 table */
    const char *evidence; /**< "docs,old,observed" */
    const char *note;     /**< "" when there is nothing to add */
};

/** How many rows there are. */
QFPAY_API size_t qfpay_code_count(void);

/** Row by index, in the order of the contract. @return static; NULL at or beyond the count */
QFPAY_API const struct qfpay_code *qfpay_code_at(size_t index);

/**
 * The row of a respcd of the HTTP API (never a QFPAY_STAGE_OUTSIDE row).
 *
 * @param[in] respcd borrowed, NUL-terminated; NULL is allowed
 * @return static, or NULL for an unknown code
 */
QFPAY_API const struct qfpay_code *qfpay_code_find(const char *respcd);

/**
 * The outcome of a respcd: 0000 success, 1143, 1145 and 1298 pending, everything else failure,
 * unknown codes, "" and NULL included.
 *
 * Source: RSP-03, PIT-53, PIT-58; status-codes (2026-11), which lists 1298 as pending.
 */
QFPAY_API enum qfpay_outcome qfpay_outcome_of(const char *respcd);

/**
 * The places where a code may appear by name, "payment" or "notification", one after the other.
 *
 * @return static, or NULL behind the last
 */
QFPAY_API const char *qfpay_code_place(const struct qfpay_code *code, size_t index);

/** "success", "pending" or "failure". @return static, never NULL */
QFPAY_API const char *qfpay_outcome_name(enum qfpay_outcome outcome);

/** "en", "zh-hant" or "zh-hans". @return static, never NULL */
QFPAY_API const char *qfpay_lang_name(enum qfpay_lang lang);

/** Find a language by its name. @return true and *lang, or false */
QFPAY_API bool qfpay_lang_find(const char *name, enum qfpay_lang *lang);

#ifdef __cplusplus
}
#endif

#endif
