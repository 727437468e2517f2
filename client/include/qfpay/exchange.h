/**
 * @file exchange.h
 * One HTTP exchange, byte for byte, and the two things that a client borrows from its surroundings:
 * a transport and a clock. libqfpay brings libcurl and the system's clock; tests and unusual
 * programs bring their own.
 *
 * Nothing here knows QFPay: no signature, no JSON, no retry.
 *
 * Life:    requests are views of the caller's bytes; a response owns its bytes and sits in the
 *          caller's storage, from qfpay_response_init to qfpay_response_clear.
 * Threads: safe as long as each object stays with one thread at a time.
 */
#ifndef QFPAY_EXCHANGE_H
#define QFPAY_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The largest response body that is read, in bytes. */
#define QFPAY_RESPONSE_MAX (4u << 20)

/** The most response headers, and the most bytes of names and values together. */
#define QFPAY_RESPONSE_HEADERS_MAX    128
#define QFPAY_RESPONSE_HEAD_BYTES_MAX 65536

/** A header; both texts NUL-terminated. */
struct qfpay_header {
    const char *name;
    const char *value;
};

/** What to send, all of it borrowed during the exchange. Zero-initialise, then fill in. */
struct qfpay_request {
    const char *method; /**< "POST"; NULL means GET */
    const char *target; /**< path and query behind the base URL, sent as it is: "/trade/v1/query" */
    const struct qfpay_header
        *headers; /**< sent as they are; an empty value sends an empty header */
    size_t header_count;
    const void *body; /**< NULL for no body at all; Content-Length is added */
    size_t body_len;
    long timeout_ms; /**< for the whole exchange; 0 means the client's own timeout */
    /**
     * A kept connection may turn out to be dead only after the request was written. True lets the
     * transport send again on a fresh one; false makes that a failure, because nobody can tell
     * whether the first copy arrived.
     */
    bool repeatable;
};

/** What came back. */
struct qfpay_response {
    int http_status;
    struct qfpay_header *headers; /**< owned, in the order of arrival */
    size_t header_count;
    char *
        body; /**< owned raw bytes, followed by a NUL that body_len does not count; NULL if empty */
    size_t body_len;
    char *tls_subject; /**< owned; of the server's certificate, NULL without TLS and on a
                            connection that was kept */
    char *tls_issuer;  /**< owned; whoever signed that certificate */
    bool sent; /**< the request may have reached the server; the one field valid after a failure */
};

/** Make an empty response. */
QFPAY_API void qfpay_response_init(struct qfpay_response *response);

/** Free what a response owns and make it empty again. NULL is allowed. */
QFPAY_API void qfpay_response_clear(struct qfpay_response *response);

/**
 * A header by name, ignoring case; the last one when it came more than once.
 *
 * @return borrowed from response, or NULL
 */
QFPAY_API const char *qfpay_response_header(const struct qfpay_response *response,
                                            const char *name);

/**
 * Append a header: for transports.
 *
 * @param[in] name  borrowed; name_len bytes
 * @param[in] value borrowed; value_len bytes; white space around it is dropped
 *
 * @retval QFPAY_OK       appended
 * @retval QFPAY_E_LIMIT  more than QFPAY_RESPONSE_HEADERS_MAX or QFPAY_RESPONSE_HEAD_BYTES_MAX
 * @retval QFPAY_E_MEMORY out of memory
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status
qfpay_response_add_header(struct qfpay_response *response, const char *name, size_t name_len,
                          const char *value, size_t value_len);

/**
 * Append bytes to the body: for transports.
 *
 * @retval QFPAY_OK       appended
 * @retval QFPAY_E_LIMIT  more than QFPAY_RESPONSE_MAX
 * @retval QFPAY_E_MEMORY out of memory
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_response_add_body(struct qfpay_response *response,
                                                                   const void *bytes, size_t len);

/**
 * How requests travel. A client calls exchange from its own thread, one request at a time.
 *
 * exchange must send the request at most once unless request->repeatable, never follow a redirect,
 * and return QFPAY_OK for every complete HTTP response, whatever its status code. The response that
 * it gets is empty; after a failure only its field `sent` counts.
 */
struct qfpay_transport {
    void *self;
    enum qfpay_status (*exchange)(void *self, const struct qfpay_request *request,
                                  struct qfpay_response *response, struct qfpay_error *err);
    void (*release)(void *self); /**< called once, when the client is freed; NULL is allowed */
};

/** Where a client takes time from, and how it pauses. */
struct qfpay_clock {
    void *self;
    int64_t (*now)(void *self);          /**< seconds since 1970-01-01 00:00:00 UTC */
    int64_t (*monotonic_ms)(void *self); /**< never goes back; any origin */
    void (*pause)(void *self, int64_t ms);
};

/** The system's clock; pause sleeps and returns early when a signal handler ran. @return static */
QFPAY_API const struct qfpay_clock *qfpay_clock_system(void);

/**
 * Read an HTTP date, "Fri, 12 Jan 2018 11:31:18 GMT" (RFC 9110, IMF-fixdate).
 *
 * @param[in]  text    borrowed, NUL-terminated; NULL is allowed
 * @param[out] seconds since 1970-01-01 00:00:00 UTC; untouched on false
 * @return whether text is such a date
 */
QFPAY_API bool qfpay_http_date_parse(const char *text, int64_t *seconds);

#ifdef __cplusplus
}
#endif

#endif
