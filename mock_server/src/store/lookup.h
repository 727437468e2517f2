/* Items found by a key of theirs: a hash table of pointers, open addressing. It grows by a few
 * items with each one that is added, so that no call pays for all that were there before. */
#ifndef MOCK_LOOKUP_H
#define MOCK_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What makes a key of an item. Whoever looks for one hashes its key in the same way. */
struct lookup_key {
    uint64_t (*hash_of)(const void *item);
    bool (*is)(const void *item, const void *key);
};

/* All zero but the key: empty. */
struct lookup {
    const struct lookup_key *key;
    void **slots;
    size_t capacity; /* 0, or a power of two */
    size_t count;
    void **old; /* before the last growth; those before `moved` are in slots as well */
    size_t old_capacity;
    size_t moved;
};

/* FNV-1a. */
uint64_t lookup_hash(const char *text, size_t len);

/* The item with this key, or NULL. */
void *lookup_find(const struct lookup *lookup, uint64_t hash, const void *key);

/* Make room for one more. false when out of memory. */
bool lookup_reserve(struct lookup *lookup);

/* Put an item in, for which there is room and whose key is not there. */
void lookup_add(struct lookup *lookup, void *item);

/* Take an item out that is there; its room stays. */
void lookup_remove(struct lookup *lookup, const void *item);

/* The items, in no order: the next one at or after *at, which is 0 at first; NULL at the end. */
void *lookup_next(struct lookup *lookup, size_t *at);

/* Free the table, not the items. */
void lookup_clear(struct lookup *lookup);

#endif
