/* POST or GET /trade/v1/query. Candidates come from the store by number, or newest first from one
 * calendar month (query_sources.def); the filters are applied to each (query_filters.def), because
 * a record's respcd depends on the clock. */
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/call_answer.h"
#include "api/contents.h"
#include "api/query_window.h"
#include "api/refuse.h"
#include "base/node.h"
#include "notify/store_and_tell.h"
#include "server/server.h"
#include "tell/tale.h"

/* The page under construction. */
struct page {
    struct tree tree;
    struct tale tale;
    int64_t first;   /* the record that the page begins with, counted from 0 */
    int64_t end;     /* the one behind its last */
    int64_t matched; /* records that fit so far */
};

CONDITION(is_by_time, !call->source->find);

const struct check query_checks[] = {
#include "api/query_checks.def"
    END_OF_CHECKS,
};

/* The one account that is looked through: nobody sees what another one has. */
static const struct account *
asking_account(const struct request *req, const struct account *last)
{
    return last ? NULL : req->account;
}

static bool
find_by_number(struct call *call, const char *text, size_t len, struct trade *trade)
{
    const struct request *req = call->req;
    next_account *next = call->source->account;
    const struct account *account = next(req, NULL);

    while (account && !store_trade_by_number(req->server->store, account->id, text, len, trade))
        account = next(req, account);
    return account != NULL;
}

static bool
find_by_syssn(struct call *call, const char *text, size_t len, struct trade *trade)
{
    struct request *req = call->req;
    next_account *next = call->source->account;
    const struct account *account = next(req, NULL);

    if (!call_find_syssn(req, text, len, trade))
        return false;
    while (account && account->id != trade->account)
        account = next(req, account);
    return account != NULL;
}

