/**
 * @file client.h
 * libqfpay: a client of the QFPay payment API.
 *
 *     struct qfpay_settings settings;
 *     qfpay_client *client = NULL;
 *     qfpay_answer *answer = NULL;
 *     struct qfpay_error err;
 *
 *     if (qfpay_settings_from_env(&settings, &err) == QFPAY_OK &&
 *         qfpay_client_new(&settings, &client, &err) == QFPAY_OK &&
 *         qfpay_pay(client,
 *                   &(struct qfpay_payment){.txamt = 1000, .txcurrcd = "HKD", .pay_type = "800201",
 *                                           .out_trade_no = "order-1"},
 *                   &answer, &err) == QFPAY_OK)
 *         puts(qfpay_answer_qrcode(answer));
 *
 * Three layers: qfpay_exchange sends any bytes, qfpay_call sends any parameters with a signature,
 * qfpay_pay, qfpay_query, qfpay_wait and the calls of followup.h know what they do. A status says
 * that our call failed; what QFPay decided is the answer's outcome.
 *
 * Life:    qfpay_client_new, qfpay_client_free. Settings are copied.
 * Threads: a client belongs to one thread at a time; different clients are independent.
 */
#ifndef QFPAY_CLIENT_H
#define QFPAY_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qfpay/answer.h"
#include "qfpay/endpoint.h"
#include "qfpay/exchange.h"
#include "qfpay/notification.h"
#include "qfpay/param.h"
#include "qfpay/settings.h"
#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct qfpay_client qfpay_client;

/**
 * Make a client. Nothing is connected yet.
 *
 * @param[in]  settings borrowed during the call
 * @param[out] out      caller frees with qfpay_client_free; untouched on failure
 * @param[out] err      detail, or NULL
 *
 * @retval QFPAY_OK       *out is ready
 * @retval QFPAY_E_ARG    a setting is missing or malformed: the detail names it
 * @retval QFPAY_E_MEMORY out of memory
 * @retval QFPAY_E_CRYPTO OpenSSL lacks a digest
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_client_new(const struct qfpay_settings *settings,
                                                            qfpay_client **out,
                                                            struct qfpay_error *err);

/** Free a client and close its connections. NULL is allowed. */
QFPAY_API void qfpay_client_free(qfpay_client *client);

/** "0.1.0". @return static */
QFPAY_API const char *qfpay_client_version(void);

/** @name Any bytes
 * @{ */

/**
 * Send exactly what is given and hand back exactly what comes: no signature, no retry, no redirect.
 * The connection is kept for the next exchange; TLS is always verified.
 *
 * The transport adds Host, User-Agent and, with a body, Content-Length; nothing else, so a
 * Content-Type is sent only when it is among the headers.
 *
 * @param[in]  client   borrowed
 * @param[in]  request  borrowed during the call
 * @param[out] response initialised by the caller; cleared first; filled in on QFPAY_OK, else empty
 *                      but for `sent`
 * @param[out] err      detail, or NULL
 *
 * @retval QFPAY_OK          a complete HTTP response of any status
 * @retval QFPAY_E_ARG       a line break in method, target or headers
 * @retval QFPAY_E_TRANSPORT name, connection, TLS, or a broken transfer
 * @retval QFPAY_E_TIMEOUT   not finished within the time limit
 * @retval QFPAY_E_LIMIT     the response is larger than QFPAY_RESPONSE_MAX
 * @retval QFPAY_E_MEMORY    out of memory
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_exchange(qfpay_client *client,
                                                          const struct qfpay_request *request,
                                                          struct qfpay_response *response,
                                                          struct qfpay_error *err);
/** @} */

/** @name Any parameters
 * @{ */

/** A signed request and everything that it points to. */
typedef struct qfpay_signed qfpay_signed;

/**
 * Make the request of a call, as qfpay_call would send it: POST, the parameters form-encoded in the
 * order given, X-QF-APPCODE, X-QF-SIGN and, for SHA256, X-QF-SIGNTYPE. A parameter with an empty
 * value is neither signed nor sent (SIG-07); qfpay_exchange sends whatever it is given.
 *
 * @param[in]  client   borrowed during the call
 * @param[in]  endpoint which call
 * @param[in]  params   borrowed during the call; sent as given but for empty ones, nothing added
 * @param[in]  count    0 to QFPAY_PARAM_MAX
 * @param[out] out      caller frees with qfpay_signed_free; untouched on failure
 * @param[out] err      detail, or NULL
 *
 * @retval QFPAY_OK          *out is ready
 * @retval QFPAY_E_DUPLICATE one name occurs twice
 * @retval QFPAY_E_LIMIT     more than QFPAY_PARAM_MAX parameters
 * @retval QFPAY_E_MEMORY    out of memory
 * @retval QFPAY_E_CRYPTO    OpenSSL failed
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_signed_new(qfpay_client *client,
                                                            enum qfpay_endpoint endpoint,
                                                            const struct qfpay_param *params,
                                                            size_t count, qfpay_signed **out,
                                                            struct qfpay_error *err);

/** The request inside. @return borrowed from it */
QFPAY_API const struct qfpay_request *qfpay_signed_request(const qfpay_signed *prepared);

