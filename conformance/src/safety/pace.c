/* See pace.h. Sliding windows: a request waits until the one that filled the window leaves it. */
#include "safety/pace.h"

#include <string.h>

enum { FIRST_BACK_OFF_MS = 1000, LONGEST_BACK_OFF_MS = 60000, STEP_MS = 1000 };

/* LIM-01. A second more than documented, because what we space here may bunch on its way. */
static const struct {
    size_t requests;
    int64_t span_ms;
} windows[] = {{100, 2000}, {PACE_WINDOW_MAX, 61000}};

void
pace_init(struct pace *pace, const struct qfpay_clock *clock, int rate, bool is_limited)
{
    memset(pace, 0, sizeof *pace);
    pace->clock = clock;
    pace->pause_ms = rate ? (1000 + rate - 1) / rate : 0;
    pace->is_limited = is_limited;
}

static int64_t
now(const struct pace *pace)
{
    return pace->clock->monotonic_ms(pace->clock->self);
}

/* When count more requests fit into all windows. */
static int64_t
free_at(const struct pace *pace, size_t count)
{
    int64_t at = pace->next_at;
    size_t i;

    for (i = 0; pace->is_limited && i < sizeof windows / sizeof windows[0]; i++) {
        size_t before = windows[i].requests - count; /* that may be in the window with them */

        if (pace->sent > before) {
            size_t last_out = (pace->sent - before - 1) % PACE_WINDOW_MAX;

            if (at < pace->sent_at[last_out] + windows[i].span_ms)
                at = pace->sent_at[last_out] + windows[i].span_ms;
        }
    }
    return at;
}

bool
pace_wait(struct pace *pace, size_t count, bool (*stop)(void))
{
    int64_t start = now(pace), at = free_at(pace, count), time = start;
    size_t i;

    while (time < at) {
        if (stop && stop())
            return false;
        pace->clock->pause(pace->clock->self, at - time < STEP_MS ? at - time : STEP_MS);
        time = now(pace);
    }
    pace->waited_ms += time - start;
    for (i = 0; i < count; i++)
        pace->sent_at[pace->sent++ % PACE_WINDOW_MAX] = time;
    pace->next_at = time + pace->pause_ms * (int64_t)count;
    return true;
}

void
pace_answered(struct pace *pace, bool is_429, int64_t retry_after_s)
{
    int64_t wanted = retry_after_s > 0 ? retry_after_s * 1000 : 0;

    if (!is_429) {
        pace->back_off_ms = 0;
        return;
    }
    pace->back_off_ms = pace->back_off_ms ? pace->back_off_ms * 2 : FIRST_BACK_OFF_MS;
    if (pace->back_off_ms < wanted)
        pace->back_off_ms = wanted;
    if (pace->back_off_ms > LONGEST_BACK_OFF_MS)
        pace->back_off_ms = LONGEST_BACK_OFF_MS;
    if (pace->next_at < now(pace) + pace->back_off_ms)
        pace->next_at = now(pace) + pace->back_off_ms;
}
