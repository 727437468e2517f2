/*
 * What the parts of libqfpay share. Private; the public header is qfpay/client.h.
 */
#ifndef QFPAY_CLIENT_CLIENT_H
#define QFPAY_CLIENT_CLIENT_H

#include "qfpay/client.h"
#include "qfpay/datetime.h"

struct qfpay_client {
    char *app_code;
    char *client_key;
    char *mchid; /* NULL for none */
    enum qfpay_digest digest;
    enum qfpay_verify verify_responses;
    long timeout_ms; /* of one exchange; 0 for none */
    qfpay_signer *signer;
    struct qfpay_transport transport;
    struct qfpay_clock clock;
};

/* One signed call and, after it, what is known about how it went; the latter also after a failure.
 */
struct call {
    enum qfpay_endpoint endpoint;
    const struct qfpay_param *params;
    size_t count;
    long timeout_ms; /* 0 for the client's own */
    bool is_refund;  /* of a query: out_trade_no is a refund's */
    bool repeatable; /* asking twice does no harm */
    bool sent;       /* the request may have reached QFPay */
    int http_status; /* 0 when no answer came */
};

/* Send once, check the signature, read. As qfpay_call. */
enum qfpay_status call_once(qfpay_client *client, struct call *call, qfpay_answer **out,
                            struct qfpay_error *err);

/*
 * As call_once, but HTTP 429 is waited out for up to a minute in all; after that its answer is
 * handed out. A 429 means that nothing was done, so asking again is safe for payments too (LIM-03).
 */
enum qfpay_status call_patiently(qfpay_client *client, struct call *call, qfpay_answer **out,
                                 struct qfpay_error *err);

/* Whether a failed call may succeed if it is made again: network, time-out, HTTP 5xx, garbage. */
bool is_passing(enum qfpay_status status, const struct call *call);

/* The pauses after HTTP 429: 1 s, doubled each time up to a minute, never below Retry-After. */
struct backoff {
    int64_t pause_ms;
};
int64_t backoff_next(struct backoff *backoff, const qfpay_client *client,
                     const qfpay_answer *answer);

int64_t client_monotonic_ms(const qfpay_client *client);
void client_pause(const qfpay_client *client, int64_t ms);

/* The wall clock of a zone such as "+0900"; of UTC+8 when it is NULL or cannot be read. */
void client_now(const qfpay_client *client, const char *txzone, char now[QFPAY_DATETIME_SIZE]);

#endif
