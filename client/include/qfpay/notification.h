/**
 * @file notification.h
 * Checking what QFPay signs: responses, and the asynchronous notifications of paid orders.
 *
 * The signature of both is MD5 over the raw bytes of the body followed by the key: the client key,
 * and for notifications the merchant's notify key where QFPay gave one (NTF-04; Odoo's documents
 * speak of one, QFPay's do not). Hash what arrived, before any parsing: a body that was decoded and
 * written again has another signature.
 *
 * Life:    qfpay_notification_check makes a notification, qfpay_notification_free frees it.
 * Threads: safe; nothing is shared.
 * Source:  SIG-13, SIG-14, NTF-04 to NTF-13, NTF-20, NTF-21.
 */
#ifndef QFPAY_NOTIFICATION_H
#define QFPAY_NOTIFICATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qfpay/answer.h"
#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What an X-QF-SIGN over raw bytes turned out to be. */
enum qfpay_signature {
    QFPAY_SIGNATURE_ABSENT, /**< no header, or an empty one */
    QFPAY_SIGNATURE_RIGHT,
    QFPAY_SIGNATURE_WRONG,
};

/**
 * Check the signature of a response or a notification.
 *
 * @param[in]  body       borrowed; the bytes as they arrived; NULL only when body_len is 0
 * @param[in]  body_len   bytes
 * @param[in]  sign       borrowed; the value of X-QF-SIGN in either case; NULL when there was none
 * @param[in]  key        borrowed, NUL-terminated; the client key of a response, the notify key of
 * a notification where there is one, else the client key
 * @param[out] found      the verdict; untouched on failure
 * @param[out] err        detail, or NULL
 *
 * @retval QFPAY_OK       *found is set
 * @retval QFPAY_E_MEMORY out of memory
 * @retval QFPAY_E_CRYPTO OpenSSL has no MD5
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_signature_check(const void *body, size_t body_len,
                                                                 const char *sign, const char *key,
                                                                 enum qfpay_signature *found,
                                                                 struct qfpay_error *err);

typedef struct qfpay_notification qfpay_notification;

/**
 * Check a notification's signature, then read it. qfpay_notification_reply says what to answer.
 *
 * @param[in]  body       borrowed; the bytes as they arrived
 * @param[in]  body_len   bytes, at most QFPAY_RESPONSE_MAX
 * @param[in]  sign       borrowed; the value of X-QF-SIGN; NULL when there was none
 * @param[in]  key        borrowed, NUL-terminated; the notify key where QFPay gave one, else the
 *                        client key
 * @param[out] out        caller frees with qfpay_notification_free; untouched on failure
 * @param[out] err        detail, or NULL
 *
 * @retval QFPAY_OK          *out is a genuine notification
 * @retval QFPAY_E_SIGNATURE the signature is wrong or absent: the body was not looked at
 * @retval QFPAY_E_PARSE     signed, but not a JSON object
 * @retval QFPAY_E_LIMIT     larger or deeper than this library reads
 * @retval QFPAY_E_MEMORY    out of memory
 * @retval QFPAY_E_CRYPTO    OpenSSL has no MD5
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status
qfpay_notification_check(const void *body, size_t body_len, const char *sign, const char *key,
                         qfpay_notification **out, struct qfpay_error *err);

/** What a receiver answers. */
struct qfpay_notification_reply {
    int http_status;
    const char *body; /**< static; text/plain */
};

/**
 * The answer that belongs to the result of qfpay_notification_check.
 *
 * A genuine notification is answered 200 and `SUCCESS`, also when it was seen before and when its
 * notify_type is not known: anything else makes QFPay deliver it again, for a day. One that is not
 * genuine or cannot be read is refused with 400, and trouble of the receiver itself (memory,
 * crypto) is 500, so that it comes again. Answer before doing the work that the notification
 * causes; a late answer counts as none.
 *
 * Source: NTF-06, NTF-13, PIT-75, PIT-76, PIT-82, PIT-84.
 */
QFPAY_API struct qfpay_notification_reply qfpay_notification_reply(enum qfpay_status status);

/** Free a notification. NULL is allowed. */
QFPAY_API void qfpay_notification_free(qfpay_notification *notification);

/** Its fields. @return borrowed, never NULL */
QFPAY_API const qfpay_record *qfpay_notification_record(const qfpay_notification *notification);

/** @name What it speaks of
 * @return borrowed, "" when absent, never NULL
 * @{ */

/** "payment", "refund", "cancel" (a card payment voided), "unfreeze", or one not known today. */
QFPAY_API const char *qfpay_notification_type(const qfpay_notification *notification);

/**
 * The merchant's number of the order. A refund's notification has the order's number in
 * orig_out_trade_no, and in out_trade_no the refund's own, or one that nobody chose (NTF-21).
 */
QFPAY_API const char *qfpay_notification_order(const qfpay_notification *notification);
/** @} */

/** A syssn of 40 characters, a colon, a notify_type of 40 and a NUL. */
#define QFPAY_NOTIFICATION_KEY_SIZE 82

/**
 * What to remember a notification by, so that its repetitions do nothing: "SYSSN:TYPE". The same
 * notification may come several times, and the notifications of a payment and of its refund are
 * different ones (NTF-10, PIT-77).
 *
 * @param[in]  notification borrowed
 * @param[out] key          NUL-terminated on QFPAY_OK, else untouched
 * @param[out] err          detail, or NULL
 *
 * @retval QFPAY_OK      key is set
 * @retval QFPAY_E_PARSE it has no syssn, or one or a type that is longer than the API's
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status
qfpay_notification_key(const qfpay_notification *notification,
                       char key[QFPAY_NOTIFICATION_KEY_SIZE], struct qfpay_error *err);

/**
 * Whether it says that exactly this order was paid: a payment (no refund, no void), respcd 0000,
 * and the number, the amount and the currency of the order. A refund carries a number of its own, a
 * forged or confused one another amount; neither passes (PIT-57, PIT-79, PIT-81).
 *
 * @param[in] notification borrowed
 * @param[in] out_trade_no borrowed; the merchant's number
 * @param[in] txamt_minor  the amount that was ordered, minor units
 * @param[in] txcurrcd     borrowed; the currency that was ordered
 */
QFPAY_API bool qfpay_notification_pays(const qfpay_notification *notification,
                                       const char *out_trade_no, int64_t txamt_minor,
                                       const char *txcurrcd);

/**
 * Whether it says that exactly this refund was carried out: a refund, or the void of a card payment
 * on its own day, of this payment and with this amount and currency. A void carries a number that
 * the merchant did not choose, so the refund's own number is not compared (NTF-20, NTF-21, PIT-78).
 *
 * @param[in] notification borrowed
 * @param[in] orig_syssn   borrowed; QFPay's number of the payment that was refunded
 * @param[in] txamt_minor  the amount of the refund, minor units
 * @param[in] txcurrcd     borrowed; the currency of the payment
 */
QFPAY_API bool qfpay_notification_refunds(const qfpay_notification *notification,
                                          const char *orig_syssn, int64_t txamt_minor,
                                          const char *txcurrcd);

#ifdef __cplusplus
}
#endif

#endif
