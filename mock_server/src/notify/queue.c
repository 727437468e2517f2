/* See queue.h. An attempt counts from the instant at which it was due, so that a clock that
 * jumps a day runs through the whole ladder at once and the log shows the times of the ladder. */
#include "notify/queue.h"

#include <string.h>

#include "notify/notify_as.h"
#include "notify/verdict.h"
#include "server/server.h"

enum { RESPONSE_MAX = 4096 };

static bool
is_first_of_family(const struct notification *notification)
{
    return notification->trade == notification->family;
}

static void
look_again(struct server *server, struct merchant *merchant, int64_t due_at)
{
    registry_expect(&server->merchants, merchant, due_at);
    worker_wake(server->sender);
}

/* The payment's, when it waits for this one of its order: both go now. */
static bool
let_meet(struct server *server, const struct merchant *merchant,
         const struct notification *notification)
{
    const struct notification *found;
    struct notification first;

    if (is_first_of_family(notification))
        return true;
    found = store_notification_newest(server->store, merchant->id, notification->family);
    if (!found || !notify_as_row(found->notify_as)->meets_next || found->attempts > 0 ||
        found->state != NOTIFICATION_WAITING)
        return true;
    first = *found;
    first.ladder_at = first.due_at = notification->created;
    return store_update_notification(server->store, &first) == STORE_OK;
}

/* In place of the first attempt of the ladder, so that both are waited for, whichever ends first.
 */
static void
ask_for_two(const struct rulebook *book, struct notification *notification)
{
    notification->asked = 2;
    notification->step = 1;
    notification->ladder_at += book->ladder[0];
}

bool
notify_queue(struct server *server, struct merchant *merchant, struct notification *notification)
{
    int64_t now = clock_now(&merchant->clock);
    const struct notify_as_row *as = notify_as_row(notification->notify_as);

    notification->merchant = merchant->id;
    notification->created = now;
    if (as->is_unsent) {
        notification->state = NOTIFICATION_SUPPRESSED;
        return store_insert_notification(server->store, notification) == STORE_OK;
    }
    notification->state = NOTIFICATION_WAITING;
    notification->is_held = as->lets_next_pass;
    notification->ladder_at = now + as->late_seconds;
    if (as->meets_next && !is_first_of_family(notification))
        notification->ladder_at = now;
    notification->due_at = notification->ladder_at;
    if (as->comes_twice)
        ask_for_two(&server->book, notification);
    if (store_insert_notification(server->store, notification) != STORE_OK ||
        !let_meet(server, merchant, notification))
        return false;
    look_again(server, merchant, notification->due_at);
    return true;
}

/* The receiver said SUCCESS. A duplicate goes out once more (NTF-10). */
static void
accept(struct notification *notification, int64_t at)
{
    bool again = notify_as_row(notification->notify_as)->comes_again && notification->accepted == 0;

    notification->accepted++;
    notification->state = again ? NOTIFICATION_WAITING : NOTIFICATION_DELIVERED;
    notification->ladder_at = again ? at : 0;
}

/* It did not. A forger tries once; what was asked for is no step of the ladder. */
static void
refuse_attempt(const struct rulebook *book, struct notification *notification,
               const struct delivery *delivery, int64_t at)
{
    bool is_last = notify_as_row(notification->notify_as)->is_tried_once || delivery->refusal;
    int rung; /* counted from 1, but steps come out of a file that anybody may have edited */

    if (notification->state != NOTIFICATION_WAITING)
        return;
    if (!delivery->was_asked)
        notification->step++;
    rung = notification->step < 1 ? 1 : notification->step;
    if (is_last || rung > book->ladder_count) {
        notification->state = NOTIFICATION_GIVEN_UP;
        notification->ladder_at = 0;
    } else if (!delivery->was_asked) {
        notification->ladder_at = at + book->ladder[rung - 1];
    }
}

static void
move_on(const struct rulebook *book, struct notification *notification,
        const struct delivery *delivery, int64_t at)
{
    notification->attempts++;
    notification->is_held = false;
    notification->is_silent = delivery->is_timeout;
    if (verdict_is_accepted(book, delivery))
        accept(notification, at);
    else
        refuse_attempt(book, notification, delivery, at);
    if (delivery->was_asked && notification->asked > 0)
        notification->asked--;
    /* What else was asked for is still to be done, or under way. */
    if (notification->asked <= 0)
        notification->due_at = notification->ladder_at;
}

bool
notify_is_by_notify_key(const struct server *server, const struct merchant *merchant,
                        const struct notification *notification)
{
    char hex[QFPAY_SIGN_HEX_SIZE];

    return merchant->notify_key[0] != '\0' &&
           strcmp(merchant->notify_key, merchant->client_key) != 0 &&
           qfpay_sign_bytes(server->signer, notification->body, strlen(notification->body),
                            merchant->notify_key, QFPAY_DIGEST_MD5, hex, NULL) == QFPAY_OK &&
           qfpay_sign_equal(hex, notification->sign);
}

