/* See misread_query.h. Mistakes with the parameters of a query: each changes them once they are
 * authenticated, as if something else had been sent. */
#include "defect/misread_query.h"

#include <string.h>

#include "api/refuse.h"
#include "defect/mutant.h"
#include "qfpay/datetime.h"
#include "server/server.h"
#include "tell/code_text.h"

enum { DAY = 24 * 3600 };

static struct qfpay_param *
find(struct request *req, const char *name)
{
    for (size_t i = 0; i < req->param_count; i++) {
        if (strcmp(req->params[i].name, name) == 0)
            return &req->params[i];
    }
    return NULL;
}

static void
set(struct request *req, const char *name, const char *value)
{
    struct qfpay_param *param = find(req, name);

    if (!param && req->param_count < QFPAY_PARAM_MAX)
        param = &req->params[req->param_count++];
    if (param && value)
        *param = qfpay_param_of(name, value);
}

static void
set_time(struct request *req, const char *name, int64_t seconds)
{
    char *text = arena_alloc(req->arena, QFPAY_DATETIME_SIZE);

    if (!text)
        return;
    qfpay_datetime_format(seconds, QFPAY_SYSTEM_ZONE_MINUTES, text);
    set(req, name, text);
}

static bool
read_time(const struct request *req, const char *name, int zone, int64_t *seconds)
{
    const char *text = request_value(req, name);

    return qfpay_datetime_parse(text, strlen(text), zone, seconds);
}

static bool
has_number(const struct request *req)
{
    return request_value(req, "syssn")[0] != '\0' || request_value(req, "out_trade_no")[0] != '\0';
}

static bool
is_bare(const struct request *req)
{
    return req->endpoint == QFPAY_ENDPOINT_QUERY && !has_number(req) &&
           request_value(req, "start_time")[0] == '\0' && request_value(req, "end_time")[0] == '\0';
}

static void
start_later(struct request *req)
{
    int64_t start;

    if (read_time(req, "start_time", QFPAY_SYSTEM_ZONE_MINUTES, &start))
        set_time(req, "start_time", start + 1);
}

static void
end_earlier(struct request *req)
{
    int64_t end;

    if (read_time(req, "end_time", QFPAY_SYSTEM_ZONE_MINUTES, &end))
        set_time(req, "end_time", end - 1);
}

static void
move_by_zone(struct request *req)
{
    const char *txzone = request_value(req, "txzone");
    int zone = QFPAY_SYSTEM_ZONE_MINUTES;
    int64_t bound;

    (void)qfpay_zone_parse(txzone, strlen(txzone), &zone);
    if (read_time(req, "start_time", zone, &bound))
        set_time(req, "start_time", bound);
    if (read_time(req, "end_time", zone, &bound))
        set_time(req, "end_time", bound);
}

static void
turn_round(struct request *req)
{
    int64_t start;
    int64_t end;

    if (!read_time(req, "start_time", QFPAY_SYSTEM_ZONE_MINUTES, &start) ||
        !read_time(req, "end_time", QFPAY_SYSTEM_ZONE_MINUTES, &end) || start <= end)
        return;
    set_time(req, "start_time", end);
    set_time(req, "end_time", start);
}

/* Of a query without times, instead of the month. Only this request may look beyond one. */
static bool
cover(struct call *call, int64_t from, int64_t to)
{
    struct check *check = mutant_check(call->book, CHAPTER_QUERY, "one_month");
    bool is_meant = is_bare(call->req);

    check->slack = is_meant ? to - from : 0;
    if (is_meant)
        call->window = (struct window){from, to};
    return !has_number(call->req);
}

static bool
covers_today(struct call *call)
{
    int64_t now = call->req->now;
    int64_t today = now - (now + INT64_C(60) * QFPAY_SYSTEM_ZONE_MINUTES) % DAY;

    return cover(call, today, today + DAY - 1);
}

static bool
covers_30_days(struct call *call)
{
    return cover(call, call->req->now - 30 * DAY, call->req->now);
}

static bool
covers_all_times(struct call *call)
{
    return cover(call, 0, call->req->now);
}

static const char *
answer_1136(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    const char *refusal;

    if (req->endpoint != QFPAY_ENDPOINT_QUERY || !strstr(body, "\"data\": []"))
        return body;
    refusal = arena_printf(arena, "{\"resperr\": \"%s\", \"respcd\": \"1136\", \"respmsg\": \"\"}",
                           code_text(arena, req->server, "1136"));
    *len = refusal ? strlen(refusal) : 0;
    return refusal;
}

