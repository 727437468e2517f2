/* Items found by an id of their own. Ids come one behind the other, so there is an array of pages
 * by number, each with the items of so many ids in a row: a pointer for each item, where a hash
 * table takes two or three. */
#ifndef MOCK_BY_ID_H
#define MOCK_BY_ID_H

#include <stdbool.h>
#include <stdint.h>

#include "store/lookup.h"

/* All zero but for pages.key, which is &page_by_number: empty. */
struct by_id {
    struct lookup pages;
};

extern const struct lookup_key page_by_number;

/* The item of an id, or NULL. */
void *by_id_find(const struct by_id *by_id, int64_t id);

/* Make room for the item of an id. false when out of memory. */
bool by_id_reserve(struct by_id *by_id, int64_t id);

/* Put one in, for which there is room; take one out that is there, and its page with the last. */
void by_id_add(struct by_id *by_id, int64_t id, void *item);
void by_id_remove(struct by_id *by_id, int64_t id);

/* Free the pages, not the items. */
void by_id_clear(struct by_id *by_id);

#endif
