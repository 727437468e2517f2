/**
 * @file pay_type.h
 * The pay types. The rows are qfpay/tables/pay_types.def.
 *
 * Life and threads: constant tables; every pointer returned is static.
 * Source: PAY-TYPE-01, PAY-TYPE-02, PAY-EXP-04; contract pay types.
 */
#ifndef QFPAY_PAY_TYPE_H
#define QFPAY_PAY_TYPE_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How payer and merchant meet. */
enum qfpay_mode {
    QFPAY_MODE_CPM, /**< the merchant scans the payer's code */
    QFPAY_MODE_MPM, /**< the payer scans the merchant's code */
    QFPAY_MODE_WEB,
    QFPAY_MODE_WAP,
    QFPAY_MODE_JSAPI,
    QFPAY_MODE_MINI,
    QFPAY_MODE_APP,
    QFPAY_MODE_CARD,
    QFPAY_MODE_OTHER,
};

/** Which field of the payment answer carries what the payer needs. */
enum qfpay_handover {
    QFPAY_HANDOVER_NONE, /**< nothing: the payment is done or pending */
    QFPAY_HANDOVER_QRCODE,
    QFPAY_HANDOVER_PAY_URL,
    QFPAY_HANDOVER_PAY_PARAMS,
    QFPAY_HANDOVER_WEB_URL, /**< one older type (804214) */
};

struct qfpay_pay_type {
    const char *pay_type; /**< "800201" */
    const char *wallet;   /**< "WeChat Pay" */
    enum qfpay_mode mode;
    const char *region;
    enum qfpay_handover handover;
    bool expired_time; /**< the parameter expired_time applies */
    bool reversal;
    bool close;
    bool refund;
    int refund_window_days; /**< 0: not known */
    const char *partial_refund;
    const char *required; /**< extra mandatory parameters, comma separated; "" for none */
    bool current;         /**< in the current documents */
    const char *evidence; /**< "seed,docs,old,observed" */
    const char *note;
};

QFPAY_API size_t qfpay_pay_type_count(void);

/** Row by index. @return static; NULL at or beyond the count */
QFPAY_API const struct qfpay_pay_type *qfpay_pay_type_at(size_t index);

/** Find by its six digits. @param[in] text borrowed, len bytes. @return static or NULL */
QFPAY_API const struct qfpay_pay_type *qfpay_pay_type_find(const char *text, size_t len);

/** "CPM", "MPM", ... @return static, never NULL */
QFPAY_API const char *qfpay_mode_name(enum qfpay_mode mode);

/** The answer's field: "qrcode", "pay_url", ... or "". @return static, never NULL */
QFPAY_API const char *qfpay_handover_name(enum qfpay_handover handover);

#ifdef __cplusplus
}
#endif

#endif
