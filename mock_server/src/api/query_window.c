/* See query_window.h. Months are those of the system zone, UTC+8, on the merchant's clock. */
#include "query_window.h"

#include <string.h>

#include "qfpay/datetime.h"
#include "refuse.h"

enum { LONGER_THAN_ANY_MONTH = 32 * 24 * 3600 };

/* The first second of the month that an instant lies in. */
static int64_t
month_start(int64_t instant)
{
    char text[QFPAY_DATETIME_SIZE];
    int64_t start = instant;

    qfpay_datetime_format(instant, QFPAY_SYSTEM_ZONE_MINUTES, text);
    memcpy(text + 8, "01 00:00:00", sizeof("01 00:00:00"));
    qfpay_datetime_parse(text, sizeof(text) - 1, QFPAY_SYSTEM_ZONE_MINUTES, &start);
    return start;
}

static struct query_window
month_of(int64_t instant)
{
    int64_t start = month_start(instant);

    return (struct query_window){start, month_start(start + LONGER_THAN_ANY_MONTH) - 1};
}

static void
read_bound(struct request *req, const char *name, int64_t *bound)
{
    const char *text = request_value(req, name);

    qfpay_datetime_parse(text, strlen(text), QFPAY_SYSTEM_ZONE_MINUTES, bound);
}

bool
query_window_read(struct request *req, struct query_window *window, struct reply *reply)
{
    *window = month_of(req->now);
    read_bound(req, "start_time", &window->from);
    read_bound(req, "end_time", &window->to);
    if (window->from > window->to) {
        *reply = refuse(req, "1104", "start_time", QFPAY_REQ_QRY_14,
                        "start_time is later than end_time (a missing one is taken from the "
                        "current calendar month).");
        return false;
    }
    if (window->to > month_of(window->from).to) {
        *reply = refuse(req, "1104", "end_time", QFPAY_REQ_QRY_14,
                        "start_time and end_time must lie in one calendar month; send both to "
                        "search another month than the current one.");
        return false;
    }
    return true;
}
