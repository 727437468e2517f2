/* See notify_queue.h. An attempt counts from the instant at which it was due, so that a clock that
 * jumps a day runs through the whole ladder at once and the log shows the times of the ladder. */
#include "notify_queue.h"

#include <string.h>

#include "defect.h"
#include "log.h"
#include "notify_sender.h"
#include "notify_verdict.h"
#include "server.h"
#include "situation.h"

/* From one attempt to the next (NTF-07, OQ-48). */
static const int64_t ladder_seconds[] = {120, 600, 600, 3600, 7200, 21600, 54000};
enum { LADDER_STEPS = sizeof(ladder_seconds) / sizeof(ladder_seconds[0]) };

enum { RESPONSE_MAX = 4096 };

static int
ladder_steps(void)
{
    if (is_defect(DEFECT_NOTIFY_NO_RETRY))
        return 0;
    return LADDER_STEPS + defect_step(DEFECT_NOTIFY_LADDER_SHORTER, DEFECT_NOTIFY_LADDER_LONGER);
}

/* From one attempt to the next. Steps count from 1, but they come out of a file that anybody may
 * have edited, and a defect has more of them than the ladder: the nearest pause is taken. */
static int64_t
ladder_pause(int64_t step)
{
    int64_t rung = step < 1 ? 1 : step > LADDER_STEPS ? LADDER_STEPS : step;
    int64_t pause = ladder_seconds[rung - 1];

    if (is_defect(DEFECT_NOTIFY_LADDER_EVEN))
        pause = ladder_seconds[0];
    return pause + defect_step(DEFECT_NOTIFY_RETRY_EARLY, DEFECT_NOTIFY_RETRY_LATE);
}

static void
look_again(struct server *server, struct merchant *merchant, int64_t due_at)
{
    if (due_at < merchant->notify_next)
        merchant->notify_next = due_at;
    sender_wake(server->sender);
}

bool
notify_queue(struct server *server, struct merchant *merchant, struct notification *notification)
{
    int64_t now = clock_now(&merchant->clock);
    bool is_late = notification->notify_as == NOTIFY_LATE ||
                   notification->notify_as == NOTIFY_OUT_OF_ORDER;

    notification->merchant = merchant->id;
    notification->created = now;
    if (notification->notify_as == NOTIFY_SUPPRESSED) {
        notification->state = NOTIFICATION_SUPPRESSED;
        return store_insert_notification(server->store, notification) == STORE_OK;
    }
    notification->state = NOTIFICATION_WAITING;
    notification->is_held = notification->notify_as == NOTIFY_OUT_OF_ORDER;
    notification->ladder_at = now + (is_late ? NOTIFY_LATE_SECONDS : 0);
    notification->due_at = notification->ladder_at;
    if (store_insert_notification(server->store, notification) != STORE_OK)
        return false;
    look_again(server, merchant, notification->due_at);
    return true;
}

/* The receiver said SUCCESS. A duplicate goes out once more (NTF-10). */
static void
accept(struct notification *notification, int64_t at)
{
    bool again = notification->notify_as == NOTIFY_DUPLICATE && notification->accepted == 0;

    notification->accepted++;
    notification->state = again ? NOTIFICATION_WAITING : NOTIFICATION_DELIVERED;
    notification->ladder_at = again ? at : 0;
}

/* It did not. A forger tries once; what was asked for is no step of the ladder. */
static void
refuse_attempt(struct notification *notification, const struct delivery *delivery, int64_t at)
{
    if (notification->state != NOTIFICATION_WAITING)
        return;
    if (!delivery->was_asked)
        notification->step++;
    if (notification->notify_as == NOTIFY_FORGED || delivery->is_forbidden ||
        notification->step > ladder_steps()) {
        notification->state = NOTIFICATION_GIVEN_UP;
        notification->ladder_at = 0;
    } else if (!delivery->was_asked) {
        notification->ladder_at = at + ladder_pause(notification->step);
    }
}

