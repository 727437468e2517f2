/* Control calls for the journal. */
#include "control/control.h"
#include "qfpay/datetime.h"
#include "server/server.h"

enum { WAIT_MAX_MS = 60000, LIMIT_DEFAULT = 100 };

/* The largest whole number that every reader of JSON keeps. */
static const int64_t since_max = INT64_C(1) << 53;

static const char *
verdict_of(const struct journal_entry *entry)
{
    if (entry->is_lost)
        return "lost"; /* on its way here, as a situation asked for */
    return entry->requirement ? "refused" : "accepted";
}

static void
add_entry(struct request *req, struct tree *tree, cJSON *list, const struct journal_entry *entry)
{
    cJSON *object = node_add_object(tree, list, NULL);
    char *at = arena_alloc(req->arena, QFPAY_DATETIME_SIZE);

    if (at)
        qfpay_datetime_format(entry->at, QFPAY_SYSTEM_ZONE_MINUTES, at);
    node_number(tree, object, "id", entry->number);
    node_text(tree, object, "at", at);
    node_text(tree, object, "method", entry->method);
    node_text(tree, object, "path", entry->path);
    node_text(tree, object, "query", entry->query);
    node_text(tree, object, "body", entry->body);
    node_text(tree, object, "app_code", entry->app_code);
    node_text(tree, object, "request_id", entry->request_id);
    node_text(tree, object, "sign_type", entry->sign_type);
    node_text(tree, object, "content_type", entry->content_type);
    node_text(tree, object, "verdict", verdict_of(entry));
    node_text(tree, object, "requirement", entry->requirement);
    node_text(tree, object, "evidence", entry->evidence);
    node_text(tree, object, "diagnosis", entry->diagnosis);
    node_text(tree, object, "advice", entry->advice);
    node_text(tree, object, "trigger", entry->trigger);
    node_text(tree, object, "fault", entry->fault);
    node_number(tree, object, "delay_ms", entry->delay_ms);
    node_number(tree, object, "http_status", (int64_t)entry->http_status);
    node_text(tree, object, "respcd", entry->respcd);
    node_text(tree, object, "response", entry->answer);
    node_number(tree, object, "came_ms", entry->came_ms);
    node_number(tree, object, "took_us", entry->took_us);
    node_number(tree, object, "cut_bytes", (int64_t)entry->cut_bytes);
}

/* What is kept takes how much, and what is not, by the bound that it met. */
static void
add_bounds(struct tree *tree, cJSON *root, const struct journal *journal)
{
    cJSON *dropped;

    node_number(tree, root, "bytes", (int64_t)journal->bytes);
    dropped = node_add_object(tree, root, "dropped");
    node_number(tree, dropped, "entries", journal->dropped[JOURNAL_ENTRIES]);
    node_number(tree, dropped, "bytes", journal->dropped[JOURNAL_BYTES]);
    node_number(tree, dropped, "total", journal->dropped[JOURNAL_TOTAL]);
}

/* A number that went backwards is a reset: the asker must hear of it as well. */
static bool
has_news(struct server *server, const struct reply *reply)
{
    const struct merchant *merchant = registry_find(&server->merchants, reply->wait_app_code);

    return !merchant || merchant->journal->last != reply->wait_since;
}

struct reply
control_get_requests(struct request *req, const char *id, const cJSON *body)
{
    const struct journal *journal = req->merchant->journal;
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    cJSON *list = node_add_array(&tree, root, "requests");
    struct reply reply;
    int64_t limit;
    int64_t since;
    int64_t wait_ms;
    int64_t first = journal->first;

    (void)id;
    (void)body;
    if (!control_number(req, "limit", 1, 1000, LIMIT_DEFAULT, &limit, &reply) ||
        !control_number(req, "since", 0, since_max, -1, &since, &reply) ||
        !control_number(req, "wait_ms", 0, WAIT_MAX_MS, 0, &wait_ms, &reply))
        return reply;
    /* A since that the journal has not reached is from before a reset: its asker must hear so. */
    if (wait_ms > 0 && !req->timed_out && journal->last == (since < 0 ? first - 1 : since))
        return control_wait(req, has_news, since < 0 ? first - 1 : since, wait_ms);
    if (since >= 0 && since + 1 > first)
        first = since + 1;
    else if (since < 0 && journal->last - limit + 1 > first)
        first = journal->last - limit + 1;
    for (int64_t number = first; number <= journal->last && limit > 0; number++) {
        add_entry(req, &tree, list, journal_get(journal, number));
        limit--;
    }
    add_bounds(&tree, root, journal);
    node_number(&tree, root, "last", journal->last);
    return control_answer(req, 200, &tree, root);
}

struct reply
control_delete_requests(struct request *req, const char *id, const cJSON *body)
{
    (void)id;
    (void)body;
    journal_clear(req->merchant->journal);
    return control_done();
}
