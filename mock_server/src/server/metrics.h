/* What has happened since the start, counted as it happens: plain increments under the server's
 * lock. GET metrics tells it. */
#ifndef MOCK_METRICS_H
#define MOCK_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "qfpay/endpoint.h"

/* Row 0 of codes is of answers without one that the table has; the others are those of
 * qfpay_code_at. The last endpoint is of calls that are none of the API. */
enum {
    METRICS_CODES = 128,
    METRICS_NO_ENDPOINT = QFPAY_ENDPOINT_COUNT,
    METRICS_BOUNDS = 14,
    METRICS_CODE_DIGITS = 10000,
};

/* The upper bounds of durations. */
extern const int64_t metrics_bounds_us[METRICS_BOUNDS];

struct metrics {
    uint64_t answers[QFPAY_ENDPOINT_COUNT + 1][METRICS_CODES];
    uint64_t took[METRICS_BOUNDS + 1];   /* up to each bound, and beyond the last */
    uint64_t took_us;                    /* together */
    uint64_t connections;                /* that are open */
    uint8_t row_of[METRICS_CODE_DIGITS]; /* the row of a respcd, by its four digits */
};

/* All zero before. */
void metrics_open(struct metrics *metrics);

/* Count an answer of the API; respcd is NULL where there is none. */
void metrics_count(struct metrics *metrics, unsigned endpoint, const char *respcd, int64_t took_us);

#endif
