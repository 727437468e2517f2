/* See world.h. */
#include "store/world.h"

#include <stdlib.h>

#include "store/store_internal.h"

static uint64_t
hash_of_merchant(const void *item)
{
    return (uint64_t)((const struct world *)item)->merchant;
}

static bool
is_merchant(const void *item, const void *key)
{
    return ((const struct world *)item)->merchant == *(const int64_t *)key;
}

const struct lookup_key world_by_merchant = {hash_of_merchant, is_merchant};

struct world *
world_find(const struct store *store, int64_t merchant)
{
    return lookup_find(&store->worlds, (uint64_t)merchant, &merchant);
}

static struct world *
new_world(int64_t merchant)
{
    struct world *world = calloc(1, sizeof *world);

    if (!world)
        return NULL;
    world->merchant = merchant;
    world_begin_messages(world);
    world_begin_codes(world);
    return world;
}

void
world_free(struct world *world)
{
    world_free_messages(world);
    world_free_codes(world);
    free(world);
}

struct placed {
    struct store *store;
    struct world *world;
};

static void
take_back_make(void *past)
{
    const struct placed *made = past;

    lookup_remove(&made->store->worlds, made->world);
    world_free(made->world);
}

struct world *
world_find_or_make(struct store *store, int64_t merchant)
{
    struct placed made = {store, world_find(store, merchant)};

    if (made.world)
        return made.world;
    if (!store_may_change(store) || !lookup_reserve(&store->worlds))
        return NULL;
    made.world = new_world(merchant);
    if (!made.world)
        return NULL;
    lookup_add(&store->worlds, made.world);
    store_note(store, take_back_make, NULL, &made, sizeof made);
    return made.world;
}

void
store_free_worlds(struct store *store)
{
    struct world *world;
    size_t at = 0;

    while ((world = lookup_next(&store->worlds, &at)))
        world_free(world);
    lookup_clear(&store->worlds);
}
