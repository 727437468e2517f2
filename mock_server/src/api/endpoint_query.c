/* POST or GET /trade/v1/query. Candidates come from the store by number, or newest first from one
 * calendar month; the other filters are applied to each, because a record's respcd depends on the
 * clock. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "channel.h"
#include "defect.h"
#include "node.h"
#include "query_mistake.h"
#include "query_window.h"
#include "record.h"
#include "refuse.h"
#include "server.h"
#include "settle.h"

enum { DEFAULT_PAGE_SIZE = 10 }; /* QRY-09 */

/* The page under construction. */
struct page {
    struct tree tree;
    cJSON *data;
    long number;
    long size;
    long first;   /* the record that the page begins with, counted from 0 */
    long end;     /* the one behind its last */
    long matched; /* records that fit so far */
};

/* Whether a comma separated list has this element; an empty list has everything. */
static bool
list_has(const char *list, const char *element)
{
    size_t len = strlen(element);

    if (*list == '\0')
        return true;
    for (;;) {
        size_t piece = strcspn(list, ",");

        if (piece == len && memcmp(list, element, len) == 0)
            return true;
        if (list[piece] == '\0' || is_defect(DEFECT_QUERY_FIRST_PAY_TYPE_ONLY))
            return false;
        list += piece + 1;
    }
}

/* Whether a criterion lets a trade through. */
static bool
lets_through(const struct request *req, const char *criterion, const struct trade *trade,
             const char *value)
{
    return list_has(request_value(req, criterion), value) ||
           query_mistake_ignores(req, criterion, trade);
}

