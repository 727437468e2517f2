/* Notifications and attempts in the store; see notification.h. */
#include "store/notification.h"

#include <stdlib.h>
#include <string.h>

#include "store/store.h"
#include "store/store_internal.h"
#include "store/world.h"
#include "trade/syssn.h"

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

static struct rank
rank_by_id(const void *item)
{
    return (struct rank){0, ((const struct message *)item)->told.id};
}

static struct rank
rank_by_due(const void *item)
{
    const struct message *message = item;

    return (struct rank){message->told.due_at, message->told.id};
}

static struct rank
rank_by_attempt(const void *item)
{
    return (struct rank){0, ((const struct message *)item)->last_attempt};
}

static uint64_t
hash_of_trade(const void *item)
{
    return (uint64_t)((const struct message *)item)->told.trade;
}

static bool
is_of_trade(const void *item, const void *key)
{
    return ((const struct message *)item)->told.trade == *(const int64_t *)key;
}

static const struct lookup_key by_trade = {hash_of_trade, is_of_trade};

void
world_begin_messages(struct world *world)
{
    world->messages.rank = rank_by_id;
    world->due[0].rank = rank_by_due;
    world->due[1].rank = rank_by_due;
    world->tried.rank = rank_by_attempt;
    world->newest.key = &by_trade;
}

static void
free_message(struct message *message)
{
    for (size_t i = 0; i < message->attempt_count; i++)
        free((char *)message->attempts[i].response);
    free(message->attempts);
    free(message);
}

void
world_free_messages(struct world *world)
{
    for (size_t i = 0; i < world->messages.count; i++)
        free_message(ordered_at(&world->messages, i));
    ordered_clear(&world->messages);
    ordered_clear(&world->due[0]);
    ordered_clear(&world->due[1]);
    ordered_clear(&world->tried);
    lookup_clear(&world->newest);
}

static struct message *
find_newest(const struct world *world, int64_t trade)
{
    return lookup_find(&world->newest, (uint64_t)trade, &trade);
}

/* The texts of a notification, in the order in which they lie in memory. */
static void
texts_of(struct notification *notification, const char **texts[6])
{
    texts[0] = &notification->syssn;
    texts[1] = &notification->out_trade_no;
    texts[2] = &notification->receiver;
    texts[3] = &notification->url;
    texts[4] = &notification->body;
    texts[5] = &notification->sign;
}

/* Point the texts into one piece that they are copied to. */
static void
move_texts(const char **const texts[], size_t count, char *at)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(*texts[i]) + 1;

        memcpy(at, *texts[i], size);
        *texts[i] = at;
        at += size;
    }
}

static size_t
size_of_texts(const char **const texts[], size_t count)
{
    size_t size = 0;

    for (size_t i = 0; i < count; i++)
        size += strlen(*texts[i]) + 1;
    return size;
}

static struct message *
new_message(const struct notification *notification)
{
    struct notification told = *notification;
    const char **texts[6];
    struct message *message;

    texts_of(&told, texts);
    message = malloc(sizeof(*message) + size_of_texts(texts, 6));
    if (message == NULL)
        return NULL;
    *message = (struct message){.told = told};
    texts_of(&message->told, texts);
    move_texts(texts, 6, message->texts);
    return message;
}

static struct ordered *
due_of(struct world *world, const struct message *message)
{
    return &world->due[message->told.is_silent];
}

/* Among those that wait, and away from them. */
static void
begin_waiting(struct world *world, struct message *message)
{
    world->held += message->told.is_held;
    if (message->told.due_at > 0)
        ordered_add(due_of(world, message), message);
}

static void
end_waiting(struct world *world, struct message *message)
{
    world->held -= message->told.is_held;
    if (message->told.due_at > 0)
        ordered_remove(due_of(world, message), message);
}

static bool
reserve_waiting(struct world *world)
{
    return ordered_reserve(&world->due[0]) && ordered_reserve(&world->due[1]);
}

/* A message with the world that it is in. */
struct placed {
    struct world *world;
    struct message *message;
};

