/* See by_id.h. */
#include "store/by_id.h"

#include <stdlib.h>

enum { PAGE_ITEMS = 254 }; /* with the rest a page is 2 KiB */

struct page {
    int64_t number;
    size_t count;
    void *items[PAGE_ITEMS];
};

static uint64_t
hash_of_page(const void *item)
{
    return (uint64_t)((const struct page *)item)->number;
}

static bool
is_page(const void *item, const void *key)
{
    return ((const struct page *)item)->number == *(const int64_t *)key;
}

const struct lookup_key page_by_number = {hash_of_page, is_page};

static struct page *
page_of(const struct by_id *by_id, int64_t id)
{
    int64_t number = id / PAGE_ITEMS;

    return lookup_find(&by_id->pages, (uint64_t)number, &number);
}

void *
by_id_find(const struct by_id *by_id, int64_t id)
{
    const struct page *page = id < 0 ? NULL : page_of(by_id, id);

    return page ? page->items[id % PAGE_ITEMS] : NULL;
}

bool
by_id_reserve(struct by_id *by_id, int64_t id)
{
    struct page *page;

    if (id < 0)
        return false;
    if (page_of(by_id, id))
        return true;
    page = lookup_reserve(&by_id->pages) ? calloc(1, sizeof *page) : NULL;
    if (!page)
        return false;
    page->number = id / PAGE_ITEMS;
    lookup_add(&by_id->pages, page);
    return true;
}

void
by_id_add(struct by_id *by_id, int64_t id, void *item)
{
    struct page *page = page_of(by_id, id);

    page->items[id % PAGE_ITEMS] = item;
    page->count++;
}

void
by_id_remove(struct by_id *by_id, int64_t id)
{
    struct page *page = page_of(by_id, id);

    page->items[id % PAGE_ITEMS] = NULL;
    if (--page->count > 0)
        return;
    lookup_remove(&by_id->pages, page);
    free(page);
}

void
by_id_clear(struct by_id *by_id)
{
    struct page *page;
    size_t at = 0;

    while ((page = lookup_next(&by_id->pages, &at)))
        free(page);
    lookup_clear(&by_id->pages);
}