/* Look at one candidate. false when the store failed. */
static bool
consider(struct request *req, struct page *page, struct trade *trade)
{
    char stale[sizeof(trade->respcd)] = "";

    if ((defect_on != DEFECT_NONE && query_mistake_hides(req, trade)) ||
        !lets_through(req, "pay_type", trade, trade->pay_type) ||
        !lets_through(req, "out_trade_no", trade, trade->out_trade_no))
        return true;
    if (is_defect(DEFECT_QUERY_RESPCD_STALE))
        (void)snprintf(stale, sizeof(stale), "%s", trade_respcd(trade));
    if (settle_by_query(req->server, req->merchant, trade) != STORE_OK)
        return false;
    if (!lets_through(req, "respcd", trade, stale[0] == '\0' ? trade_respcd(trade) : stale))
        return true;
    if (page->matched++ < page->first)
        return true;
    if (!trade_keep(trade, req->arena))
        return false;
    record_add(req, &page->tree, page->data, trade);
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

/* Whether a transaction is the asker's, or seen by mistake. */
static bool
may_see(const struct request *req, const struct trade *trade)
{
    struct merchant *merchant = NULL;

    if (trade->account == req->account->id)
        return true;
    while (defect_on != DEFECT_NONE &&
           (merchant = registry_next(&req->server->merchants, merchant)) != NULL) {
        for (size_t i = 0; i < merchant->account_count; i++) {
            if (merchant->accounts[i].id == trade->account)
                return query_mistake_looks_into(req, merchant, &merchant->accounts[i]);
        }
    }
    return false;
}

static enum store_result
find_by_number(struct request *req, const char *text, size_t len, struct trade *trade)
{
    struct store *store = req->server->store;
    struct merchant *merchant = NULL;
    enum store_result result = store_trade_by_number(store, req->arena, req->account->id, text, len,
                                                     trade);

    if (defect_on == DEFECT_NONE)
        return result;
    while (result == STORE_ABSENT &&
           (merchant = registry_next(&req->server->merchants, merchant)) != NULL) {
        for (size_t i = 0; i < merchant->account_count && result == STORE_ABSENT; i++) {
            if (query_mistake_looks_into(req, merchant, &merchant->accounts[i]))
                result = store_trade_by_number(store, req->arena, merchant->accounts[i].id, text,
                                               len, trade);
        }
    }
    return result;
}

/* One element of a list of numbers. */
static enum store_result
find_one(struct request *req, bool by_syssn, const char *text, size_t len, struct trade *trade)
{
    struct store *store = req->server->store;
    char syssn[SYSSN_SIZE];
    enum store_result result;
    int64_t id;

    if (!by_syssn)
        return find_by_number(req, text, len, trade);
    if (!channel_syssn_id(text, len, &id))
        return STORE_ABSENT;
    result = store_trade_by_id(store, req->arena, id, trade);
    if (result != STORE_OK)
        return result;
    channel_syssn(trade->id, trade->sysdtm, syssn);
    return may_see(req, trade) && memcmp(syssn, text, len) == 0 ? STORE_OK : STORE_ABSENT;
}

/* Candidates by syssn, else by out_trade_no; the same number twice in a list is one. */
static bool
by_numbers(struct request *req, struct page *page)
{
    const char *syssn = request_value(req, "syssn");
    bool by_syssn = syssn[0] != '\0';
    const char *list = by_syssn ? syssn : request_value(req, "out_trade_no");
    size_t capacity = 1;
    size_t count = 0;
    struct trade *found;

    for (const char *at = list; *at != '\0'; at++)
        capacity += *at == ',';
    found = arena_alloc(req->arena, capacity * sizeof(*found));
    if (found == NULL)
        return false;
    for (;;) {
        size_t len = strcspn(list, ",");
        enum store_result result = find_one(req, by_syssn, list, len, &found[count]);

        if (result == STORE_FAILED)
            return false;
        count += result == STORE_OK;
        if (list[len] == '\0' ||
            is_defect(by_syssn ? DEFECT_QUERY_FIRST_SYSSN_ONLY : DEFECT_QUERY_FIRST_NUMBER_ONLY))
            break;
        list += len + 1;
    }
    qsort(found, count, sizeof(*found), compare_trades);
    for (size_t i = 0; i < count && !is_full(page); i++) {
        if ((i == 0 || found[i].id != found[i - 1].id) && !consider(req, page, &found[i]))
            return false;
    }
    return true;
}

/* The orders of one account. */
static bool
by_time_of(struct request *req, struct page *page, const struct query_window *window,
           int64_t account)
{
    struct store *store = req->server->store;
    enum store_result result = STORE_OK;
    struct trade trade;

    store_walk_time(store, account, window->from, window->to);
    while (result == STORE_OK && !is_full(page)) {
        result = store_walk_next(store, &trade);
        if (result == STORE_OK && !consider(req, page, &trade))
            result = STORE_FAILED;
    }
    store_walk_end(store);
    return result != STORE_FAILED;
}

static bool
by_time(struct request *req, struct page *page, const struct query_window *window)
{
    struct merchant *merchant = NULL;
    bool ok = by_time_of(req, page, window, req->account->id);

    if (defect_on == DEFECT_NONE)
        return ok;
    while (ok && (merchant = registry_next(&req->server->merchants, merchant)) != NULL) {
        for (size_t i = 0; ok && i < merchant->account_count; i++) {
            const struct account *account = &merchant->accounts[i];

            if (query_mistake_looks_into(req, merchant, account))
                ok = by_time_of(req, page, window, account->id);
        }
    }
    return ok;
}

static void
add_page_number(struct request *req, struct page *page, cJSON *root, const char *key, long value)
{
    if (req->server->profile->page_is_number && !is_defect(DEFECT_PAGE_AS_TEXT))
        node_number(&page->tree, root, key, value);
    else
        node_text(&page->tree, root, key, arena_printf(req->arena, "%ld", value));
}

static long
positive_or(const char *text, long otherwise)
{
    return text[0] == '\0' ? otherwise : strtol(text, NULL, 10);
}

/* Which records the request asks for. */
static void
read_page(struct request *req, struct page *page)
{
    long size = DEFAULT_PAGE_SIZE;

    size += is_defect(DEFECT_PAGE_SIZE_DEFAULT_HIGHER);
    size = is_defect(DEFECT_PAGE_SIZE_DEFAULT_100) ? 100 : size;
    page->number = positive_or(request_value(req, "page"), 1);
    page->size = positive_or(request_value(req, "page_size"), size);
    if (is_defect(DEFECT_PAGE_IGNORED))
        page->number = 1;
    if (is_defect(DEFECT_PAGE_SIZE_IGNORED))
        page->size = size;
    page->first = (page->number - 1) * page->size;
    page->end = page->number * page->size;
    if (is_defect(DEFECT_PAGE_FROM_ZERO)) {
        page->first += page->size;
        page->end += page->size;
    }
    page->first -= is_defect(DEFECT_PAGE_OVERLAPS) && page->first > 0;
    page->end += is_defect(DEFECT_PAGE_SIZE_OFF_BY_ONE);
}

struct reply
query_handle(struct request *req)
{
    const struct server *server = req->server;
    const struct situation *situation = &req->situation;
    struct page page = {.tree = {.arena = req->arena}};
    struct query_window window;
    struct reply reply;
    cJSON *root = node_object(&page.tree);
    bool has_number = request_value(req, "syssn")[0] != '\0' ||
                      request_value(req, "out_trade_no")[0] != '\0';

    if (situation->kind == SITUATION_ANSWER && strcmp(situation->code->respcd, "0000") != 0)
        return refuse(req, situation->code->respcd, "", QFPAY_REQ_QRY_10,
                      "The trigger asked for %s.", situation->code->respcd);
    if (!has_number && !query_window_read(req, &window, &reply))
        return reply;
    read_page(req, &page);
    node_text(&page.tree, root, "respmsg", "");
    node_text(&page.tree, root, "resperr", server->profile->query_success[server->lang]);
    node_text(&page.tree, root, "respcd", "0000");
    page.data = node_add_array(&page.tree, root, "data");
    if (!has_number)
        query_window_widen(&window);
    if (!(has_number ? by_numbers(req, &page) : by_time(req, &page, &window)))
        return fault(req, "look for transactions");
    if (is_defect(DEFECT_NOTHING_FOUND_1136) && page.matched == 0)
        return refuse(req, "1136", "", QFPAY_REQ_QRY_12, "Nothing was found.");
    add_page_number(req, &page, root, "page", is_defect(DEFECT_PAGE_NOT_ECHOED) ? 1 : page.number);
    add_page_number(req, &page, root, "page_size",
                    is_defect(DEFECT_PAGE_SIZE_NOT_ECHOED) ? page.matched : page.size);
    if (defect_on != DEFECT_NONE)
        query_mistake_change(root, page.data);
    return answer(req, &page.tree, root, "0000");
}
