/* See query_window.h. Months are those of the system zone, UTC+8, on the merchant's clock. */
#include "api/query_window.h"

#include <string.h>

#include "qfpay/datetime.h"

enum { LONGER_THAN_ANY_MONTH = 32 * 24 * 3600 };

/* The first second of the month that an instant lies in. */
static int64_t
month_start(const struct rulebook *book, int64_t instant)
{
    int zone = (int)fact(book, FACT_MONTH_ZONE);
    char text[QFPAY_DATETIME_SIZE];
    int64_t start = instant;

    qfpay_datetime_format(instant, zone, text);
    memcpy(text + 8, "01 00:00:00", sizeof("01 00:00:00"));
    qfpay_datetime_parse(text, sizeof text - 1, zone, &start);
    return start;
}

static struct window
month_of(const struct rulebook *book, int64_t instant)
{
    int64_t start = month_start(book, instant);

    return (struct window){start, month_start(book, start + LONGER_THAN_ANY_MONTH) - 1};
}

static void
read_bound(struct call *call, const char *name, int64_t *bound)
{
    const char *text = request_value(call->req, name);

    qfpay_datetime_parse(text, strlen(text), (int)fact(call->book, FACT_WINDOW_ZONE), bound);
}

struct window
query_window(struct call *call)
{
    if (call->window.to == 0) {
        call->window = month_of(call->book, call->req->now);
        read_bound(call, "start_time", &call->window.from);
        read_bound(call, "end_time", &call->window.to);
    }
    return call->window;
}

bool
is_forwards(struct call *call)
{
    struct window window = query_window(call);

    return window.from <= window.to;
}

bool
is_one_month(struct call *call)
{
    struct window window = query_window(call);

    return window.to <= month_of(call->book, window.from).to + call->check->slack;
}