/** Free a signed request. NULL is allowed. */
QFPAY_API void qfpay_signed_free(qfpay_signed *prepared);

/**
 * One call with any parameters: signed, sent once, its signature checked, read, classified.
 *
 * @param[in]  client   borrowed
 * @param[in]  endpoint which call
 * @param[in]  params   borrowed during the call; sent as given but for those with an empty value,
 *                      which are neither signed nor sent; nothing added, also no mchid
 * @param[in]  count    0 to QFPAY_PARAM_MAX
 * @param[out] out      caller frees with qfpay_answer_free; untouched on failure
 * @param[out] err      detail, or NULL
 *
 * A wrong client key makes QFPay refuse with 1108 and makes that refusal unverifiable as well. So
 * an answer with respcd 1108 whose signature does not verify is reported as this refusal, without
 * any records: it cannot be turned into money, and qfpay_answer_is_unproven tells it apart. All
 * other answers that do not verify are QFPAY_E_SIGNATURE.
 *
 * @retval QFPAY_OK          QFPay answered: see qfpay_answer_outcome
 * @retval QFPAY_E_SIGNATURE the response's signature is wrong (or absent, when strict)
 * @retval QFPAY_E_HTTP      HTTP status other than 200 and 429
 * @retval QFPAY_E_PARSE     not a JSON object
 * @retval ...               and what qfpay_signed_new and qfpay_exchange return
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status
qfpay_call(qfpay_client *client, enum qfpay_endpoint endpoint, const struct qfpay_param *params,
           size_t count, qfpay_answer **out, struct qfpay_error *err);
/** @} */

/** @name Payment
 * @{ */

/** A payment order. The members carry the API's names; NULL, "" and 0 mean not sent. */
struct qfpay_payment {
    int64_t txamt;            /**< mandatory; minor units: 1000 is 10.00 HKD */
    const char *txcurrcd;     /**< mandatory; "HKD" */
    const char *pay_type;     /**< mandatory; "800201" */
    const char *out_trade_no; /**< mandatory; unique among the merchant's payments and refunds */
    const char *txdtm;        /**< NULL or "" for now, as UTC+8 wall clock */
    int expired_time;         /**< minutes */
    const char *goods_name;
    const char *txzone;
    const char *udid;
    const char *rmb_tag;
    const char *extend_info; /**< JSON text */
    const char *limit_pay;
    const char *notify_url;
    const char *auth_code;  /**< CPM: what was scanned from the payer; works once */
    const char *return_url; /**< WEB, WAP, APP: where the payer goes afterwards */
    const char *sub_openid; /**< JSAPI, MINI of WeChat Pay */
    const char *openid;     /**< JSAPI of Alipay */
    const char *pay_tag;    /**< Alipay+: ALIPAYHK or ALIPAYCN */
    const char *goods_info;
    const char *seller_id;            /**< APP of Alipay */
    const struct qfpay_param *others; /**< any further parameters; empty ones are not sent */
    size_t other_count;
};

/**
 * Place a payment order, at most once.
 *
 * The parameters are checked against the field rules first, and the settings' mchid is added. HTTP
 * 429 is waited out and asked again, which is safe because nothing was done. When the answer is
 * lost (broken connection, time-out, HTTP 5xx, unreadable body) the order is not sent again: it is
 * looked up by its out_trade_no, a few times, and *out is then the query's answer, without a
 * qrcode: close it and place another under a new number, because nobody can pay it any more. Not
 * finding it is reported as the failure that it was; paying again is then safe only
 * under the same number.
 *
 * @param[in]  client  borrowed
 * @param[in]  payment borrowed during the call
 * @param[out] out     caller frees with qfpay_answer_free; untouched on failure
 * @param[out] err     detail, or NULL
 *
 * @retval QFPAY_OK    QFPay answered; a QR order that was accepted is pending, not paid
 * @retval QFPAY_E_ARG a parameter breaks its rule: nothing was sent
 * @retval ...         and what qfpay_call returns
 *
 * Source: PAY-RSP-01, PIT-24, PIT-51, PIT-91, PIT-92.
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_pay(qfpay_client *client,
                                                     const struct qfpay_payment *payment,
                                                     qfpay_answer **out, struct qfpay_error *err);
/** @} */

