/* The server under judgement: how to reach it, as whom, and what it was found able to do. Sends
 * bytes and brings back answers; what is in them is others' business. Requests go out one at a time
 * from one thread, except through target_send_parallel. */
#ifndef CONFORM_TARGET_H
#define CONFORM_TARGET_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/moment.h"
#include "fixture/words.h"
#include "qfpay/client.h"
#include "qfpay/sign.h"
#include "safety/pace.h"

enum { OUTGOING_HEADERS_MAX = 24, EXCHANGE_TIMEOUT_MS = 10000, PARALLEL_MAX = 64 };

/* Credentials; app_code NULL for a merchant that is not there. */
struct credentials {
    const char *app_code;
    const char *client_key;
    const char *notify_key; /* that notifications are signed with; NULL: client_key */
    const char *mchid;      /* "" for none */
    const char *mchid_disabled;
    const char *mchid_unconfigured;
    const char *mchid_second; /* another store of the same app code; NULL: none */
    enum qfpay_digest digest;
};

enum { IDENTITY_TEXT_MAX = 200 };

/* What a target says of itself; "" where it says nothing. Printable. */
struct identity {
    char server[IDENTITY_TEXT_MAX + 1];   /* the header of that name */
    char software[IDENTITY_TEXT_MAX + 1]; /* of a sandbox: its version and profile */
    char subject[IDENTITY_TEXT_MAX + 1];  /* of its certificate */
    char issuer[IDENTITY_TEXT_MAX + 1];
};

struct offer;    /* offer.h */
struct receiver; /* receiver.h */
struct listener; /* listener.h */
struct guard;    /* guard.h */
struct person;   /* person.h */

/* How a target reads signatures wrongly, so that it refuses right ones. */
struct misreading {
    const char *words; /* NULL: it does not */
    const char *rules; /* ids of requirements */
};

struct target {
    const char *url; /* without a trailing slash */
    struct credentials given[ROLE_COUNT];
    capability_set can;
    bool agent_is_given; /* fresh merchants have no mchids, so the one that was given acts */
    bool leaves_design;  /* the sandbox's own promises are not judged */
    struct identity identity;
    /* What discovery found where it looked for each; NULL: it did not look. See discovered.h. */
    const char *found[CAPABILITY_COUNT];
    struct misreading misread;
    const cJSON *pay_types;     /* a list of texts: what a fresh merchant offers; NULL: not known */
    struct offer *offers;       /* what was found out instead; NULL: nothing yet */
    struct arena *offers_arena; /* of discovery; NULL before that */
    struct receiver *receiver;  /* of notifications; NULL: there is none */
    const struct listener *listener; /* of every exchange; NULL: nobody */
    qfpay_client *client;
    qfpay_signer *signer;
    struct pace pace;
    bool is_patient;            /* it has no clock, and cases wait instead */
    struct person *person;      /* who pays when asked to; NULL: nobody */
    struct guard *guard;        /* of a live target: every request passes it; NULL: no need */
    bool is_tidying;            /* what leaves now tidies up: Ctrl-C does not hold it back */
    const char *ca_file;        /* NULL for the system's */
    const char *const *resolve; /* "HOST:PORT:ADDRESS", NULL at the end; NULL for none */
};

/* A request, ready to leave; all borrowed. */
struct outgoing {
    const char *method;
    const char *path; /* with the query */
    struct qfpay_header headers[OUTGOING_HEADERS_MAX];
    size_t header_count;
    const char *body; /* NULL for none */
    size_t body_len;
    size_t pieces; /* packets that the body leaves in; 0 or 1: as it comes */
};

/* What came back, owned by the arena that was given. */
struct reply {
    bool answered;
    bool lost;           /* sent, but the connection ended before the whole answer was there */
    const char *problem; /* why not answered; "" when it was */
    const char *refused; /* why it did not even leave; NULL when it was tried */
    int http;
    int64_t duration_ms; /* from the request to the end of the answer; 0 among parallel ones */
    struct qfpay_response raw;
    const cJSON *json;    /* NULL when the body is not JSON */
    const char *settled;  /* the code that an answer to wait with came to later; NULL for none */
    int questions;        /* that were asked for it */
    bool is_notification; /* no answer: something that came by itself */
};

/* Let the arena clear what is in raw, and read it as JSON if it was answered. */
void reply_keep(struct arena *arena, struct reply *reply);

/* Make the connection objects for url; false with a message in *problem. Live targets are opened
 * through safety_open_target alone. */
bool target_open(struct target *target, struct qfpay_error *problem);
void target_close(struct target *target);

/* Take down what a target says of itself, unless it did before. NULL says nothing. */
void identity_note(char place[IDENTITY_TEXT_MAX + 1], const char *text);

/* Send one request and read the answer, at the latest by deadline_ms of now_ms. */
void target_send(struct target *target, struct arena *arena, const struct outgoing *outgoing,
                 int64_t deadline_ms, struct reply *reply);

/* Send count (at most PARALLEL_MAX) requests at the same moment, each on its own connection. */
void target_send_parallel(struct target *target, struct arena *arena,
                          const struct outgoing *outgoing, size_t count, int64_t deadline_ms,
                          struct reply *replies);

/* Send count requests (PIPELINED_MAX at most, pipeline.h) in one piece on a connection of their
 * own.
 */
void target_send_pipelined(struct target *target, struct arena *arena,
                           const struct outgoing *outgoing, size_t count, int64_t deadline_ms,
                           struct reply *replies);

/* Append a header to a request; false when there is no room. */
bool outgoing_add(struct outgoing *outgoing, const char *name, const char *value);

#endif
