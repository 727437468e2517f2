/**
 * @file status.h
 * What a call of this project's libraries returns, and the words that go with it.
 *
 * Three things are kept apart: a *status* (our call failed: network, memory, an unreadable answer),
 * an *outcome* (QFPay answered with a respcd, see code.h) and a *bug* (assert). "Still waiting" is
 * an outcome and therefore data; it is never a status.
 *
 * Life:    values and caller's storage; nothing here is allocated or freed.
 * Threads: everything here is safe; nothing is shared.
 */
#ifndef QFPAY_STATUS_H
#define QFPAY_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define QFPAY_API                         __attribute__((visibility("default")))
#define QFPAY_MUST_USE                    __attribute__((warn_unused_result))
#define QFPAY_PRINTF(format_at, first_at) __attribute__((format(printf, format_at, first_at)))
#else
#define QFPAY_API
#define QFPAY_MUST_USE
#define QFPAY_PRINTF(format_at, first_at)
#endif

/** Why a call failed. New values may be added at the end. */
enum qfpay_status {
    QFPAY_OK = 0,
    QFPAY_E_ARG,       /**< an argument is outside what the function documents */
    QFPAY_E_MEMORY,    /**< out of memory */
    QFPAY_E_SPACE,     /**< the caller's buffer is too small */
    QFPAY_E_PARSE,     /**< text is not in the form that it should have */
    QFPAY_E_DUPLICATE, /**< one parameter name occurs twice */
    QFPAY_E_LIMIT,     /**< larger than the bound that the function documents */
    QFPAY_E_CRYPTO,    /**< OpenSSL refused (FIPS builds have no MD5) */
    QFPAY_E_TRANSPORT, /**< no answer: name, connection, TLS or a broken transfer */
    QFPAY_E_TIMEOUT,   /**< no answer, or no final outcome, within the caller's limit */
    QFPAY_E_HTTP,      /**< an answer whose HTTP status is not part of the contract */
    QFPAY_E_SIGNATURE, /**< an answer or a notification carries a wrong signature */
};

/** The longest message, with its NUL, in bytes. */
#define QFPAY_ERROR_MESSAGE_SIZE 256

/**
 * Detail of a failure, in the caller's storage; every function takes NULL for it.
 * One impersonal line of UTF-8: what was expected and what came. Never a key, never a signature.
 */
struct qfpay_error {
    enum qfpay_status status;
    char message[QFPAY_ERROR_MESSAGE_SIZE];
};

/**
 * The name of a status, for logs: "QFPAY_E_PARSE".
 *
 * @return static text, never NULL; "QFPAY_E_UNKNOWN" for a value not listed above
 */
QFPAY_API const char *qfpay_status_name(enum qfpay_status status);

/**
 * Fill in an error and return its status, so that a failing function ends in one line.
 *
 * @param[out] err    caller's storage, or NULL
 * @param[in]  status stored and returned
 * @param[in]  format printf format of the message; longer results are cut
 * @return status
 */
QFPAY_API enum qfpay_status qfpay_fail(struct qfpay_error *err, enum qfpay_status status,
                                       const char *format, ...) QFPAY_PRINTF(3, 4);

#ifdef __cplusplus
}
#endif

#endif
