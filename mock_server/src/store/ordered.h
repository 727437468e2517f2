/* Items in the order of their rank: an array of pointers that is cheap at both ends, because what
 * is put in or taken out moves the shorter side only. Most come in at one end and leave at the
 * other.
 */
#ifndef MOCK_ORDERED_H
#define MOCK_ORDERED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* By time, then by id. No two items of one array have the same. */
struct rank {
    int64_t at;
    int64_t id;
};

bool rank_is_below(struct rank a, struct rank b);

typedef struct rank rank_of(const void *item);

/* All zero but the function: empty. */
struct ordered {
    rank_of *rank;
    void **items; /* the first is items[first] */
    size_t first;
    size_t count;
    size_t capacity;
};

/* Make room for one more. false when out of memory. */
bool ordered_reserve(struct ordered *ordered);

/* Make room for so many in all, whatever is put in and taken out meanwhile. */
bool ordered_reserve_for(struct ordered *ordered, size_t count);

/* Put an item in, for which there is room. */
void ordered_add(struct ordered *ordered, void *item);

/* Take an item out that is there, by the rank that it has; its room stays. */
void ordered_remove(struct ordered *ordered, const void *item);

/* How many have a smaller rank. */
size_t ordered_below(const struct ordered *ordered, struct rank rank);

/* The item with so many before it, or NULL. */
void *ordered_at(const struct ordered *ordered, size_t at);

/* Free the array, not the items. */
void ordered_clear(struct ordered *ordered);

#endif
