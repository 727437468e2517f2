/* How fast requests may leave: the pause that the user asked for, the limits that QFPay documents
 * (LIM-01), and what a 429 asks for. One per target; used by the thread that sends. */
#ifndef CONFORM_PACE_H
#define CONFORM_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qfpay/exchange.h"

enum { PACE_WINDOW_MAX = 400 };

struct pace {
    const struct qfpay_clock *clock;
    int64_t pause_ms; /* between two requests; 0 for none */
    bool is_limited;  /* keep to the documented limits */
    int64_t next_at;  /* when the next request may leave; all times are clock->monotonic_ms */
    int64_t sent_at[PACE_WINDOW_MAX]; /* a ring of the latest */
    size_t sent;                      /* requests so far */
    int64_t back_off_ms;              /* the latest; 0 after an answer that was no 429 */
    int64_t waited_ms;                /* in all: deadlines of cases do not count it */
};

/* rate: requests a second, 0 for no limit. */
void pace_init(struct pace *pace, const struct qfpay_clock *clock, int rate, bool is_limited);

/* Wait until count more requests (at most 100) may leave at once, and count them. false, when stop
 * became true while waiting: then nothing may leave. stop may be NULL. */
bool pace_wait(struct pace *pace, size_t count, bool (*stop)(void));

/* An answer came. A 429 delays the next request: by Retry-After, and by twice as long as the 429
 * before did. */
void pace_answered(struct pace *pace, bool is_429, int64_t retry_after_s);

#endif
