/* How many calls a merchant has made (LIM-01, LIM-02): a sliding window of a minute for each app
 * code and mchid, on the merchant's clock, whose smallest step is a second. Calls are counted and
 * limited only when --rate-limit or the merchant's feature says so. */
#ifndef MOCK_RATE_LIMIT_H
#define MOCK_RATE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "merchant/merchant.h"

/* The calls of the seconds from and to, both included; a minute back at most. */
int64_t rate_limit_calls(const struct account *account, int64_t from, int64_t to);

/* Count one more. false when out of memory. */
bool rate_limit_count(struct account *account, int64_t now);

#endif