static void
move_on(struct notification *notification, const struct delivery *delivery, int64_t at)
{
    notification->attempts++;
    notification->is_held = false;
    notification->is_silent = delivery->is_timeout;
    if (verdict_is_accepted(delivery))
        accept(notification, at);
    else
        refuse_attempt(notification, delivery, at);
    if (delivery->was_asked)
        notification->is_asked = false;
    /* Asked for while another attempt was under way: that is still to be done. */
    if (!notification->is_asked)
        notification->due_at = notification->ladder_at;
}

/* The answer's body as text: what cannot be printed becomes a question mark. */
static const char *
text_of(struct arena *arena, const struct delivery *delivery)
{
    size_t len = delivery->response_len < RESPONSE_MAX ? delivery->response_len : RESPONSE_MAX;
    char *text = arena_copy(arena, delivery->response, len);

    for (size_t i = 0; text != NULL && i < len; i++) {
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
        .diagnosis = verdict_explain(notification, delivery),
    };

    if (attempt.response == NULL)
        return false;
    move_on(notification, delivery, at);
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
    struct notification notification;
    struct arena arena;
    enum store_result result;
    bool ok;

    arena_init(&arena, NULL, 0);
    result = store_notification(server->store, &arena, merchant->id, id, &notification);
    ok = result == STORE_ABSENT ||
         (result == STORE_OK && record(server, merchant, &arena, &notification, delivery));
    arena_clear(&arena);
    merchant->notify_next = store_notification_next(server->store, merchant->id, true);
    return ok;
}

enum store_result
notify_resend(struct server *server, struct merchant *merchant, int64_t id)
{
    struct notification notification;
    struct arena arena;
    enum store_result result;

    arena_init(&arena, NULL, 0);
    result = store_notification(server->store, &arena, merchant->id, id, &notification);
    if (result == STORE_OK) {
        notification.is_asked = true;
        notification.is_silent = false;
        notification.due_at = clock_now(&merchant->clock);
        result = store_update_notification(server->store, &notification);
        look_again(server, merchant, notification.due_at);
    }
    arena_clear(&arena);
    return result;
}

bool
notify_is_asked(struct server *server, const struct merchant *merchant, int64_t id)
{
    struct notification notification;
    struct arena arena;
    bool is_asked;

    arena_init(&arena, NULL, 0);
    is_asked = store_notification(server->store, &arena, merchant->id, id, &notification) ==
                   STORE_OK &&
               notification.is_asked;
    arena_clear(&arena);
    return is_asked;
}

bool
notify_is_busy(struct server *server, struct merchant *merchant)
{
    int64_t now = clock_now(&merchant->clock);

    if (server->sender == NULL)
        return false;
    if (merchant->auto_pay_next <= now)
        return true;
    return merchant->notify_next <= now &&
           store_notification_next(server->store, merchant->id, false) <= now;
}

bool
notify_clock_changed(struct server *server, struct merchant *merchant)
{
    if (merchant->notify_next != INT64_MAX && store_heed(server->store, merchant->id) != STORE_OK)
        return false;
    sender_wake(server->sender);
    return true;
}

void
notify_restore(struct server *server)
{
    struct merchant *merchant = NULL;

    while ((merchant = registry_next(&server->merchants, merchant)) != NULL) {
        merchant->notify_from = clock_now(&merchant->clock);
        merchant->notify_next = store_notification_next(server->store, merchant->id, true);
        merchant->notify_last = store_attempt_last(server->store, merchant->id);
        merchant->auto_pay_next = INT64_MAX;
        for (size_t i = 0; i < merchant->account_count; i++) {
            int64_t at = store_auto_pay_next(server->store, merchant->accounts[i].id);

            merchant->auto_pay_next = at < merchant->auto_pay_next ? at : merchant->auto_pay_next;
        }
    }
}

void
notify_forget(struct server *server, struct merchant *merchant)
{
    sender_forget(server->sender, merchant);
    merchant->notify_next = INT64_MAX;
    merchant->auto_pay_next = INT64_MAX;
    merchant->notify_last = 0;
    merchant->notify_from = INT64_MIN;
}
