/* One HTTP request on its way through the mock, and the answer to it. http.c makes the first and
 * sends the second; everything between is plain functions from one to the other, so that tests call
 * them without a socket. All texts live in the request's arena or are static. */
#ifndef MOCK_REQUEST_H
#define MOCK_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "merchant/merchant.h"
#include "program/arena.h"
#include "qfpay/endpoint.h"
#include "qfpay/evidence.h"
#include "qfpay/param.h"
#include "qfpay/sign.h"
#include "situation/situation.h"

struct server;
struct reply;

/* The headers that mean something here; NULL when absent. */
struct request_headers {
    const char *app_code;  /* X-QF-APPCODE */
    const char *sign;      /* X-QF-SIGN */
    const char *sign_type; /* X-QF-SIGNTYPE */
    const char *content_type;
    const char *content_encoding;
    const char *trigger;    /* X-QFMock-Trigger */
    const char *request_id; /* X-Request-Id */
    /* Read of control calls only, which have each of them once. */
    const char *authorization;
    const char *host;
    const char *origin;
    const char *fetch_site; /* Sec-Fetch-Site, and its siblings */
    const char *fetch_mode;
    const char *fetch_dest;
    const char *repeated; /* the name of one that came twice */
};

/* What becomes of a parameter that was sent. */
enum param_use {
    PARAM_USED,
    PARAM_UNKNOWN, /* no parameter of this call */
    PARAM_UNUSED,  /* the pay type has no use for it */
};

struct request {
    struct server *server;
    struct arena *arena;
    qfpay_signer *signer; /* the thread's own */
    const char *method;
    const char *path;
    const char *query; /* raw, without the question mark; "" when there is none */
    const char *body;  /* raw; followed by a NUL */
    size_t body_len;
    bool head_too_large; /* there is no room for an answer: nothing may be carried out */
    bool body_too_large;
    bool timed_out;      /* of a waiting control call: answer now with what is there */
    bool is_asked_again; /* a waiting control call whose wait is over: it was handled before */
    int64_t started_us;
    struct request_headers headers;
    const char *id; /* in the answer, the log and the journal; see request_identify */

    /* What the handling has found out so far. */
    enum qfpay_endpoint endpoint;
    struct merchant *merchant; /* by the app code; NULL before, or when unknown */
    struct account *account;
    int64_t now;              /* on the merchant's clock */
    bool is_signed_older;     /* with name= for empty values, where leaving them out is right too */
    const char *advice;       /* sentences about accepted but doubtful input; NULL for none */
    const char *trigger_note; /* the trigger that was followed; NULL for none */
    struct situation situation; /* what the call meets beyond the ordinary */
    size_t query_count;         /* how many of the parameters came in the URL */
    size_t param_count;
    struct qfpay_param params[QFPAY_PARAM_MAX]; /* query and body as one set, decoded */
    enum param_use uses[QFPAY_PARAM_MAX];       /* known once the values have been looked at */
};

/* What is said about a head_too_large, with the status 431. */
#define HEAD_TOO_LARGE                                                                             \
    "The request's head is too large: its line, headers and cookies leave no room for an answer, " \
    "so nothing was carried out. Send fewer or shorter ones; cookies take twice their length."

struct reply {
    unsigned http_status; /* 0: nothing to say yet, see wait_is_over */
    const char *body;
    size_t body_len;
    const char *allow;            /* the header Allow of a 405 */
    const char *respcd;           /* for the journal; NULL when the body has none */
    enum qfpay_req requirement;   /* the one broken; QFPAY_REQ_NONE for an accepted request */
    enum qfpay_evidence evidence; /* that this is refused */
    const char *diagnosis;        /* what to do about it, printable ASCII */
    const char *advice;           /* printable ASCII */
    bool is_signed;               /* sign is the value of X-QF-SIGN */
    char sign[QFPAY_SIGN_HEX_SIZE];
    bool is_page;            /* the body is HTML, as a gateway sends it */
    bool is_metrics;         /* the body is text, as Prometheus reads it */
    bool is_api;             /* an answer of the API, not of the control API */
    bool is_control;         /* one of the control API */
    bool is_preflight;       /* what a page of elsewhere may ask for */
    const char *reader;      /* the page of elsewhere that may read it; NULL: none */
    enum answer_fault fault; /* what becomes of the answer on its way */
    int delay_ms;            /* before it leaves */
    /* With http_status 0: ask again when this says so, or at wait_until_ms of clock_host_ms. It is
     * called whenever something has happened; the rest is for it to read. */
    bool (*wait_is_over)(struct server *server, const struct reply *reply);
    int64_t wait_until_ms;
    const char *wait_app_code;
    int64_t wait_since;
};

/* The HTTP status as it reaches the client: 0 when the connection closes without an answer. */
unsigned reply_status(const struct reply *reply);

/* Give a request its id: the one that the client sent, if it is short and of letters, digits and
 * ._:/+=@- only, else one of our own. */
void request_identify(struct request *req);

/* A parameter, by a name of len bytes; NULL when it was not sent. Borrowed. */
const struct qfpay_param *request_param(const struct request *req, const char *name, size_t len);

/* A parameter's value, "" when it was not sent. Borrowed. In line, for a payment asks a score of
 * times by names whose length is known where they stand. */
static inline const char *
request_value(const struct request *req, const char *name)
{
    const struct qfpay_param *param = request_param(req, name, strlen(name));

    return param ? param->value : "";
}

/* Add a sentence about accepted but doubtful input, for X-QFMock-Advice. */
void request_advise(struct request *req, enum qfpay_req req_id, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Text without the caller's keys, which somebody may put anywhere by mistake: as many asterisks
 * instead. Borrowed, or in the arena; "" when out of memory. */
const char *request_masked(struct request *req, const char *text, size_t len);

/* A path or method without what may be anybody's key, also where no app code says whose: what looks
 * like one is masked. Borrowed, or in the arena; "" when out of memory. */
const char *request_keyless(struct request *req, const char *text);

/* Text as printable ASCII in the arena: anything else becomes \xXX; cut at max characters; keys
 * masked. */
const char *request_printable(struct request *req, const char *text, size_t len, size_t max);

#endif
