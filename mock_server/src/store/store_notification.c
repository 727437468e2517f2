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

void
store_count_notifications(struct store *store, size_t counts[NOTIFICATION_STATE_COUNT])
{
    const struct world *world;
    size_t at = 0;

    memset(counts, 0, NOTIFICATION_STATE_COUNT * sizeof counts[0]);
    while ((world = lookup_next(&store->worlds, &at))) {
        for (int state = 0; state < NOTIFICATION_STATE_COUNT; state++)
            counts[state] += world->states[state];
    }
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

/* Let those that wait in one array be silent or not: they leave it. */
static enum store_result
set_silent(struct store *store, struct world *world, const struct ordered *due, bool is_silent)
{
    struct placed placed = {world, NULL};
    enum store_result result = STORE_OK;

    while (result == STORE_OK && (placed.message = ordered_at(due, 0))) {
        struct notification changed = placed.message->told;

        changed.is_silent = is_silent;
        result = keep_change(store, &placed, &changed);
    }
    return result;
}

enum store_result
store_silence(struct store *store, int64_t merchant, const char *receiver)
{
    struct world *world = world_find(store, merchant);
    const struct audience *audience = world ? audience_find(world, receiver) : NULL;

    return audience ? set_silent(store, world, &audience->due[0], true) : STORE_OK;
}

enum store_result
store_heed(struct store *store, int64_t merchant)
{
    struct world *world = world_find(store, merchant);

    return world ? set_silent(store, world, &world->due[1], false) : STORE_OK;
}

void
store_hear(struct store *store, int64_t merchant, int64_t id, bool answers)
{
    struct placed placed = message_find(store, merchant, id);

    if (placed.message)
        audience_hear(placed.world, placed.message->audience, answers);
}

const struct notification *
store_notification_newest(const struct store *store, int64_t merchant, int64_t trade)
{
    const struct world *world = world_find(store, merchant);
    const struct message *message = world ? message_newest(world, trade) : NULL;

    return message ? &message->told : NULL;
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
