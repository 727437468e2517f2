/* Notifications in the store; see notification.h. */
#include "store/notification.h"

#include <string.h>

#include "store/message.h"
#include "store/store.h"
#include "store/store_internal.h"

static const char *const state_names[NOTIFICATION_STATE_COUNT] = {
    [NOTIFICATION_WAITING] = "waiting",
    [NOTIFICATION_DELIVERED] = "delivered",
    [NOTIFICATION_GIVEN_UP] = "given-up",
    [NOTIFICATION_SUPPRESSED] = "suppressed",
};

const char *
notification_state_name(enum notification_state state)
{
    return state_names[state];
}

static void
take_back_insert(void *past)
{
    message_remove(past);
}

/* Keep one that has its id. */
static enum store_result
keep(struct store *store, const struct notification *notification)
{
    struct placed placed = {world_find_or_make(store, notification->merchant), NULL};

    if (placed.world && store_may_change(store))
        placed.message = message_new(placed.world, notification);
    if (!placed.message)
        return STORE_FAILED;
    message_add(&placed);
    store_note(store, take_back_insert, NULL, &placed, sizeof placed);
    return store_put(store, TABLE_NOTIFICATION, notification);
}

enum store_result
store_insert_notification(struct store *store, struct notification *notification)
{
    notification->id = ++store->last_notification;
    return keep(store, notification);
}

bool
store_load_notification(void *cls, void *row)
{
    struct store *store = cls;
    const struct notification *notification = row;

    if ((unsigned)notification->kind >= NOTIFY_KIND_COUNT ||
        (unsigned)notification->state >= NOTIFICATION_STATE_COUNT)
        return false;
    store->last_notification = notification->id; /* they come by id */
    return keep(store, notification) == STORE_OK;
}

const struct notification *
store_notification(const struct store *store, int64_t merchant, int64_t id)
{
    const struct message *message = message_find(store, merchant, id).message;

    return message ? &message->told : NULL;
}

struct change {
    struct placed placed;
    struct notification past;
};

_Static_assert(sizeof(struct change) <= UNDO_ROOM, "UNDO_ROOM");

static void
take_back_change(void *past)
{
    const struct change *change = past;

    message_change(&change->placed, &change->past);
}

static enum store_result
keep_change(struct store *store, const struct placed *placed, const struct notification *changed)
{
    struct change change = {*placed, placed->message->told};

    if (!store_may_change(store) || !message_reserve_waiting(placed->world))
        return STORE_FAILED;
    message_change(placed, changed);
    store_note(store, take_back_change, NULL, &change, sizeof change);
    return store_put(store, TABLE_NOTIFICATION, &placed->message->told);
}

enum store_result
store_update_notification(struct store *store, const struct notification *notification)
{
    struct placed placed = message_find(store, notification->merchant, notification->id);

    return placed.message ? keep_change(store, &placed, notification) : STORE_OK;
}

/* Let those that wait, of one receiver or of all (NULL), be silent or not. */
static enum store_result
set_silent(struct store *store, int64_t merchant, const char *receiver, bool is_silent)
{
    struct placed placed = {world_find(store, merchant), NULL};
    enum store_result result = STORE_OK;
    size_t at = 0;

    while (placed.world && result == STORE_OK &&
           (placed.message = ordered_at(&placed.world->due[!is_silent], at))) {
        struct notification changed = placed.message->told;

        if (receiver && strcmp(changed.receiver, receiver) != 0) {
            at++;
            continue;
        }
        changed.is_silent = is_silent;
        result = keep_change(store, &placed, &changed); /* it leaves the array */
    }
    return result;
}

enum store_result
store_silence(struct store *store, int64_t merchant, const char *receiver)
{
    return set_silent(store, merchant, receiver, true);
}

enum store_result
store_heed(struct store *store, int64_t merchant)
{
    return set_silent(store, merchant, NULL, false);
}

/* One that is held back and is not this one, or NULL. */
static struct message *
find_held(const struct world *world, int64_t except)
{
    for (int silent = 0; world->held > 0 && silent < 2; silent++) {
        for (size_t at = 0; at < world->due[silent].count; at++) {
            struct message *message = ordered_at(&world->due[silent], at);

            if (message->told.is_held && message->told.id != except)
                return message;
        }
    }
    return NULL;
}

enum store_result
store_release_held(struct store *store, int64_t merchant, int64_t except, int64_t due_at)
{
    struct placed placed = {world_find(store, merchant), NULL};
    enum store_result result = STORE_OK;

    while (placed.world && result == STORE_OK &&
           (placed.message = find_held(placed.world, except))) {
        struct notification changed = placed.message->told;

        changed.is_held = false;
        changed.due_at = due_at;
        changed.ladder_at = due_at;
        result = keep_change(store, &placed, &changed);
    }
    return result;
}

enum store_result
world_delete_messages(struct store *store, const struct world *world)
{
    enum store_result result = STORE_OK;

    for (size_t i = 0; result == STORE_OK && i < world->messages.count; i++) {
        const struct message *message = ordered_at(&world->messages, i);

        for (size_t at = 0; result == STORE_OK && at < message->attempt_count; at++)
            result = store_delete(store, TABLE_ATTEMPT,
                                  &(struct attempt_row){.id = message->attempts[at].id});
        if (result == STORE_OK)
            result = store_delete(store, TABLE_NOTIFICATION, &message->told);
    }
    return result;
}