/* The answer's body as text: what cannot be printed becomes a question mark. */
static const char *
text_of(struct arena *arena, const struct delivery *delivery)
{
    size_t len = delivery->response_len < RESPONSE_MAX ? delivery->response_len : RESPONSE_MAX;
    char *text = arena_copy(arena, delivery->response, len);

    for (size_t i = 0; text && i < len; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c == 0x7f || c >= 0x80 || (c < 0x20 && c != '\n' && c != '\r' && c != '\t'))
            text[i] = '?';
    }
    return text;
}

static bool
record(struct server *server, struct merchant *merchant, struct arena *arena,
       struct notification *notification, const struct delivery *delivery)
{
    /* What fell due while nobody served the merchant is sent once, and the ladder goes on from now.
     */
    int64_t at = delivery->at < merchant->notify_from ? clock_now(&merchant->clock) : delivery->at;
    struct attempt attempt = {
        .at = at,
        .http_status = delivery->http_status,
        .took_ms = delivery->took_ms,
        .response = text_of(arena, delivery),
        .error = delivery->error,
        .diagnosis = verdict_explain(&server->book, notification, delivery,
                                     notify_is_by_notify_key(server, merchant, notification)),
    };

    if (!attempt.response)
        return false;
    move_on(&server->book, notification, delivery, at);
    store_hear(server->store, notification->merchant, notification->id, delivery->http_status != 0);
    if (store_insert_attempt(server->store, notification, &attempt) != STORE_OK ||
        store_update_notification(server->store, notification) != STORE_OK ||
        (delivery->is_timeout && store_silence(server->store, notification->merchant,
                                               notification->receiver) != STORE_OK) ||
        store_release_held(server->store, notification->merchant, notification->id, at) != STORE_OK)
        return false;
    merchant->notify_last = attempt.id;
    return true;
}

bool
notify_finish(struct server *server, struct merchant *merchant, int64_t id,
              const struct delivery *delivery)
{
    const struct notification *found = store_notification(server->store, merchant->id, id);
    struct notification notification;
    struct arena arena;
    bool ok = true;

    if (found) {
        notification = *found;
        arena_init(&arena, NULL, 0);
        ok = record(server, merchant, &arena, &notification, delivery);
        arena_clear(&arena);
    }
    return ok;
}

enum store_result
notify_resend(struct server *server, struct merchant *merchant, int64_t id)
{
    const struct notification *found = store_notification(server->store, merchant->id, id);
    struct notification notification;

    if (!found)
        return STORE_ABSENT;
    if (found->asked >= NOTIFICATION_ASKED_MAX)
        return STORE_DUPLICATE;
    notification = *found;
    notification.asked++;
    notification.is_silent = false;
    notification.due_at = clock_now(&merchant->clock);
    look_again(server, merchant, notification.due_at);
    return store_update_notification(server->store, &notification);
}

bool
notify_is_asked(struct server *server, const struct merchant *merchant, int64_t id)
{
    const struct notification *found = store_notification(server->store, merchant->id, id);

    return found && found->asked > 0;
}

bool
notify_is_busy(struct server *server, struct merchant *merchant)
{
    int64_t now = clock_now(&merchant->clock);

    if (!server->sender)
        return false;
    if (merchant->auto_pay_next <= now)
        return true;
    return store_notification_next(server->store, merchant->id, false, INT64_MIN) <= now;
}

bool
notify_clock_changed(struct server *server, struct merchant *merchant)
{
    if (store_heed(server->store, merchant->id) != STORE_OK)
        return false;
    agenda_cancel(&server->merchants.agenda, &merchant->appointment);
    look_again(server, merchant, clock_now(&merchant->clock));
    return true;
}

static void
remember(struct server *server, struct merchant *merchant)
{
    merchant->notify_last = store_attempt_last(server->store, merchant->id);
    merchant->auto_pay_next = INT64_MAX;
    registry_expect(&server->merchants, merchant, clock_now(&merchant->clock));
    for (size_t i = 0; i < merchant->account_count; i++) {
        int64_t at = store_auto_pay_next(server->store, merchant->accounts[i].id);

        merchant->auto_pay_next = at < merchant->auto_pay_next ? at : merchant->auto_pay_next;
    }
}

void
notify_look_again(struct server *server)
{
    struct merchant *merchant = NULL;

    while ((merchant = registry_next(&server->merchants, merchant)))
        remember(server, merchant);
    worker_wake(server->sender);
}

void
notify_restore(struct server *server)
{
    struct merchant *merchant = NULL;

    while ((merchant = registry_next(&server->merchants, merchant))) {
        remember(server, merchant);
        merchant->notify_from = clock_now(&merchant->clock);
    }
}

void
notify_forget(struct server *server, struct merchant *merchant)
{
    worker_forget(server->sender, merchant);
    agenda_cancel(&server->merchants.agenda, &merchant->appointment);
    merchant->auto_pay_next = INT64_MAX;
    merchant->notify_last = 0;
    merchant->notify_from = INT64_MIN;
}
