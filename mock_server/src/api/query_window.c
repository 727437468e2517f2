/* See query_window.h. Months are those of the system zone, UTC+8, on the merchant's clock. */
#include "query_window.h"

#include <string.h>

#include "defect.h"
#include "qfpay/datetime.h"
#include "refuse.h"

enum { DAY = 24 * 3600, LONGER_THAN_ANY_MONTH = 32 * DAY };

/* The zone of months. */
static int
month_zone(void)
{
    return is_defect(DEFECT_QUERY_MONTH_IN_UTC) ? 0 : QFPAY_SYSTEM_ZONE_MINUTES;
}

/* The first second of the month that an instant lies in. */
static int64_t
month_start(int64_t instant)
{
    char text[QFPAY_DATETIME_SIZE];
    int64_t start = instant;

    qfpay_datetime_format(instant, month_zone(), text);
    memcpy(text + 8, "01 00:00:00", sizeof("01 00:00:00"));
    qfpay_datetime_parse(text, sizeof(text) - 1, month_zone(), &start);
    return start;
}

static struct query_window
month_of(int64_t instant)
{
    int64_t start = month_start(instant);

    return (struct query_window){start, month_start(start + LONGER_THAN_ANY_MONTH) - 1};
}

static void
read_bound(const struct request *req, const char *name, int64_t *bound)
{
    const char *text = request_value(req, name);
    int zone = QFPAY_SYSTEM_ZONE_MINUTES;

    if (is_defect(DEFECT_QUERY_TIMES_IN_TXZONE)) {
        const char *txzone = request_value(req, "txzone");

        (void)qfpay_zone_parse(txzone, strlen(txzone), &zone);
    }
    qfpay_datetime_parse(text, strlen(text), zone, bound);
}

/* What a query without times covers. */
static struct query_window
default_window(const struct request *req)
{
    int64_t today = req->now - (req->now + INT64_C(60) * QFPAY_SYSTEM_ZONE_MINUTES) % DAY;

    if (is_defect(DEFECT_QUERY_ALL_TIMES))
        return (struct query_window){0, INT64_MAX};
    if (is_defect(DEFECT_QUERY_LAST_30_DAYS))
        return (struct query_window){req->now - 30 * DAY, req->now};
    if (is_defect(DEFECT_QUERY_TODAY_ONLY))
        return (struct query_window){today, today + DAY - 1};
    return month_of(req->now);
}

static bool
is_long(const struct query_window *window)
{
    return window->to > month_of(window->from).to && !is_defect(DEFECT_QUERY_ANY_WINDOW) &&
           !is_defect(DEFECT_QUERY_ALL_TIMES) && !is_defect(DEFECT_QUERY_LAST_30_DAYS);
}

bool
query_window_read(struct request *req, struct query_window *window, struct reply *reply)
{
    *window = default_window(req);
    read_bound(req, "start_time", &window->from);
    read_bound(req, "end_time", &window->to);
    if (window->from > window->to && is_defect(DEFECT_QUERY_BACKWARDS_SERVED))
        *window = (struct query_window){window->to, window->from};
    if (window->from > window->to) {
        *reply = refuse(req, "1104", "start_time", QFPAY_REQ_QRY_14,
                        "start_time is later than end_time (a missing one is taken from the "
                        "current calendar month).");
        return false;
    }
    if (is_long(window)) {
        *reply = refuse(req, "1104", "end_time", QFPAY_REQ_QRY_14,
                        "start_time and end_time must lie in one calendar month; send both to "
                        "search another month than the current one.");
        return false;
    }
    window->from += is_defect(DEFECT_QUERY_START_EXCLUDED);
    window->to -= is_defect(DEFECT_QUERY_END_EXCLUDED);
    return true;
}

void
query_window_widen(struct query_window *window)
{
    if (is_defect(DEFECT_QUERY_TIMES_OF_PAYMENT) || is_defect(DEFECT_QUERY_TIMES_OF_CLIENT))
        *window = (struct query_window){0, INT64_MAX};
}

/* The time of a trade that the mistake compares. */
static int64_t
compared_time(const struct trade *trade)
{
    int64_t txdtm = trade->sysdtm;

    if (is_defect(DEFECT_QUERY_TIMES_OF_CLIENT))
        (void)qfpay_datetime_parse(trade->txdtm, strlen(trade->txdtm), QFPAY_SYSTEM_ZONE_MINUTES,
                                   &txdtm);
    return is_defect(DEFECT_QUERY_TIMES_OF_PAYMENT) ? trade->paydtm : txdtm;
}

bool
query_window_hides(const struct request *req, const struct trade *trade)
{
    bool has_number = request_value(req, "syssn")[0] != '\0' ||
                      request_value(req, "out_trade_no")[0] != '\0';
    struct query_window window;
    int64_t time;

    if (has_number
            ? !is_defect(DEFECT_QUERY_NUMBERS_WITH_TIMES)
            : !is_defect(DEFECT_QUERY_TIMES_OF_PAYMENT) && !is_defect(DEFECT_QUERY_TIMES_OF_CLIENT))
        return false;
    window = month_of(req->now);
    if (has_number)
        window = (struct query_window){0, INT64_MAX};
    read_bound(req, "start_time", &window.from);
    read_bound(req, "end_time", &window.to);
    time = compared_time(trade);
    return time < window.from || time > window.to;
}
