/* See message.h. */
#include "store/message.h"

#include <stdlib.h>
#include <string.h>

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
    world_begin_audiences(world);
}

void
message_free(struct message *message)
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
        message_free(ordered_at(&world->messages, i));
    ordered_clear(&world->messages);
    ordered_clear(&world->due[0]);
    ordered_clear(&world->due[1]);
    ordered_clear(&world->tried);
    lookup_clear(&world->newest);
    world_free_audiences(world);
}

struct message *
message_newest(const struct world *world, int64_t trade)
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
void
message_move_texts(const char **const texts[], size_t count, char *at)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(*texts[i]) + 1;

        memcpy(at, *texts[i], size);
        *texts[i] = at;
        at += size;
    }
}

size_t
message_texts_size(const char **const texts[], size_t count)
{
    size_t size = 0;

    for (size_t i = 0; i < count; i++)
        size += strlen(*texts[i]) + 1;
    return size;
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
    if (message->told.due_at <= 0)
        return;
    ordered_add(due_of(world, message), message);
    audience_add(world, message->audience, &message->told);
}

static void
end_waiting(struct world *world, struct message *message)
{
    world->held -= message->told.is_held;
    if (message->told.due_at <= 0)
        return;
    ordered_remove(due_of(world, message), message);
    audience_remove(world, message->audience, &message->told);
}

bool
message_reserve_waiting(struct world *world)
{
    return ordered_reserve(&world->due[0]) && ordered_reserve(&world->due[1]);
}

struct message *
message_new(struct world *world, const struct notification *notification)
{
    struct notification told = *notification;
    struct audience *audience = audience_find_or_make(world, notification->receiver);
    const char **texts[6];
    struct message *message;

    if (!audience || !audience_reserve(audience) || !ordered_reserve(&world->messages) ||
        !lookup_reserve(&world->newest) || !message_reserve_waiting(world))
        return NULL;
    texts_of(&told, texts);
    message = malloc(sizeof *message + message_texts_size(texts, 6));
    if (!message)
        return NULL;
    *message = (struct message){.told = told, .audience = audience};
    texts_of(&message->told, texts);
    message_move_texts(texts, 6, message->texts);
    return message;
}

void
message_add(const struct placed *placed)
{
    struct world *world = placed->world;
    struct message *message = placed->message;

    message->before = message_newest(world, message->told.trade);
    if (message->before)
        lookup_remove(&world->newest, message->before);
    lookup_add(&world->newest, message);
    ordered_add(&world->messages, message);
    world->states[message->told.state]++;
    message->audience->messages++;
    begin_waiting(world, message);
}

void
message_remove(const struct placed *placed)
{
    struct world *world = placed->world;

    end_waiting(world, placed->message);
    ordered_remove(&world->messages, placed->message);
    world->states[placed->message->told.state]--;
    placed->message->audience->messages--;
    lookup_remove(&world->newest, placed->message);
    if (placed->message->before)
        lookup_add(&world->newest, placed->message->before);
    message_free(placed->message);
}

void
message_change(const struct placed *placed, const struct notification *changed)
{
    struct notification *told = &placed->message->told;

    end_waiting(placed->world, placed->message);
    placed->world->states[told->state]--;
    placed->world->states[changed->state]++;
    told->state = changed->state;
    told->ladder_at = changed->ladder_at;
    told->due_at = changed->due_at;
    told->step = changed->step;
    told->attempts = changed->attempts;
    told->accepted = changed->accepted;
    told->is_silent = changed->is_silent;
    told->asked = changed->asked;
    told->is_held = changed->is_held;
    begin_waiting(placed->world, placed->message);
}

struct placed
message_find(const struct store *store, int64_t merchant, int64_t id)
{
    struct placed placed = {world_find(store, merchant), NULL};
    struct ordered *messages = placed.world ? &placed.world->messages : NULL;

    if (messages)
        placed.message = ordered_at(messages, ordered_below(messages, (struct rank){0, id}));
    if (placed.message && placed.message->told.id != id)
        placed.message = NULL;
    return placed;
}
