/* What leaves for a target and what comes back. */
#ifndef CONFORM_MESSAGE_H
#define CONFORM_MESSAGE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "qfpay/exchange.h"

enum { OUTGOING_HEADERS_MAX = 24 };

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

/* Append a header to a request; false when there is no room. */
bool outgoing_add(struct outgoing *outgoing, const char *name, const char *value);

#endif
