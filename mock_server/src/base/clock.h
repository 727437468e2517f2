/* The one clock of a merchant's world: expiry, auto-pay and every time in an answer read it. It
 * follows the host, shifted by an offset, or stands still. Instants are seconds since 1970 UTC. */
#ifndef MOCK_CLOCK_H
#define MOCK_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct clock {
    bool frozen;
    int64_t value; /* frozen: the instant; running: what is added to the host's time */
};

/* The instant that the clock shows. */
int64_t clock_now(const struct clock *clock);

/* Show an instant from now on; whether it is frozen does not change. */
void clock_set(struct clock *clock, int64_t instant);

/* Stop or go on from the instant that it shows. */
void clock_freeze(struct clock *clock, bool frozen);

/* How many milliseconds of the host's time pass until the clock shows an instant; 0 when it has
 * come, INT64_MAX when the clock stands still before it. */
int64_t clock_ms_until(const struct clock *clock, int64_t instant);

/* What the host's clock shows when this one shows an instant; when it has come and this one stands
 * still, the present. INT64_MAX when it stands still before it. */
int64_t clock_host_instant(const struct clock *clock, int64_t instant);

/* Milliseconds of the host's monotonic clock: for time limits and durations, never for orders. */
int64_t clock_host_ms(void);
/* The same in microseconds. */
int64_t clock_host_us(void);

#endif
