/* See lookup.h. */
#include "store/lookup.h"

#include <stdlib.h>

enum {
    FIRST_CAPACITY = 8,
    MOVED_AT_ONCE = 128, /* so that both are there for one hundredth of the additions only */
};

uint64_t
lookup_hash(const char *text, size_t len)
{
    uint64_t hash = 14695981039346656037U;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211U;
    return hash;
}

/* Where the search for a hash begins. Ids come one behind the other: they are scattered (Fibonacci
 * hashing), or each removal would go through all of them. */
static size_t
home_of(uint64_t hash, size_t capacity)
{
    return (size_t)(hash * 0x9E3779B97F4A7C15U >> 32) & (capacity - 1);
}

/* The slot of an item, or the empty one where the search for it ends. */
static size_t
place_of(void *const *slots, size_t capacity, uint64_t hash, const void *item)
{
    size_t at = home_of(hash, capacity);

    while (slots[at] && slots[at] != item)
        at = (at + 1) & (capacity - 1);
    return at;
}

static void *
find_in(void *const *slots, size_t capacity, const struct lookup_key *key, uint64_t hash,
        const void *wanted)
{
    size_t at = capacity == 0 ? 0 : home_of(hash, capacity);

    if (capacity == 0)
        return NULL;
    while (slots[at] && !key->is(slots[at], wanted))
        at = (at + 1) & (capacity - 1);
    return slots[at];
}

void *
lookup_find(const struct lookup *lookup, uint64_t hash, const void *key)
{
    void *item = find_in(lookup->slots, lookup->capacity, lookup->key, hash, key);

    return item || !lookup->old
               ? item
               : find_in(lookup->old, lookup->old_capacity, lookup->key, hash, key);
}

static void
put(struct lookup *lookup, void *item)
{
    lookup->slots[place_of(lookup->slots, lookup->capacity, lookup->key->hash_of(item), item)] =
        item;
}

static void
move(struct lookup *lookup, size_t most)
{
    for (; most > 0 && lookup->moved < lookup->old_capacity; most--, lookup->moved++) {
        if (lookup->old[lookup->moved])
            put(lookup, lookup->old[lookup->moved]);
    }
    if (lookup->moved < lookup->old_capacity)
        return;
    free(lookup->old);
    lookup->old = NULL;
    lookup->old_capacity = 0;
}

bool
lookup_reserve(struct lookup *lookup)
{
    size_t capacity = lookup->capacity == 0 ? FIRST_CAPACITY : lookup->capacity * 2;
    void **slots;

    if ((lookup->count + 1) * 4 <= lookup->capacity * 3)
        return true;
    slots = calloc(capacity, sizeof *slots);
    if (!slots)
        return false;
    move(lookup, SIZE_MAX);
    lookup->old = lookup->slots;
    lookup->old_capacity = lookup->capacity;
    lookup->moved = 0;
    lookup->slots = slots;
    lookup->capacity = capacity;
    return true;
}

void
lookup_add(struct lookup *lookup, void *item)
{
    move(lookup, MOVED_AT_ONCE);
    put(lookup, item);
    lookup->count++;
}

/* Those behind the gap move up, unless that would put them before their place. */
void
lookup_remove(struct lookup *lookup, const void *item)
{
    size_t mask = lookup->capacity - 1;
    size_t gap;

    move(lookup, SIZE_MAX);
    gap = place_of(lookup->slots, lookup->capacity, lookup->key->hash_of(item), item);
    for (size_t at = (gap + 1) & mask; lookup->slots[at]; at = (at + 1) & mask) {
        size_t home = home_of(lookup->key->hash_of(lookup->slots[at]), lookup->capacity);

        if (((at - home) & mask) < ((at - gap) & mask))
            continue;
        lookup->slots[gap] = lookup->slots[at];
        gap = at;
    }
    lookup->slots[gap] = NULL;
    lookup->count--;
}

void *
lookup_next(struct lookup *lookup, size_t *at)
{
    move(lookup, SIZE_MAX);
    while (*at < lookup->capacity && !lookup->slots[*at])
        (*at)++;
    return *at < lookup->capacity ? lookup->slots[(*at)++] : NULL;
}

void
lookup_clear(struct lookup *lookup)
{
    free(lookup->slots);
    free(lookup->old);
    *lookup = (struct lookup){.key = lookup->key};
}
