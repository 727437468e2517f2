/* The gate of a live target: every request passes it, none goes around. It lets through what may
 * leave, writes orders down before they can come to be, and knows afterwards which are open. */
#ifndef CONFORM_GUARD_H
#define CONFORM_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fixture/words.h"
#include "request/credentials.h"
#include "request/message.h"
#include "safety/ledger.h"
#include "safety/outbound.h"

struct guard {
    struct ledger *ledger; /* borrowed; NULL: look only, as --dry-run does */
    char place[300];       /* "host:port", as in the ledger */
    int64_t max_amount;
    bool may_refund;                 /* orders of this run that somebody paid for it */
    const char *number;              /* all numbers of the case under way begin so; "" for none */
    const struct credentials *given; /* to the target, by role: the ones to close with */
    const char *trouble;             /* the ledger could not be written: nothing leaves any more */
    size_t orders;                   /* that were let through */
};

/* A request that was let through. */
struct pass {
    struct order *order; /* that may come of it; NULL for none */
};

/* Whether the request may leave; if an order may come of it, that is on disk when this returns.
 * NULL when it may, else why not, in the arena or static. */
const char *guard_admit(struct guard *guard, struct arena *arena, const struct outgoing *outgoing,
                        struct pass *pass);

/* The answer, or that none came. */
void guard_answered(struct guard *guard, const struct pass *pass, const struct reply *reply);

/* Why the request would not leave, NULL when it would; nothing is written down. */
const char *guard_preview(const struct guard *guard, struct arena *arena,
                          const struct outgoing *outgoing);

/* The credentials that an order of this target was made with; NULL when they were not given now. */
const struct credentials *guard_owner(const struct guard *guard, const struct order *order);

/* Whether an order of the ledger is of this target and of a merchant given now, and still open. */
bool guard_is_mine(const struct guard *guard, const struct order *order);

#endif
