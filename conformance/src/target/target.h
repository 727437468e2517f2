/* The server under judgement: how to reach it, as whom, and what it was found able to do. */
#ifndef CONFORM_TARGET_H
#define CONFORM_TARGET_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/moment.h"
#include "fixture/words.h"
#include "qfpay/client.h"
#include "request/credentials.h"
#include "safety/pace.h"

enum { EXCHANGE_TIMEOUT_MS = 10000 };

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

/* Make the connection objects for url; false with a message in *problem. Live targets are opened
 * through safety_open_target alone. */
bool target_open(struct target *target, struct qfpay_error *problem);
void target_close(struct target *target);

/* One more connection to it; caller frees with qfpay_client_free. */
enum qfpay_status target_connect(const struct target *target, qfpay_client **client,
                                 struct qfpay_error *problem);

/* Take down what a target says of itself, unless it did before. NULL says nothing. */
void identity_note(char place[IDENTITY_TEXT_MAX + 1], const char *text);

#endif
