/**
 * @file datetime.h
 * The API's one time format, `YYYY-MM-DD hh:mm:ss` on a 24-hour clock, and zones as `+0800`.
 *
 * Instants are seconds since 1970-01-01 00:00:00 UTC. Nothing here reads a clock.
 * Threads: safe; nothing is shared, the process's time zone is not consulted.
 * Source:  PAY-TXDTM-02, PAY-TXDTM-03, PAY-ZONE-01, RSP-09.
 */
#ifndef QFPAY_DATETIME_H
#define QFPAY_DATETIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** "2020-04-10 11:45:44" and a NUL, in bytes. */
#define QFPAY_DATETIME_SIZE 20

/** sysdtm and paydtm are UTC+8 (RSP-09, OQ-26): this many minutes east of Greenwich. */
#define QFPAY_SYSTEM_ZONE_MINUTES 480

/**
 * Read a time: exactly 19 characters, a real calendar date from year 1970 to 9999, seconds 00
 * to 59.
 *
 * @param[in]  text         borrowed; need not be NUL-terminated
 * @param[in]  len          bytes
 * @param[in]  zone_minutes the zone in which text is written, minutes east of Greenwich
 * @param[out] seconds      the instant; untouched on false; NULL to check only
 * @return whether text is a time
 */
QFPAY_API bool qfpay_datetime_parse(const char *text, size_t len, int zone_minutes,
                                    int64_t *seconds);

/**
 * Write a time; an instant outside the years 0001 to 9999 is held at the nearest bound.
 *
 * @param[in]  seconds      the instant
 * @param[in]  zone_minutes the zone to write it in
 * @param[out] text         caller's buffer, always NUL-terminated
 */
QFPAY_API void qfpay_datetime_format(int64_t seconds, int zone_minutes,
                                     char text[QFPAY_DATETIME_SIZE]);

/**
 * Read a zone: sign, two digits of hours up to 14, two digits of minutes up to 59.
 *
 * @return whether text is a zone; *minutes is untouched on false; NULL to check only
 */
QFPAY_API bool qfpay_zone_parse(const char *text, size_t len, int *minutes);

#ifdef __cplusplus
}
#endif

#endif
