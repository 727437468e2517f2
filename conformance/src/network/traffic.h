/* What a client sent, as the mock's journal tells it: read bit by bit while the client runs, judged
 * afterwards. */
#ifndef CONFORM_TRAFFIC_H
#define CONFORM_TRAFFIC_H

#include <stdbool.h>
#include <stdint.h>

#include "fixture/calls.h"
#include "qfpay/param.h"
#include "target/target.h"

/* A client that sends more is stopped: it asks without a pause. */
enum { TRAFFIC_MAX = 1500 };

/* The runner's own calls in a client's world carry this udid, and are not the client's. */
#define RUNNER_UDID "qfpay-conform"

/* One call of the API. All texts are borrowed from the traffic's arena. */
struct call {
    bool is_api; /* a known call; kind says which */
    enum call_kind kind;
    const char *path;
    const char *sign_type;   /* "" for none */
    const char *requirement; /* "" unless it was refused */
    const char *diagnosis;
    const char *respcd;  /* what was decided, whatever reached the client; "" for none */
    const char *records; /* of a query: the respcd of each record that was shown, "1143 0000" */
    const char *fault;   /* "" for none */
    bool is_asked_for;   /* what happened to it was asked for by a rule or an amount */
    bool is_refused;
    bool is_lost; /* not carried out */
    int http;     /* 0: no answer */
    int64_t came_ms;
    int64_t took_us;
    size_t param_count;
    struct qfpay_param params[QFPAY_PARAM_MAX];
};

struct traffic {
    struct arena *arena;
    const char *app_code;
    struct call **calls;
    size_t count;
    size_t capacity;
    int64_t since; /* the newest entry that was read */
    bool is_flooded;
};

/* Begin with what comes after this moment. false when the journal cannot be read. */
bool traffic_begin(struct traffic *traffic, struct arena *arena, struct target *target,
                   const char *app_code);

/* Read what came since, waiting up to wait_ms for it. false when the journal cannot be read. */
bool traffic_read(struct traffic *traffic, struct target *target, int wait_ms);

/* How many calls of one kind there were. */
size_t traffic_count(const struct traffic *traffic, enum call_kind kind);

/* A parameter's value; "" when it was not sent. */
const char *call_param(const struct call *call, const char *name);

/* Whether its answer did not arrive as one: dropped, broken, or a gateway's. */
bool call_was_unanswered(const struct call *call);

#endif
