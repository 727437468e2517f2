/* Control calls for notifications: the delivery log, and sending one again. */
#include <stdlib.h>
#include <string.h>

#include "api/refuse.h"
#include "control/control.h"
#include "notify/digests.h"
#include "notify/notify_as.h"
#include "notify/queue.h"
#include "qfpay/datetime.h"
#include "server/server.h"
#include "store/notification.h"

enum { WAIT_MAX_MS = 60000, LIMIT_DEFAULT = 50, LIMIT_MAX = 200 };

/* The largest whole number that every reader of JSON keeps. */
static const int64_t number_max = INT64_C(1) << 53;

/* An instant, or JSON's null for 0. */
static void
add_instant(struct tree *tree, cJSON *parent, const char *key, int64_t seconds)
{
    char *text = seconds == 0 ? NULL : arena_alloc(tree->arena, QFPAY_DATETIME_SIZE);

    if (text)
        qfpay_datetime_format(seconds, QFPAY_SYSTEM_ZONE_MINUTES, text);
    node_text(tree, parent, key, text);
}

/* A text, or JSON's null for none. */
static void
add_note(struct tree *tree, cJSON *parent, const char *key, const char *text)
{
    node_text(tree, parent, key, text[0] == '\0' ? NULL : text);
}

static void
add_attempt(struct tree *tree, cJSON *list, const struct attempt *attempt, int64_t number)
{
    cJSON *object = node_add_object(tree, list, NULL);

    node_number(tree, object, "number", number);
    add_instant(tree, object, "at", attempt->at);
    if (attempt->http_status == 0)
        node_text(tree, object, "http_status", NULL);
    else
        node_number(tree, object, "http_status", attempt->http_status);
    node_text(tree, object, "response", attempt->response);
    add_note(tree, object, "error", attempt->error);
    add_note(tree, object, "diagnosis", attempt->diagnosis);
    node_number(tree, object, "took_ms", attempt->took_ms);
}

/* What receivers compute by mistake, of a notification that was signed by one of the two keys. */
static void
add_digests(struct request *req, struct tree *tree, cJSON *object,
            const struct notification *notification)
{
    const struct merchant *merchant = req->merchant;
    bool by_notify_key = notify_is_by_notify_key(req->server, merchant, notification);

    notify_digests_add(tree, object, req->signer, notification->body,
                       by_notify_key ? merchant->notify_key : merchant->client_key,
                       by_notify_key ? merchant->client_key : NULL);
}

/* One notification with its attempts. */
static void
add_notification(struct request *req, struct tree *tree, cJSON *parent, const char *key,
                 const struct notification *notification)
{
    size_t count;
    const struct attempt *attempts = store_attempts(notification, &count);
    cJSON *object = node_add_object(tree, parent, key);
    cJSON *list;

    node_number(tree, object, "id", notification->id);
    node_text(tree, object, "syssn", notification->syssn);
    node_text(tree, object, "out_trade_no", notification->out_trade_no);
    node_text(tree, object, "notify_type",
              req->server->book.notices[notification->kind].notify_type);
    node_text(tree, object, "situation", notify_as_row(notification->notify_as)->name);
    node_text(tree, object, "state", notification_state_name(notification->state));
    node_text(tree, object, "url", notification->url);
    node_text(tree, object, "body", notification->body);
    node_text(tree, object, "sign", notification->sign);
    add_instant(tree, object, "created", notification->created);
    add_instant(tree, object, "next_attempt", notification->due_at);
    list = node_add_array(tree, object, "attempts");
    /* Counted from 1 within the notification; the oldest are forgotten first. */
    for (size_t i = 0; i < count; i++)
        add_attempt(tree, list, &attempts[i], notification->attempts - (int64_t)(count - 1 - i));
    /* For the developer of a receiver that has refused at least once. */
    if (notification->attempts > notification->accepted)
        add_digests(req, tree, object, notification);
}

/* Newest first. Returns how many, negative when out of memory. */
static int
list_all(struct request *req, struct tree *tree, cJSON *list, int64_t since, int64_t limit)
{
    size_t count;
    const struct notification **all = store_notifications_list(
        req->server->store, req->arena, req->merchant->id, request_value(req, "syssn"), since,
        (size_t)limit, &count);

    for (size_t i = 0; i < count; i++)
        add_notification(req, tree, list, NULL, all[i]);
    return !all ? -1 : (int)count;
}

/* A number that went backwards is a reset: the asker must hear of it as well. */
static bool
has_attempt(struct server *server, const struct reply *reply)
{
    const struct merchant *merchant = registry_find(&server->merchants, reply->wait_app_code);

    return !merchant || merchant->notify_last != reply->wait_since;
}

struct reply
control_get_notifications(struct request *req, const char *id, const cJSON *body)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    cJSON *list = node_add_array(&tree, root, "notifications");
    struct reply reply;
    int64_t limit;
    int64_t since;
    int64_t wait_ms;
    int count;

    (void)id;
    (void)body;
    if (!control_number(req, "limit", 1, LIMIT_MAX, LIMIT_DEFAULT, &limit, &reply) ||
        !control_number(req, "since", 0, number_max, -1, &since, &reply) ||
        !control_number(req, "wait_ms", 0, WAIT_MAX_MS, 0, &wait_ms, &reply))
        return reply;
    if (req->timed_out)
        wait_ms = 0;
    /* Who waits, waits for an attempt. */
    count = list_all(req, &tree, list, wait_ms > 0 && since < 0 ? 0 : since, limit);
    if (count < 0)
        return fault(req, "list notifications");
    if (count == 0 && wait_ms > 0)
        return control_wait(req, has_attempt, req->merchant->notify_last, wait_ms);
    node_number(&tree, root, "last", req->merchant->notify_last);
    return control_answer(req, 200, &tree, root);
}

static bool
is_sent(struct server *server, const struct reply *reply)
{
    const struct merchant *merchant = registry_find(&server->merchants, reply->wait_app_code);

    return !merchant || !notify_is_asked(server, merchant, reply->wait_since);
}

static struct reply
answer_one(struct request *req, unsigned http_status, int64_t id)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    const struct notification *found = store_notification(req->server->store, req->merchant->id,
                                                          id);

    if (!found)
        return control_fail(req, 404, "this merchant has no notification %lld", (long long)id);
    add_notification(req, &tree, root, "notification", found);
    return control_answer(req, http_status, &tree, root);
}

struct reply
control_post_send(struct request *req, const char *id, const cJSON *body)
{
    size_t digits = strspn(id, "0123456789");
    int64_t number = digits == strlen(id) && digits < 18 ? strtoll(id, NULL, 10) : 0;
    enum store_result asked = STORE_OK;
    bool is_pending;

    (void)body;
    if (number == 0)
        return control_fail(req, 404, "this merchant has no notification \"%.40s\"", id);
    if (!req->is_asked_again)
        asked = notify_resend(req->server, req->merchant, number);
    if (asked == STORE_FAILED)
        return fault(req, "send a notification again");
    if (asked == STORE_DUPLICATE)
        return control_fail(req, 409, "%d deliveries of it are asked for already; wait for one",
                            NOTIFICATION_ASKED_MAX);
    is_pending = notify_is_asked(req->server, req->merchant, number);
    /* The answer tells what became of it. */
    if (is_pending && !req->timed_out && req->server->sender)
        return control_wait(req, is_sent, number, WAIT_MAX_MS);
    return answer_one(req, is_pending ? 202 : 200, number);
}
