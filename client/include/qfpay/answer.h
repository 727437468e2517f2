/**
 * @file answer.h
 * What QFPay answered, read so that the known misreadings cannot happen.
 *
 * An answer knows which call it belongs to. A query's own respcd 0000 only says that the query
 * worked, and a payment's 0000 for a QR order only says that the order exists; neither is ever
 * reported as a success here. The outcome is always about the *subject*: the transaction that was
 * asked about.
 *
 * Life:    qfpay_call and its typed kin make an answer, qfpay_answer_free frees it; records and
 *          texts are borrowed from it until then.
 * Threads: an answer is never changed after it was made: any number of threads may read it.
 * Source:  RSP-01 to RSP-14, PAY-RSP-01, QRY-10 to QRY-19.
 */
#ifndef QFPAY_ANSWER_H
#define QFPAY_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qfpay/code.h"
#include "qfpay/endpoint.h"
#include "qfpay/exchange.h"
#include "qfpay/record.h"
#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct qfpay_answer qfpay_answer;

/** What was asked, as far as it decides how the answer is read. Borrowed texts; NULL for none. */
struct qfpay_asked {
    enum qfpay_endpoint endpoint;
    const char *pay_type;     /**< of a payment */
    const char *syssn;        /**< of a query for one transaction */
    const char *out_trade_no; /**< of a query for one order */
    bool is_refund;           /**< out_trade_no is the number of a refund */
};

/**
 * Read an HTTP response as the answer to a call. HTTP 429 is an answer with an empty respcd
 * (pending: nothing was decided, back off and ask again). The signature is not looked at: see
 * qfpay_call and qfpay_signature_check.
 *
 * @param[in]     asked    borrowed during the call
 * @param[in,out] response taken on success and then empty; untouched on failure
 * @param[out]    out      caller frees with qfpay_answer_free; untouched on failure
 * @param[out]    err      detail, or NULL
 *
 * @retval QFPAY_OK       *out is the answer, whatever its respcd says
 * @retval QFPAY_E_HTTP   the HTTP status is neither 200 nor 429
 * @retval QFPAY_E_PARSE  the body is not a JSON object
 * @retval QFPAY_E_LIMIT  the body is nested too deeply, or has too many fields or records
 * @retval QFPAY_E_MEMORY out of memory
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_answer_parse(const struct qfpay_asked *asked,
                                                              struct qfpay_response *response,
                                                              qfpay_answer **out,
                                                              struct qfpay_error *err);

/** Free an answer. NULL is allowed. */
QFPAY_API void qfpay_answer_free(qfpay_answer *answer);

/**
 * What the answer means for the transaction that was asked about.
 *
 * Payment: 0000 is a success only when the merchant scanned the payer's code (CPM); for every other
 * pay type, known or not, the order exists and is pending. Query: the record's own state, never the
 * query's respcd; pending when the answer has no record of the transaction, because that proves
 * nothing. Other calls: as the respcd says.
 */
QFPAY_API enum qfpay_outcome qfpay_answer_outcome(const qfpay_answer *answer);

/**
 * Whether the call itself was carried out: HTTP 200 and respcd 0000. For a query this says nothing
 * about any payment, for a QR order it says that the order exists.
 */
QFPAY_API bool qfpay_answer_worked(const qfpay_answer *answer);

/**
 * Whether it is a refusal with 1108 whose own signature does not verify: most likely the client key
 * is wrong. It says that the request was refused, and nobody has proven that it was QFPay who said
 * so: look at the key before anything else, and query before paying again.
 */
QFPAY_API bool qfpay_answer_is_unproven(const qfpay_answer *answer);

/**
 * Whether the code leaves open whether money moved: 1298, which is pending by the page of status
 * codes, and failures by the rule (RSP-03) such as 1296. Query before paying again, under any
 * number (PIT-53).
 */
QFPAY_API bool qfpay_answer_is_doubtful(const qfpay_answer *answer);

/** The same of a code by itself. */
QFPAY_API bool qfpay_respcd_is_doubtful(const char *respcd);

/**
 * The record that speaks of the transaction: a payment's own top level; of a query the record with
 * the syssn that was asked for, else of the order's payments a paid one, else a pending one, else
 * the first; of a query for a refund's number likewise among the refunds. When a query's payments
 * belong to several orders there is none: read the records.
 *
 * @return borrowed, or NULL
 */
QFPAY_API const qfpay_record *qfpay_answer_subject(const qfpay_answer *answer);

/** The top level as it came: how the call went. @return borrowed, never NULL */
QFPAY_API const qfpay_record *qfpay_answer_top(const qfpay_answer *answer);

/** How many records a query returned. */
QFPAY_API size_t qfpay_answer_record_count(const qfpay_answer *answer);

/** A record of a query, in the order of the answer. @return borrowed; NULL beyond the count */
QFPAY_API const qfpay_record *qfpay_answer_record(const qfpay_answer *answer, size_t index);

/** @name Fields of the subject
 * When there is no subject: of a call that was refused the top level's, else none at all, so that
 * the 0000 of a query that found nothing is never mistaken for a payment's (PIT-50).
 * @return borrowed, NUL-terminated, "" when absent, never NULL
 * @{ */
QFPAY_API const char *qfpay_answer_text(const qfpay_answer *answer, const char *name);
QFPAY_API const char *qfpay_answer_respcd(const qfpay_answer *answer);
/** The text for people: resperr; of a query's record, errmsg. Never to be parsed (RSP-05). */
QFPAY_API const char *qfpay_answer_resperr(const qfpay_answer *answer);
QFPAY_API const char *qfpay_answer_respmsg(const qfpay_answer *answer);
QFPAY_API const char *qfpay_answer_syssn(const qfpay_answer *answer);
QFPAY_API const char *qfpay_answer_out_trade_no(const qfpay_answer *answer);
QFPAY_API const char *qfpay_answer_txcurrcd(const qfpay_answer *answer);
QFPAY_API const char *qfpay_answer_qrcode(const qfpay_answer *answer);
QFPAY_API const char *qfpay_answer_sysdtm(const qfpay_answer *answer);
/** @} */

/** The amount in minor units. @return true and *txamt_minor, or false when there is none */
QFPAY_API bool qfpay_answer_txamt(const qfpay_answer *answer, int64_t *txamt_minor);

/** The HTTP response behind the answer: raw body and headers. @return borrowed, never NULL */
QFPAY_API const struct qfpay_response *qfpay_answer_response(const qfpay_answer *answer);

/** Which call it answers; a payment whose own answer was lost is answered by a query. */
QFPAY_API enum qfpay_endpoint qfpay_answer_endpoint(const qfpay_answer *answer);

#ifdef __cplusplus
}
#endif

#endif
