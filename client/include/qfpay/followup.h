/**
 * @file followup.h
 * What can be done with an order after it was placed: refund, close, reverse, note, and for a
 * pre-authorisation capture and release.
 *
 * All of them check the parameters against the field rules first, add the settings' mchid and wait
 * HTTP 429 out. None is ever sent twice: what is done about a lost answer (broken connection,
 * time-out, HTTP 5xx, unreadable body) is said at each. The members of the structs carry the API's
 * names; NULL, "" and 0 mean not sent, except that a missing txdtm is now, as UTC+8 wall clock.
 *
 * Life:    the answers are freed with qfpay_answer_free; the structs are borrowed during the call.
 * Threads: as a client's: one thread at a time.
 */
#ifndef QFPAY_FOLLOWUP_H
#define QFPAY_FOLLOWUP_H

#include "qfpay/client.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @name Refund
 * @{ */

/** A refund of all or a part of a payment. */
struct qfpay_refund {
    const char *syssn;        /**< mandatory; of the payment, or of the capture */
    const char *out_trade_no; /**< mandatory; the refund's own number, new and unique */
    int64_t txamt;            /**< mandatory, also for a full refund; minor units */
    const char *txdtm;        /**< time of the refund */
    const char *txzone;
    const char *udid;
    const struct qfpay_param *others; /**< any further parameters; empty ones are not sent */
    size_t other_count;
};

/**
 * Refund, at most once.
 *
 * A refund may be pending (1143, 1145, 1298): store its syssn, which is the answer's, and let
 * qfpay_wait poll it. After a lost answer the refund is looked up by its own out_trade_no, a few
 * times, and *out is then the query's answer about the refund. Not finding it is reported as the
 * failure that it was; trying again is then safe only under the same number, which QFPay refuses
 * with 1251 when the first attempt did arrive.
 *
 * @param[in]  client borrowed
 * @param[in]  refund borrowed during the call
 * @param[out] out    caller frees with qfpay_answer_free; untouched on failure
 * @param[out] err    detail, or NULL
 *
 * @retval QFPAY_OK    QFPay answered: see qfpay_answer_outcome
 * @retval QFPAY_E_ARG a parameter breaks its rule: nothing was sent
 * @retval ...         and what qfpay_call returns
 *
 * Source: RFD-01 to RFD-26, PIT-92, PIT-94.
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_refund(qfpay_client *client,
                                                        const struct qfpay_refund *refund,
                                                        qfpay_answer **out,
                                                        struct qfpay_error *err);
/** @} */

/** @name Close and reverse
 * Both are for orders that are not paid; a paid one is refunded. Which of the two a wallet knows
 * depends on its pay type: qfpay_pay_type_find has it in `close` and `reversal`.
 * @{ */

/** The order to close or to reverse. */
struct qfpay_cancel {
    const char *syssn;        /**< one of the two is mandatory */
    const char *out_trade_no; /**< of the order */
    int64_t txamt;            /**< mandatory; the order's amount, minor units */
    const char *txdtm;        /**< the order's time; a reversal's documents say so, none compares */
    const char *udid;
};

/**
 * Close an unpaid order: its code can no longer be paid. A lost answer is reported as the failure
 * that it was; query the order, 1142 means that it is closed.
 *
 * @param[in]  client borrowed
 * @param[in]  cancel borrowed during the call
 * @param[out] out    caller frees with qfpay_answer_free; untouched on failure
 * @param[out] err    detail, or NULL
 *
 * @retval QFPAY_OK    QFPay answered: success means closed
 * @retval QFPAY_E_ARG a parameter breaks its rule, or neither number was given: nothing was sent
 * @retval ...         and what qfpay_call returns
 *
 * Source: CLS-01 to CLS-08.
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_close(qfpay_client *client,
                                                       const struct qfpay_cancel *cancel,
                                                       qfpay_answer **out, struct qfpay_error *err);

/**
 * Reverse an order whose payment did not succeed: the last resort. It does not prove that nothing
 * was charged, so query the order afterwards; also after a lost answer, which is reported as the
 * failure that it was.
 *
 * Parameters and results as qfpay_close. Source: RVS-01 to RVS-18.
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_reverse(qfpay_client *client,
                                                         const struct qfpay_cancel *cancel,
                                                         qfpay_answer **out,
                                                         struct qfpay_error *err);
/** @} */

/** @name Note
 * @{ */

/**
 * Attach a note to a completed transaction; a second note replaces the first, so after a lost
 * answer it may simply be sent again. Only for merchants without an mchid (NOTE-01).
 *
 * @param[in]  client borrowed
 * @param[in]  syssn  borrowed during the call; QFPay's number of the transaction
 * @param[in]  note   borrowed during the call; at most 200 characters
 * @param[out] out    caller frees with qfpay_answer_free; untouched on failure
 * @param[out] err    detail, or NULL
 *
 * @retval QFPAY_OK    QFPay answered: success means noted
 * @retval QFPAY_E_ARG a parameter breaks its rule, or the settings have an mchid: nothing was sent
 * @retval ...         and what qfpay_call returns
 *
 * Source: NOTE-01 to NOTE-05.
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_add_note(qfpay_client *client, const char *syssn,
                                                          const char *note, qfpay_answer **out,
                                                          struct qfpay_error *err);
/** @} */

/** @name Pre-authorisation
 * @{ */

/** What to take of a frozen amount. */
struct qfpay_capture {
    const char *syssn;        /**< mandatory; of the pre-authorisation */
    int64_t txamt;            /**< mandatory; minor units */
    const char *txcurrcd;     /**< optional */
    const char *out_trade_no; /**< optional, of older documents; the capture's own number */
    const char *txdtm;        /**< optional here: not sent when NULL or "" */
    const char *udid;
};

/**
 * Capture, which the API calls authtrade. The sum of several captures is at most the frozen amount;
 * a capture is refunded by its own syssn. A lost answer is reported as the failure that it was:
 * query the transactions of the day before capturing again, because every capture takes money.
 *
 * @param[in]  client  borrowed
 * @param[in]  capture borrowed during the call
 * @param[out] out     caller frees with qfpay_answer_free; untouched on failure
 * @param[out] err     detail, or NULL
 *
 * @retval QFPAY_OK    QFPay answered: success means captured
 * @retval QFPAY_E_ARG a parameter breaks its rule: nothing was sent
 * @retval ...         and what qfpay_call returns
 *
 * Source: AUT-01 to AUT-05.
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_capture(qfpay_client *client,
                                                         const struct qfpay_capture *capture,
                                                         qfpay_answer **out,
                                                         struct qfpay_error *err);

/** What to give back of a frozen amount. */
struct qfpay_release {
    const char *syssn;        /**< mandatory; of the pre-authorisation */
    const char *out_trade_no; /**< mandatory; of the pre-authorisation */
    int64_t txamt;            /**< mandatory; the rest that was not captured, minor units */
    const char *txdtm;
};

/**
 * Release the rest that was not captured, which the API calls unfreeze. It works once, and nothing
 * can be captured after it. A lost answer is reported as the failure that it was: query the
 * pre-authorisation.
 *
 * Parameters and results as qfpay_capture. Source: UNF-01 to UNF-04.
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_release(qfpay_client *client,
                                                         const struct qfpay_release *release,
                                                         qfpay_answer **out,
                                                         struct qfpay_error *err);
/** @} */

#ifdef __cplusplus
}
#endif

#endif
