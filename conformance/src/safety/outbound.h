/* A request that is about to leave, read from its bytes as any server might read them, and whether
 * it may leave for a live target. Nothing that a fixture says about itself counts here. */
#ifndef CONFORM_OUTBOUND_H
#define CONFORM_OUTBOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "qfpay/param.h"
#include "request/message.h"

/* What a request says. Its texts live in the arena that it was read into. */
struct outbound {
    const char *path;                           /* without the query */
    bool is_readable;                           /* every parameter was understood */
    bool pays;                                  /* an order may come of it */
    struct qfpay_param params[QFPAY_PARAM_MAX]; /* of query and body */
    size_t count;
};

/* What the run knows. */
struct outbound_limits {
    int64_t max_amount; /* of one payment, smallest unit */
    bool may_refund;    /* what somebody paid because this run asked for it */
    /* Whether a number is of an order that this run made or made up; name says which kind. */
    bool (*is_own)(const void *context, const char *name, const char *number);
    const void *context;
};

/* Read method, path, query and body. */
void outbound_read(struct outbound *outbound, struct arena *arena, const struct outgoing *outgoing);

/* The value of a parameter, or NULL. */
const char *outbound_value(const struct outbound *outbound, const char *name);

/* Whether the request holds this text, in any case: in a parameter or in the bytes as they are. */
bool outbound_holds(const struct outbound *outbound, const struct outgoing *outgoing,
                    const char *secret);

/* NULL when it may leave, else why not, in the arena or static. */
const char *outbound_refusal(const struct outbound *outbound, struct arena *arena,
                             const struct outbound_limits *limits);

#endif
