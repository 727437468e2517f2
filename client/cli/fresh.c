/*
 * Fresh order numbers: readable, sortable by time, unique without asking anybody.
 */
#include "fresh.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/random.h>

#include "qfpay/datetime.h"
#include "qfpay/exchange.h"

bool
fresh_number(char number[FRESH_NUMBER_SIZE])
{
    const struct qfpay_clock *clock = qfpay_clock_system();
    char now[QFPAY_DATETIME_SIZE];
    uint32_t random = 0;

    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        return false;
    qfpay_datetime_format(clock->now(clock->self), QFPAY_SYSTEM_ZONE_MINUTES, now);
    (void)snprintf(number, FRESH_NUMBER_SIZE, "%.4s%.2s%.2s-%.2s%.2s%.2s-%08x", now, now + 5,
                   now + 8, now + 11, now + 14, now + 17, (unsigned)random);
    return true;
}