void
misread_hide_times(struct request *req)
{
    struct qfpay_param *start = find(req, "start_time");
    struct qfpay_param *end = find(req, "end_time");
    char now[QFPAY_DATETIME_SIZE];
    int64_t ignored;

    qfpay_datetime_format(req->now, QFPAY_SYSTEM_ZONE_MINUTES, now);
    if (has_number(req) || !read_time(req, "start_time", 0, &ignored) ||
        !read_time(req, "end_time", 0, &ignored) ||
        strncmp(start->value, now, strlen("YYYY-MM")) != 0 ||
        strncmp(end->value, now, strlen("YYYY-MM")) != 0)
        return;
    *start = qfpay_param_of("hidden_start_time", start->value);
    *end = qfpay_param_of("hidden_end_time", end->value);
}

struct window
misread_times(const struct request *req)
{
    struct window window = {0, INT64_MAX};

    (void)read_time(req, "start_time", QFPAY_SYSTEM_ZONE_MINUTES, &window.from);
    (void)read_time(req, "end_time", QFPAY_SYSTEM_ZONE_MINUTES, &window.to);
    (void)read_time(req, "hidden_start_time", QFPAY_SYSTEM_ZONE_MINUTES, &window.from);
    (void)read_time(req, "hidden_end_time", QFPAY_SYSTEM_ZONE_MINUTES, &window.to);
    return window;
}

/* Pages behind the second are the second. */
static void
turn_two_pages(struct request *req)
{
    if (req->endpoint == QFPAY_ENDPOINT_QUERY && strlen(request_value(req, "page")) == 1 &&
        strchr("3456789", request_value(req, "page")[0]))
        set(req, "page", "2");
}

/* A longer page is one of 50. */
static void
shorten_pages(struct request *req)
{
    const char *size = request_value(req, "page_size");

    if (req->endpoint == QFPAY_ENDPOINT_QUERY &&
        (strcmp(size, "100") == 0 || (strlen(size) == 2 && strcmp(size, "50") > 0)))
        set(req, "page_size", "50");
}

static const struct wire_row rows[] = {
    {"start_time",
     "excluded",
     QFPAY_REQ_QRY_06,
     {.read = start_later},
     "The second of start_time is not part of the window."},
    {"end_time",
     "excluded",
     QFPAY_REQ_QRY_06,
     {.read = end_earlier},
     "The second of end_time is not part of the window."},
    {"window", "in-txzone", QFPAY_REQ_QRY_07, {.read = move_by_zone}, "txzone moves the window."},
    {"window",
     "turned-round",
     QFPAY_REQ_QRY_06,
     {.read = turn_round},
     "A window that ends before it starts is turned round."},
    {"page",
     "two-at-most",
     QFPAY_REQ_QRY_08,
     {.read = turn_two_pages},
     "The pages behind the second repeat it."},
    {"page_size",
     "50-at-most",
     QFPAY_REQ_QRY_09,
     {.read = shorten_pages},
     "A page of more than 50 has 50."},
    {"nothing-found",
     "1136",
     QFPAY_REQ_QRY_12,
     {.leave = answer_1136},
     "A query that finds nothing answers 1136."},
};

/* Which stretch of time a query without times covers. */
static const struct {
    const char *twist;
    condition *covers;
    const char *about;
} windows[] = {
    {"today", covers_today, "Without times a query covers the current day."},
    {"30-days", covers_30_days, "Without times a query covers the last 30 days."},
    {"all-times", covers_all_times, "Without times a query covers everything."},
};

/* The first row that looks at the window finds it there. */
static void
put_window(struct rulebook *book, const struct mutant *mutant)
{
    mutant_check(book, CHAPTER_QUERY, "forwards")->applies = windows[mutant->row].covers;
}

void
mutants_of_queries_on_the_wire(const struct rulebook *book, struct mutants *all)
{
    (void)book;
    mutants_add_wires(all, "query", rows, sizeof rows / sizeof rows[0]);
    for (size_t i = 0; i < sizeof windows / sizeof windows[0]; i++)
        (void)mutants_add(all, put_window, i, QFPAY_REQ_QRY_14, "query", "window", windows[i].twist,
                          "%s", windows[i].about);
}
