/* What one receiver is to be told by one world, so that its receivers take turns. */
#ifndef MOCK_AUDIENCE_H
#define MOCK_AUDIENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/ordered.h"

struct notification;
struct world;

/* It stays as long as its world, or until that is freed message by message. */
struct audience {
    uint64_t hash;
    size_t messages;       /* so many are for it */
    bool answers;          /* to the last attempt there was an answer, whichever */
    struct ordered due[2]; /* its part of the world's */
    char receiver[];
};

void world_begin_audiences(struct world *world);
void world_free_audiences(struct world *world);

/* NULL when there is none, or when out of memory. */
struct audience *audience_find(const struct world *world, const char *receiver);
struct audience *audience_find_or_make(struct world *world, const char *receiver);

/* One more message is for it: make room for it. false when out of memory. */
bool audience_reserve(struct audience *audience);

/* A message of its own that has a next attempt, and has none any more. */
void audience_add(struct world *world, struct audience *audience, struct notification *message);
void audience_remove(struct world *world, struct audience *audience,
                     const struct notification *message);

/* One of its messages is freed, of a world in which nothing is in turn any more; and the audience
 * with the last one. */
void audience_lose(struct world *world, struct audience *audience);

/* What its last attempt told of it. */
void audience_hear(struct world *world, struct audience *audience, bool answers);

#endif