const struct source query_sources[] = {
#define SOURCE(name, many, find, account, requirement)                                             \
    {name, SEARCH_##many, (find), (account), QFPAY_REQ_##requirement},
#include "api/query_sources.def"
#undef SOURCE
};

_Static_assert(sizeof query_sources / sizeof query_sources[0] <= SOURCES_MAX, "SOURCES_MAX");

static const char *
trade_pay_type(const struct rulebook *book, const struct trade *trade)
{
    (void)book;
    return trade->pay_type;
}

static const char *
trade_number(const struct rulebook *book, const struct trade *trade)
{
    (void)book;
    return trade->out_trade_no;
}

/* Whether the parameter names the value of the trade; without it every trade passes. */
static bool
is_named(struct call *call, const struct filter *filter, const struct trade *trade)
{
    const char *list = request_value(call->req, filter->name);
    const char *value;
    size_t len;

    if (*list == '\0')
        return true;
    value = filter->value(call->book, trade);
    len = strlen(value);
    for (;;) {
        size_t piece = strcspn(list, ",");

        if (piece == len && memcmp(list, value, len) == 0)
            return true;
        if (list[piece] == '\0' || filter->many == SEARCH_ONE)
            return false;
        list += piece + 1;
    }
}

const struct filter query_filters[] = {
#define FILTER(name, many, is_settled, value, requirement)                                         \
    {name, SEARCH_##many, is_settled, (value), is_named, QFPAY_REQ_##requirement},
#include "api/query_filters.def"
#undef FILTER
    {.name = NULL},
};

/* One is spare. */
_Static_assert(sizeof query_filters / sizeof query_filters[0] < FILTERS_MAX, "FILTERS_MAX");

static bool
passes(struct call *call, const struct trade *trade, bool is_settled)
{
    for (const struct filter *filter = call->book->filters; filter->name; filter++) {
        if (filter->is_settled == is_settled && !filter->lets(call, filter, trade))
            return false;
    }
    return true;
}

/* Look at one candidate. false when the store failed. */
static bool
consider(struct call *call, struct page *page, struct trade *trade)
{
    struct request *req = call->req;
    cJSON *record;

    if (!passes(call, trade, false))
        return true;
    if (meet_query(req->server, req->merchant, trade) != STORE_OK)
        return false;
    if (!passes(call, trade, true))
        return true;
    if (page->matched++ < page->first)
        return true;
    record = node_add_object(&page->tree, page->tale.data, NULL);
    page->tale.trade = trade;
    tale_write(&page->tale, SHEET_RECORD, &page->tree, record);
    return true;
}

static bool
is_full(const struct page *page)
{
    return page->matched >= page->end;
}

/* Newest first (QRY-20). */
static int
compare_trades(const void *left, const void *right)
{
    const struct trade *a = left;
    const struct trade *b = right;

    if (a->sysdtm != b->sysdtm)
        return a->sysdtm < b->sysdtm ? 1 : -1;
    return (a->id < b->id) - (a->id > b->id);
}

/* Candidates that a list names; the same one twice is one. */
static bool
by_list(struct call *call, struct page *page)
{
    const struct source *source = call->source;
    const char *list = request_value(call->req, source->name);
    size_t capacity = 1;
    size_t count = 0;
    struct trade *found;

    for (const char *at = list; *at != '\0'; at++)
        capacity += *at == ',';
    found = arena_alloc(call->req->arena, capacity * sizeof *found);
    if (!found)
        return false;
    for (;;) {
        size_t len = strcspn(list, ",");

        count += source->find(call, list, len, &found[count]);
        if (list[len] == '\0' || source->many == SEARCH_ONE)
            break;
        list += len + 1;
    }
    qsort(found, count, sizeof *found, compare_trades);
    for (size_t i = 0; i < count && !is_full(page); i++) {
        if ((i == 0 || found[i].id != found[i - 1].id) && !consider(call, page, &found[i]))
            return false;
    }
    return true;
}

/* Candidates of one account. */
static bool
by_time_of(struct call *call, struct page *page, const struct account *account)
{
    struct window window = query_window(call);
    struct store_walk walk = store_walk_time(call->req->server->store, account->id, window.from,
                                             window.to);
    struct trade trade;

    while (!is_full(page) && store_walk_next(&walk, &trade)) {
        if (!consider(call, page, &trade))
            return false;
    }
    return true;
}

static bool
by_time(struct call *call, struct page *page)
{
    next_account *next = call->source->account;
    const struct account *account = next(call->req, NULL);

    while (account && by_time_of(call, page, account))
        account = next(call->req, account);
    return !account;
}

static int64_t
positive_or(const char *text, int64_t otherwise)
{
    return text[0] == '\0' ? otherwise : strtol(text, NULL, 10);
}

/* Which records the request asks for. */
static void
read_page(const struct call *call, struct page *page)
{
    const struct rulebook *book = call->book;
    struct tale *tale = &page->tale;

    tale->page = positive_or(request_value(call->req, "page"), fact(book, FACT_FIRST_PAGE));
    tale->page_size = positive_or(request_value(call->req, "page_size"),
                                  fact(book, FACT_PAGE_SIZE));
    page->first = (tale->page - fact(book, FACT_FIRST_PAGE)) * tale->page_size;
    page->end = page->first + tale->page_size + fact(book, FACT_PAGE_SURPLUS);
    page->first -= page->first > 0 ? fact(book, FACT_PAGE_OVERLAP) : 0;
}

/* The first source whose parameter was sent, or the one that needs none. */
static const struct source *
source_of(const struct call *call)
{
    const struct source *source = call->book->sources;

    while (source->name[0] != '\0' && request_value(call->req, source->name)[0] == '\0')
        source++;
    return source;
}

struct reply
query_handle(struct call *call)
{
    struct request *req = call->req;
    struct page page = {.tree = {.arena = req->arena}, .tale = tale_of(req, NULL, NULL)};
    cJSON *root = node_object(&page.tree);
    struct reply reply;

    call->source = source_of(call);
    if (!call_keeps(call, CHAPTER_QUERY, &reply))
        return reply;
    read_page(call, &page);
    page.tale.resperr = req->server->profile->query_success[req->server->lang];
    page.tale.data = node_array(&page.tree);
    if (!(call->source->find ? by_list(call, &page) : by_time(call, &page)))
        return fault(req, "look for transactions");
    tale_write(&page.tale, SHEET_QUERY, &page.tree, root);
    return answer(req, &page.tree, root, "0000");
}
