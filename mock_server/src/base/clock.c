/* See clock.h. Nothing else in the mock reads the host's wall clock. */
#include "base/clock.h"

#include <time.h>

int64_t
clock_now(const struct clock *clock)
{
    return clock->frozen ? clock->value : (int64_t)time(NULL) + clock->value;
}

void
clock_set(struct clock *clock, int64_t instant)
{
    clock->value = clock->frozen ? instant : instant - (int64_t)time(NULL);
}

void
clock_freeze(struct clock *clock, bool frozen)
{
    int64_t instant = clock_now(clock);

    clock->frozen = frozen;
    clock_set(clock, instant);
}

int64_t
clock_ms_until(const struct clock *clock, int64_t instant)
{
    /* time() may be a tick behind the finer clock. */
    enum { TICK_MS = 10 };
    struct timespec now;
    int64_t seconds;

    if (clock_now(clock) >= instant)
        return 0;
    if (clock->frozen || instant == INT64_MAX)
        return INT64_MAX;
    clock_gettime(CLOCK_REALTIME, &now);
    seconds = instant - clock->value - (int64_t)now.tv_sec;
    return seconds > INT64_MAX / 2000 ? INT64_MAX
                                      : seconds * 1000 - now.tv_nsec / 1000000 + TICK_MS;
}

int64_t
clock_host_instant(const struct clock *clock, int64_t instant)
{
    if (instant == INT64_MAX || (clock->frozen && clock->value < instant))
        return INT64_MAX;
    return clock->frozen ? (int64_t)time(NULL) : instant - clock->value;
}

int64_t
clock_host_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t
clock_host_ms(void)
{
    return clock_host_us() / 1000;
}
