/* What the store keeps of a merchant beside its orders: its notifications, and the payers' codes
 * that it has used. */
#ifndef MOCK_WORLD_H
#define MOCK_WORLD_H

#include <stddef.h>
#include <stdint.h>

#include "base/store_result.h"
#include "store/lookup.h"
#include "store/notification.h"
#include "store/ordered.h"

struct store;

struct world {
    int64_t merchant;
    struct ordered messages; /* message.h, by id */
    struct ordered due[2];   /* those with a next attempt, by when; [1]: the silent ones */
    struct lookup audiences; /* audience.h, by receiver */
    struct ordered in_turn[RECEIVER_MOOD_COUNT]; /* audiences with a next attempt, by when */
    struct ordered tried;                        /* by their last attempt */
    struct lookup newest;                        /* the newest of each trade, by trade */
    size_t held;                                 /* so many are held back */
    size_t states[NOTIFICATION_STATE_COUNT];     /* so many are in each */
    struct lookup codes;                         /* used ones */
};

extern const struct lookup_key world_by_merchant;

/* The world of a merchant, or NULL when nothing is there yet; or a new one, NULL when out of memory
 * or when nothing can be written. */
struct world *world_find(const struct store *store, int64_t merchant);
struct world *world_find_or_make(struct store *store, int64_t merchant);

/* Free it with all that is in it. */
void world_free(struct world *world);

/* message.c and store_auth_code.c: begin, free all. */
void world_begin_messages(struct world *world);
void world_free_messages(struct world *world);
void world_begin_codes(struct world *world);
void world_free_codes(struct world *world);

#endif
