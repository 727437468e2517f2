/* See rate_limit.h. A window is 60 counters, one for each second of the last minute: refused calls
 * are not counted, so a client that backs off gets through as soon as there is room. */
#include "merchant/rate_limit.h"

#include <stdlib.h>

enum { SECONDS = 60 };

struct rate_window {
    int64_t second[SECONDS]; /* which second the counter is about */
    int count[SECONDS];
};

int64_t
rate_limit_calls(const struct account *account, int64_t from, int64_t to)
{
    const struct rate_window *window = account->rate;
    int64_t sum = 0;

    for (int i = 0; window && i < SECONDS; i++) {
        if (window->second[i] >= from && window->second[i] <= to)
            sum += window->count[i];
    }
    return sum;
}

bool
rate_limit_count(struct account *account, int64_t now)
{
    size_t at = (size_t)((now % SECONDS + SECONDS) % SECONDS);

    if (!account->rate)
        account->rate = calloc(1, sizeof *account->rate);
    if (!account->rate)
        return false;
    if (account->rate->second[at] != now) {
        account->rate->second[at] = now;
        account->rate->count[at] = 0;
    }
    account->rate->count[at]++;
    return true;
}