/** @name Query
 * @{ */

/** What to look for; NULL, "" and 0 mean not sent. Several values of one filter: comma separated.
 */
struct qfpay_filter {
    const char *syssn;
    const char *out_trade_no;
    const char *pay_type;
    const char *respcd;
    const char *start_time; /**< "YYYY-MM-DD hh:mm:ss", UTC+8, compared with sysdtm */
    const char *end_time;
    const char *txzone;
    int page;
    int page_size;
    bool is_refund; /**< not sent; out_trade_no is the number of a refund */
};

/**
 * Look up transactions. With one syssn or one out_trade_no the answer's outcome is that
 * transaction's; otherwise read qfpay_answer_record. HTTP 429 is waited out.
 *
 * @param[in]  client borrowed
 * @param[in]  filter borrowed during the call
 * @param[out] out    caller frees with qfpay_answer_free; untouched on failure
 * @param[out] err    detail, or NULL
 *
 * @retval QFPAY_OK    QFPay answered; qfpay_answer_worked tells whether the query was carried out
 * @retval QFPAY_E_ARG a parameter breaks its rule: nothing was sent
 * @retval ...         and what qfpay_call returns
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_query(qfpay_client *client,
                                                       const struct qfpay_filter *filter,
                                                       qfpay_answer **out, struct qfpay_error *err);
/** @} */

/** @name Waiting
 * @{ */

/** How a wait is going, told after every query. */
struct qfpay_progress {
    unsigned queries;           /**< sent so far */
    int64_t waited_ms;          /**< since qfpay_wait was called */
    int64_t next_pause_ms;      /**< until the next query; 0 when there is none */
    const qfpay_answer *answer; /**< borrowed; NULL when this query got no answer */
    const char *trouble;        /**< borrowed; why there is none; "" when there is one */
};

/** What to wait for, and for how long. Zero-initialise, then fill in. */
struct qfpay_wait {
    const char *syssn;        /**< one of the two; the payment's or, for a refund, its own */
    const char *out_trade_no; /**< for an order whose syssn never arrived */
    bool is_refund;           /**< out_trade_no is the number of a refund */
    int64_t timeout_ms;       /**< the caller's limit; 0 for none */
    int64_t lifetime_ms;      /**< until the order expires; 0 when not known (then 2 hours) */
    int64_t first_pause_ms;   /**< 0 for 1000; each pause is half as long again */
    int64_t longest_pause_ms; /**< 0 for 5000 */
    /** Told after every query; false ends the wait. NULL is allowed. */
    bool (*progress)(void *context, const struct qfpay_progress *progress);
    void *context;
};

/** A wait ends with the transport's failure after this many queries in a row without an answer. */
#define QFPAY_WAIT_FAILURES_MAX 10

/**
 * Query until the outcome is final, the order's own expiry passes or the caller's limit does.
 *
 * Pending (1143, 1145, 1298), an order that the query does not show yet, HTTP 429 and a passing
 * failure of network or service are waited through; a query that QFPay refuses for good (wrong
 * signature, wrong parameter) ends the wait. HTTP 429 doubles the pause each time, up to a minute,
 * and is never shorter than its Retry-After. After the expiry one last query is made, so that an
 * order paid in its last second is not missed.
 *
 * @param[in]  client borrowed
 * @param[in]  wait   borrowed during the call
 * @param[out] out    the last answer; caller frees with qfpay_answer_free; untouched on failure
 * @param[out] err    detail, or NULL
 *
 * @retval QFPAY_OK          the outcome of *out is final, or still pending when time was up; a
 * refused query has qfpay_answer_worked false and says nothing about the payment
 * @retval QFPAY_E_ARG       neither number was given
 * @retval QFPAY_E_SIGNATURE an answer was not QFPay's
 * @retval ...               and what qfpay_call returns: when no query was ever answered, when
 *                           QFPAY_WAIT_FAILURES_MAX in a row were not, or when it cannot pass
 *
 * Source: RSP-03, status-codes (1298), PAY-RSP-05, LIM-03, PIT-50 to PIT-55, PIT-90, PIT-91.
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_wait(qfpay_client *client,
                                                      const struct qfpay_wait *wait,
                                                      qfpay_answer **out, struct qfpay_error *err);
/** @} */

#ifdef __cplusplus
}
#endif

#endif
