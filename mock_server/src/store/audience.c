/* See audience.h. Audiences are in turn by their first message, so that one that waits for a later
 * rung of its ladder costs nothing. */
#include "store/audience.h"

#include <stdlib.h>
#include <string.h>

#include "store/notification.h"
#include "store/world.h"

static struct rank
rank_of_message(const void *item)
{
    const struct notification *message = item;

    return (struct rank){message->due_at, message->id};
}

static struct rank
rank_heard(const void *item)
{
    return rank_of_message(ordered_at(&((const struct audience *)item)->due[0], 0));
}

static struct rank
rank_silent(const void *item)
{
    return rank_of_message(ordered_at(&((const struct audience *)item)->due[1], 0));
}

static uint64_t
hash_of(const void *item)
{
    return ((const struct audience *)item)->hash;
}

static bool
is_for(const void *item, const void *key)
{
    return strcmp(((const struct audience *)item)->receiver, key) == 0;
}

static const struct lookup_key by_receiver = {hash_of, is_for};

void
world_begin_audiences(struct world *world)
{
    world->audiences.key = &by_receiver;
    world->in_turn[RECEIVER_ANSWERS].rank = rank_heard;
    world->in_turn[RECEIVER_UNKNOWN].rank = rank_heard;
    world->in_turn[RECEIVER_SILENT].rank = rank_silent;
}

static void
audience_free(struct audience *audience)
{
    ordered_clear(&audience->due[0]);
    ordered_clear(&audience->due[1]);
    free(audience);
}

void
world_free_audiences(struct world *world)
{
    struct audience *audience;
    size_t at = 0;

    while ((audience = lookup_next(&world->audiences, &at)))
        audience_free(audience);
    lookup_clear(&world->audiences);
    for (int mood = 0; mood < RECEIVER_MOOD_COUNT; mood++)
        ordered_clear(&world->in_turn[mood]);
}

struct audience *
audience_find(const struct world *world, const char *receiver)
{
    return lookup_find(&world->audiences, lookup_hash(receiver, strlen(receiver)), receiver);
}

struct audience *
audience_find_or_make(struct world *world, const char *receiver)
{
    struct audience *audience = audience_find(world, receiver);
    size_t size = strlen(receiver) + 1;

    if (audience || !lookup_reserve(&world->audiences))
        return audience;
    for (int mood = 0; mood < RECEIVER_MOOD_COUNT; mood++) {
        if (!ordered_reserve_for(&world->in_turn[mood], world->audiences.count + 1))
            return NULL;
    }
    audience = calloc(1, sizeof *audience + size);
    if (!audience)
        return NULL;
    audience->hash = lookup_hash(receiver, size - 1);
    audience->due[0].rank = rank_of_message;
    audience->due[1].rank = rank_of_message;
    memcpy(audience->receiver, receiver, size);
    lookup_add(&world->audiences, audience);
    return audience;
}

bool
audience_reserve(struct audience *audience)
{
    return ordered_reserve_for(&audience->due[0], audience->messages + 1) &&
           ordered_reserve_for(&audience->due[1], audience->messages + 1);
}

static struct ordered *
turn_of(struct world *world, const struct audience *audience, bool is_silent)
{
    enum receiver_mood heard = audience->answers ? RECEIVER_ANSWERS : RECEIVER_UNKNOWN;

    return &world->in_turn[is_silent ? RECEIVER_SILENT : heard];
}

static void
leave_turn(struct world *world, struct audience *audience, bool is_silent)
{
    if (audience->due[is_silent].count > 0)
        ordered_remove(turn_of(world, audience, is_silent), audience);
}

static void
take_turn(struct world *world, struct audience *audience, bool is_silent)
{
    if (audience->due[is_silent].count > 0)
        ordered_add(turn_of(world, audience, is_silent), audience);
}

void
audience_add(struct world *world, struct audience *audience, struct notification *message)
{
    bool is_silent = message->is_silent;

    leave_turn(world, audience, is_silent);
    ordered_add(&audience->due[is_silent], message);
    take_turn(world, audience, is_silent);
}

void
audience_remove(struct world *world, struct audience *audience, const struct notification *message)
{
    bool is_silent = message->is_silent;

    leave_turn(world, audience, is_silent);
    ordered_remove(&audience->due[is_silent], message);
    take_turn(world, audience, is_silent);
}

void
audience_lose(struct world *world, struct audience *audience)
{
    if (--audience->messages > 0)
        return;
    lookup_remove(&world->audiences, audience);
    audience_free(audience);
}

void
audience_hear(struct world *world, struct audience *audience, bool answers)
{
    if (audience->answers == answers)
        return;
    leave_turn(world, audience, false);
    audience->answers = answers;
    take_turn(world, audience, false);
}