static void
add(const struct placed *placed)
{
    struct world *world = placed->world;
    struct message *message = placed->message;

    message->before = find_newest(world, message->told.trade);
    if (message->before != NULL)
        lookup_remove(&world->newest, message->before);
    lookup_add(&world->newest, message);
    ordered_add(&world->messages, message);
    begin_waiting(world, message);
}

static void
take_back_insert(void *past)
{
    const struct placed *placed = past;
    struct world *world = placed->world;

    end_waiting(world, placed->message);
    ordered_remove(&world->messages, placed->message);
    lookup_remove(&world->newest, placed->message);
    if (placed->message->before != NULL)
        lookup_add(&world->newest, placed->message->before);
    free_message(placed->message);
}

/* Keep one that has its id. */
static enum store_result
keep(struct store *store, const struct notification *notification)
{
    struct placed placed = {world_find_or_make(store, notification->merchant), NULL};

    if (placed.world == NULL || !store_may_change(store) ||
        !ordered_reserve(&placed.world->messages) || !lookup_reserve(&placed.world->newest) ||
        !reserve_waiting(placed.world))
        return STORE_FAILED;
    placed.message = new_message(notification);
    if (placed.message == NULL)
        return STORE_FAILED;
    add(&placed);
    store_note(store, take_back_insert, NULL, &placed, sizeof(placed));
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

static struct placed
find(const struct store *store, int64_t merchant, int64_t id)
{
    struct placed placed = {world_find(store, merchant), NULL};
    struct ordered *messages = placed.world == NULL ? NULL : &placed.world->messages;

    if (messages != NULL)
        placed.message = ordered_at(messages, ordered_below(messages, (struct rank){0, id}));
    if (placed.message != NULL && placed.message->told.id != id)
        placed.message = NULL;
    return placed;
}

const struct notification *
store_notification(const struct store *store, int64_t merchant, int64_t id)
{
    const struct message *message = find(store, merchant, id).message;

    return message == NULL ? NULL : &message->told;
}

static void
set(const struct placed *placed, const struct notification *changed)
{
    struct notification *told = &placed->message->told;

    end_waiting(placed->world, placed->message);
    told->state = changed->state;
    told->ladder_at = changed->ladder_at;
    told->due_at = changed->due_at;
    told->step = changed->step;
    told->attempts = changed->attempts;
    told->accepted = changed->accepted;
    told->is_silent = changed->is_silent;
    told->is_asked = changed->is_asked;
    told->is_held = changed->is_held;
    begin_waiting(placed->world, placed->message);
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

    set(&change->placed, &change->past);
}

static enum store_result
keep_change(struct store *store, const struct placed *placed, const struct notification *changed)
{
    struct change change = {*placed, placed->message->told};

    if (!store_may_change(store) || !reserve_waiting(placed->world))
        return STORE_FAILED;
    set(placed, changed);
    store_note(store, take_back_change, NULL, &change, sizeof(change));
    return store_put(store, TABLE_NOTIFICATION, &placed->message->told);
}

enum store_result
store_update_notification(struct store *store, const struct notification *notification)
{
    struct placed placed = find(store, notification->merchant, notification->id);

    return placed.message == NULL ? STORE_OK : keep_change(store, &placed, notification);
}

struct trial {
    struct placed placed;
    int64_t last_attempt;
    struct attempt gone; /* the oldest, which had to go; id 0: none had */
};

static void
set_last_attempt(const struct placed *placed, int64_t last_attempt)
{
    if (placed->message->last_attempt != 0)
        ordered_remove(&placed->world->tried, placed->message);
    placed->message->last_attempt = last_attempt;
    if (last_attempt != 0)
        ordered_add(&placed->world->tried, placed->message);
}

static void
take_back_attempt(void *past)
{
    const struct trial *trial = past;
    struct message *message = trial->placed.message;

    set_last_attempt(&trial->placed, trial->last_attempt);
    free((char *)message->attempts[--message->attempt_count].response);
    if (trial->gone.id == 0)
        return;
    memmove(message->attempts + 1, message->attempts,
            message->attempt_count++ * sizeof(*message->attempts));
    message->attempts[0] = trial->gone;
}

static void
free_gone(void *past)
{
    free((char *)((struct trial *)past)->gone.response);
}

static bool
reserve_attempt(const struct placed *placed)
{
    struct message *message = placed->message;
    size_t room = message->attempt_room == 0 ? 1 : message->attempt_room * 2;
    struct attempt *attempts;

    if (!ordered_reserve(&placed->world->tried))
        return false;
    if (message->attempt_count < message->attempt_room)
        return true;
    attempts = realloc(message->attempts, room * sizeof(*attempts));
    if (attempts == NULL)
        return false;
    message->attempts = attempts;
    message->attempt_room = room;
    return true;
}

/* An attempt whose texts are one piece. false when out of memory. */
static bool
copy_attempt(const struct attempt *attempt, struct attempt *copy)
{
    const char **const texts[] = {&copy->response, &copy->error, &copy->diagnosis};
    char *piece;

    *copy = *attempt;
    piece = malloc(size_of_texts(texts, 3));
    if (piece != NULL)
        move_texts(texts, 3, piece);
    return piece != NULL;
}

/* Keep an attempt that has its id. */
static enum store_result
keep_attempt(struct store *store, const struct placed *placed, const struct attempt *attempt)
{
    struct message *message = placed->message;
    struct trial trial = {*placed, message->last_attempt, {.id = 0}};
    struct attempt copy;

    if (!store_may_change(store) || !reserve_attempt(placed) || !copy_attempt(attempt, &copy))
        return STORE_FAILED;
    if (message->attempt_count == NOTIFICATION_ATTEMPTS_MAX) {
        trial.gone = message->attempts[0];
        memmove(message->attempts, message->attempts + 1,
                --message->attempt_count * sizeof(*message->attempts));
    }
    message->attempts[message->attempt_count++] = copy;
    set_last_attempt(placed, attempt->id);
    store_note(store, take_back_attempt, free_gone, &trial, sizeof(trial));
    return trial.gone.id == 0
               ? STORE_OK
               : store_delete(store, TABLE_ATTEMPT, &(struct attempt_row){.id = trial.gone.id});
}

enum store_result
store_insert_attempt(struct store *store, const struct notification *notification,
                     struct attempt *attempt)
{
    struct placed placed = find(store, notification->merchant, notification->id);
    struct attempt_row row = {.merchant = notification->merchant,
                              .notification = notification->id,
                              .at = attempt->at,
                              .http_status = attempt->http_status,
                              .took_ms = attempt->took_ms,
                              .response = attempt->response,
                              .error = attempt->error,
                              .diagnosis = attempt->diagnosis};

    attempt->id = ++store->last_attempt;
    row.id = attempt->id;
    if (placed.message == NULL)
        return STORE_OK;
    if (keep_attempt(store, &placed, attempt) != STORE_OK)
        return STORE_FAILED;
    return store_put(store, TABLE_ATTEMPT, &row);
}

bool
store_load_attempt(void *cls, void *row)
{
    struct store *store = cls;
    const struct attempt_row *attempt = row;
    struct placed placed = find(store, attempt->merchant, attempt->notification);

    store->last_attempt = attempt->id; /* they come by id */
    return placed.message == NULL ||
           keep_attempt(store, &placed,
                        &(struct attempt){.id = attempt->id,
                                          .at = attempt->at,
                                          .http_status = attempt->http_status,
                                          .took_ms = attempt->took_ms,
                                          .response = attempt->response,
                                          .error = attempt->error,
                                          .diagnosis = attempt->diagnosis}) == STORE_OK;
}

size_t
store_notifications_due(const struct store *store, int64_t merchant, bool is_silent, int64_t now,
                        const struct notification **due, size_t max)
{
    const struct world *world = world_find(store, merchant);
    const struct ordered *waiting = world == NULL ? NULL : &world->due[is_silent];
    size_t count = waiting == NULL ? 0 : ordered_below(waiting, (struct rank){now, INT64_MAX});

    count = count < max ? count : max;
    for (size_t i = 0; i < count; i++)
        due[i] = &((struct message *)ordered_at(waiting, i))->told;
    return count;
}

/* The notifications of one syssn. */
static size_t
list_of(const struct world *world, const char *syssn, int64_t since,
        const struct notification **list)
{
    const struct message *message = NULL;
    size_t count = 0;
    int64_t trade;

    if (syssn_read_id(syssn, strlen(syssn), &trade))
        message = find_newest(world, trade);
    for (; message != NULL; message = message->before) {
        if (strcmp(message->told.syssn, syssn) == 0 && message->last_attempt > since)
            list[count++] = &message->told;
    }
    return count;
}

static int
compare_newest(const void *left, const void *right)
{
    const struct notification *const *a = left;
    const struct notification *const *b = right;

    return ((*a)->id < (*b)->id) - ((*a)->id > (*b)->id);
}

/* Those that were tried after `since`. */
static size_t
list_since(const struct world *world, int64_t since, const struct notification **list)
{
    size_t count = 0;

    for (size_t i = world->tried.count; i > 0; i--) {
        const struct message *message = ordered_at(&world->tried, i - 1);

        if (message->last_attempt <= since)
            break;
        list[count++] = &message->told;
    }
    qsort(list, count, sizeof(*list), compare_newest);
    return count;
}

static size_t
list_all(const struct world *world, const struct notification **list, size_t limit)
{
    size_t count = world->messages.count < limit ? world->messages.count : limit;

    for (size_t i = 0; i < count; i++)
        list[i] =
            &((struct message *)ordered_at(&world->messages, world->messages.count - 1 - i))->told;
    return count;
}

const struct notification **
store_notifications_list(const struct store *store, struct arena *arena, int64_t merchant,
                         const char *syssn, int64_t since, size_t limit, size_t *count)
{
    const struct world *world = world_find(store, merchant);
    size_t most = world == NULL ? 1 : world->messages.count + 1;
    const struct notification **list = arena_alloc(arena, most * sizeof(*list));

    *count = 0;
    if (world == NULL || list == NULL)
        return list;
    if (syssn[0] != '\0')
        *count = list_of(world, syssn, since, list);
    else if (since >= 0)
        *count = list_since(world, since, list);
    else
        *count = list_all(world, list, limit);
    *count = *count < limit ? *count : limit;
    return list;
}

const struct attempt *
store_attempts(const struct notification *notification, size_t *count)
{
    const struct message *message = (const struct message *)(const void *)notification;

    *count = message->attempt_count;
    return message->attempts;
}

int64_t
store_notification_next(const struct store *store, int64_t merchant, bool with_silent)
{
    const struct world *world = world_find(store, merchant);
    int64_t next = INT64_MAX;

    for (int silent = 0; world != NULL && silent <= (int)with_silent; silent++) {
        const struct message *first = ordered_at(&world->due[silent], 0);

        if (first != NULL && first->told.due_at < next)
            next = first->told.due_at;
    }
    return next;
}

int64_t
store_attempt_last(const struct store *store, int64_t merchant)
{
    const struct world *world = world_find(store, merchant);
    const struct message *last = world == NULL || world->tried.count == 0
                                     ? NULL
                                     : ordered_at(&world->tried, world->tried.count - 1);

    return last == NULL ? 0 : last->last_attempt;
}

/* Let those that wait, of one receiver or of all (NULL), be silent or not. */
static enum store_result
set_silent(struct store *store, int64_t merchant, const char *receiver, bool is_silent)
{
    struct placed placed = {world_find(store, merchant), NULL};
    enum store_result result = STORE_OK;
    size_t at = 0;

    while (placed.world != NULL && result == STORE_OK &&
           (placed.message = ordered_at(&placed.world->due[!is_silent], at)) != NULL) {
        struct notification changed = placed.message->told;

        if (receiver != NULL && strcmp(changed.receiver, receiver) != 0) {
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

    while (placed.world != NULL && result == STORE_OK &&
           (placed.message = find_held(placed.world, except)) != NULL) {
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
