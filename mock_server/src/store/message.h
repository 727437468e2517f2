/* Notifications in the memory of a world, found by id, by trade and by when they are due. Nothing
 * here knows of files or of turns: see store_notification.c. */
#ifndef MOCK_MESSAGE_H
#define MOCK_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/audience.h"
#include "store/notification.h"
#include "store/world.h"

/* A notification in memory. */
struct message {
    struct notification told; /* first: a pointer to it is one to the message */
    struct audience *audience;
    struct message *before;   /* the one before it of the same trade */
    struct attempt *attempts; /* each with its texts in one piece, which begins with response */
    size_t attempt_count;
    size_t attempt_room;
    int64_t last_attempt; /* number; 0 before the first */
    char texts[];
};

/* A message with the world that it is in. */
struct placed {
    struct world *world;
    struct message *message;
};

/* One that is not in the world yet, and for which there will be room. NULL when out of memory. */
struct message *message_new(struct world *world, const struct notification *notification);
void message_free(struct message *message);

/* Put it in, and take it out again and free it. */
void message_add(const struct placed *placed);
void message_remove(const struct placed *placed);

/* The message of an id; NULL when there is none. */
struct placed message_find(const struct store *store, int64_t merchant, int64_t id);

/* The newest of a trade, or NULL. */
struct message *message_newest(const struct world *world, int64_t trade);

/* Let it have what can change of a notification, for which there is room. */
bool message_reserve_waiting(struct world *world);
void message_change(const struct placed *placed, const struct notification *changed);

/* Point texts into one piece, of this size, that they are copied to. */
size_t message_texts_size(const char **const texts[], size_t count);
void message_move_texts(const char **const texts[], size_t count, char *at);

#endif
