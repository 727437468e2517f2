/* See metrics.h. */
#include "server/metrics.h"

#include <stdbool.h>

#include "qfpay/code.h"

const int64_t metrics_bounds_us[METRICS_BOUNDS] = {
    50, 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000};

/* A respcd as a number; the last one, which is none, for everything else. */
static unsigned
number_of(const char *respcd)
{
    unsigned number = 0;

    for (int i = 0; i < 4; i++) {
        unsigned digit = (unsigned)respcd[i] - '0';

        if (digit > 9)
            return METRICS_CODE_DIGITS - 1;
        number = number * 10 + digit;
    }
    return number;
}

void
metrics_open(struct metrics *metrics)
{
    for (size_t row = 1; row < METRICS_CODES && qfpay_code_at(row - 1); row++)
        metrics->row_of[number_of(qfpay_code_at(row - 1)->respcd)] = (uint8_t)row;
    metrics->row_of[METRICS_CODE_DIGITS - 1] = 0;
}

void
metrics_count(struct metrics *metrics, unsigned endpoint, const char *respcd, int64_t took_us)
{
    size_t bound = 0;

    while (bound < METRICS_BOUNDS && took_us > metrics_bounds_us[bound])
        bound++;
    metrics->answers[endpoint][!respcd ? 0 : metrics->row_of[number_of(respcd)]]++;
    metrics->took[bound]++;
    metrics->took_us += (uint64_t)took_us;
}
