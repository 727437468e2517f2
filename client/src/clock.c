/*
 * The system's clock, and the dates that HTTP headers carry. Dates are read by hand because
 * strptime follows the process's locale.
 */
#include "qfpay/exchange.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "qfpay/datetime.h"

static int64_t
system_now(void *self)
{
    struct timespec now = {0};

    (void)self;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec;
}

static int64_t
system_monotonic_ms(void *self)
{
    struct timespec now = {0};

    (void)self;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + (int64_t)now.tv_nsec / 1000000;
}

/* An interrupted sleep is not resumed: the program that catches SIGINT wants to be asked. */
static void
system_pause(void *self, int64_t ms)
{
    struct timespec pause = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};

    (void)self;
    if (ms > 0)
        (void)nanosleep(&pause, NULL);
}

const struct qfpay_clock *
qfpay_clock_system(void)
{
    static const struct qfpay_clock clock = {
        .now = system_now, .monotonic_ms = system_monotonic_ms, .pause = system_pause};

    return &clock;
}

static int
month_number(const char *name)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

    for (int month = 0; month < 12; month++)
        if (strncmp(names + 3 * (size_t)month, name, 3) == 0)
            return month + 1;
    return 0;
}

bool
qfpay_http_date_parse(const char *text, int64_t *seconds)
{
    /* "Fri, 12 Jan 2018 11:31:18 GMT": the day at 5, the month at 8, the year at 12, the time
     * at 17. */
    char date[QFPAY_DATETIME_SIZE + 16];

    if (!text || strlen(text) != 29 || text[3] != ',' || strcmp(text + 25, " GMT") != 0 ||
        text[4] != ' ' || text[7] != ' ' || text[11] != ' ' || text[16] != ' ')
        return false;
    (void)snprintf(date, sizeof date, "%.4s-%02d-%.2s %.8s", text + 12, month_number(text + 8),
                   text + 5, text + 17);
    return qfpay_datetime_parse(date, strlen(date), 0, seconds);
}
