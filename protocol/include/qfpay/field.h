/**
 * @file field.h
 * The rules of request parameters. The rows are qfpay/tables/fields.def, in the order of the
 * API's own tables, which is the order in which they are checked.
 *
 * A rule says what one value must look like by itself; what depends on the merchant, on other
 * orders or on several parameters at once is the server's. Only the pay type of a payment changes
 * the rules of the others: qfpay_pay_type_fields finds what it changes, once for a request, and
 * qfpay_field_for applies it to each rule.
 *
 * Life and threads: constant tables; every pointer returned is static.
 * Source: the requirement of each row.
 */
#ifndef QFPAY_FIELD_H
#define QFPAY_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qfpay/endpoint.h"
#include "qfpay/evidence.h"
#include "qfpay/param.h"
#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The form of a value. */
enum qfpay_kind {
    QFPAY_KIND_TEXT,      /**< any UTF-8 without control characters */
    QFPAY_KIND_AMOUNT,    /**< minor units: [1-9][0-9]*, at most max characters */
    QFPAY_KIND_INTEGER,   /**< decimal digits, between low and high */
    QFPAY_KIND_CURRENCY,  /**< a current row of currencies.def */
    QFPAY_KIND_PAY_TYPE,  /**< six digits, a row of pay_types.def */
    QFPAY_KIND_DATETIME,  /**< datetime.h */
    QFPAY_KIND_ZONE,      /**< +0800 */
    QFPAY_KIND_FLAG,      /**< exactly "Y" */
    QFPAY_KIND_IDENTITY,  /**< text of a JSON object with the strings user_creid, user_truename */
    QFPAY_KIND_SCENE,     /**< text of a JSON object with scene_info.h5_info, spbill_create_ip */
    QFPAY_KIND_CARD_DATA, /**< text of a JSON object with payment_data_enc (hex), return_url */
    QFPAY_KIND_URL,       /**< http:// or https:// and a host */
    QFPAY_KIND_LIST,      /**< comma separated, no empty element */
};

enum qfpay_presence {
    QFPAY_PRESENCE_REQUIRED,    /**< must be there and not empty */
    QFPAY_PRESENCE_OPTIONAL,    /**< may be missing; empty counts as missing */
    QFPAY_PRESENCE_MERCHANT,    /**< depends on the merchant (mchid); not decided here */
    QFPAY_PRESENCE_UNUSED,      /**< belongs to other pay types: ignored, whatever it holds */
    QFPAY_PRESENCE_RECOMMENDED, /**< optional, but its page recommends it for the pay type */
};

enum qfpay_unit {
    QFPAY_UNIT_BYTES,
    QFPAY_UNIT_CHARS, /**< Unicode code points */
};

struct qfpay_field {
    enum qfpay_endpoint endpoint;
    const char *name;
    enum qfpay_kind kind;
    enum qfpay_presence presence;
    enum qfpay_unit unit;
    size_t max;  /**< longest value, in units; 0 for no bound */
    int64_t low; /**< least integer of QFPAY_KIND_INTEGER and QFPAY_KIND_AMOUNT */
    int64_t high;
    const char *type;            /**< as the documents write it: "String(128)" */
    enum qfpay_req presence_req; /**< broken when it is missing or empty */
    enum qfpay_req length_req;   /**< broken when it is too long */
    enum qfpay_req form_req;     /**< broken when its form is wrong */
    enum qfpay_req range_req;    /**< broken when it is out of range */
    const char *about;           /**< one sentence for help texts */
};

/** What one pay type changes in the rule of one parameter of a payment. */
struct qfpay_pay_type_field {
    const char *pay_type;
    const char *name;
    enum qfpay_presence presence;
    enum qfpay_kind kind;
    enum qfpay_req req; /**< broken when it is missing, or malformed as the other kind */
};

/** What is wrong with a value. */
enum qfpay_fault {
    QFPAY_FAULT_NONE,
    QFPAY_FAULT_MISSING, /**< not sent */
    QFPAY_FAULT_EMPTY,   /**< sent with an empty value */
    QFPAY_FAULT_LENGTH,
    QFPAY_FAULT_FORM,
    QFPAY_FAULT_RANGE,
};

/**
 * The rules of one endpoint, contiguous and in checking order.
 *
 * @param[in]  endpoint which
 * @param[out] count    how many; 0 for an endpoint without rules
 * @return static, or NULL with *count 0
 */
QFPAY_API const struct qfpay_field *qfpay_fields(enum qfpay_endpoint endpoint, size_t *count);

/** One rule by name. @param[in] name borrowed; @param[in] len bytes. @return static or NULL */
QFPAY_API const struct qfpay_field *qfpay_field_find(enum qfpay_endpoint endpoint, const char *name,
                                                     size_t len);

/**
 * What a pay type changes; the rows are qfpay/tables/pay_type_fields.def.
 *
 * @param[in]  pay_type borrowed, any text; len bytes
 * @param[out] count    how many; 0 for a pay type that changes nothing, or is not known
 * @return static, contiguous, or NULL with *count 0
 */
QFPAY_API const struct qfpay_pay_type_field *qfpay_pay_type_fields(const char *pay_type, size_t len,
                                                                   size_t *count);

/**
 * A rule as it is for a pay type.
 *
 * @param[in]  field   the rule; only those of a payment are changed
 * @param[in]  changes what qfpay_pay_type_fields found; NULL when count is 0
 * @param[out] room    caller's; filled when the rule changes
 * @return room, or field when the pay type leaves it as it is
 */
QFPAY_API const struct qfpay_field *qfpay_field_for(const struct qfpay_field *field,
                                                    const struct qfpay_pay_type_field *changes,
                                                    size_t count, struct qfpay_field *room);

/**
 * Check one value against its rule.
 *
 * @param[in]  field the rule
 * @param[in]  param borrowed; NULL when the parameter was not sent
 * @param[out] req   the requirement broken; QFPAY_REQ_NONE when none; NULL is allowed
 * @return QFPAY_FAULT_NONE, or what is wrong
 */
QFPAY_API enum qfpay_fault qfpay_field_check(const struct qfpay_field *field,
                                             const struct qfpay_param *param, enum qfpay_req *req);

/**
 * Say in one English sentence what is wrong and what was expected, for diagnoses and error texts:
 * "expired_time is 4; it must be a whole number from 5 to 120."
 *
 * The value is shown as printable ASCII, with escapes for the rest, cut at about 40 characters.
 *
 * @param[in]  field the rule
 * @param[in]  param as for qfpay_field_check
 * @param[in]  fault its result
 * @param[out] text  caller's buffer, always NUL-terminated, cut when too small
 * @param[in]  text_size its capacity in bytes
 */
QFPAY_API void qfpay_field_explain(const struct qfpay_field *field, const struct qfpay_param *param,
                                   enum qfpay_fault fault, char *text, size_t text_size);

/** Code points in UTF-8 text, or -1 when it is not UTF-8. @param[in] text borrowed, len bytes */
QFPAY_API long qfpay_utf8_length(const char *text, size_t len);

#ifdef __cplusplus
}
#endif

#endif
