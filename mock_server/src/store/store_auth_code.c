/* The payers' codes that a merchant has used: each is a text in a lookup of its world. */
#include <stdlib.h>
#include <string.h>

#include "store/store.h"
#include "store/store_internal.h"
#include "store/world.h"

static uint64_t
hash_of_code(const void *item)
{
    return lookup_hash(item, strlen(item));
}

static bool
is_code(const void *item, const void *key)
{
    return strcmp(item, key) == 0;
}

static const struct lookup_key by_code = {hash_of_code, is_code};

void
world_begin_codes(struct world *world)
{
    world->codes.key = &by_code;
}

void
world_free_codes(struct world *world)
{
    size_t at = 0;
    char *code;

    while ((code = lookup_next(&world->codes, &at)))
        free(code);
    lookup_clear(&world->codes);
}

bool
store_has_auth_code(const struct store *store, int64_t merchant, const char *code)
{
    const struct world *world = world_find(store, merchant);

    return world && lookup_find(&world->codes, hash_of_code(code), code);
}

struct used {
    struct world *world;
    char *code;
};

static void
take_back_use(void *past)
{
    const struct used *used = past;

    lookup_remove(&used->world->codes, used->code);
    free(used->code);
}

enum store_result
store_add_auth_code(struct store *store, int64_t merchant, const char *code)
{
    struct used used = {world_find_or_make(store, merchant), NULL};
    struct auth_code_row row = {merchant, code};

    if (store_has_auth_code(store, merchant, code))
        return STORE_OK;
    if (!used.world || !store_may_change(store) || !lookup_reserve(&used.world->codes))
        return STORE_FAILED;
    used.code = strdup(code);
    if (!used.code)
        return STORE_FAILED;
    lookup_add(&used.world->codes, used.code);
    store_note(store, take_back_use, NULL, &used, sizeof used);
    return store_put(store, TABLE_AUTH_CODE, &row);
}

bool
store_load_auth_code(void *cls, void *row)
{
    const struct auth_code_row *code = row;

    return store_add_auth_code(cls, code->merchant, code->code) == STORE_OK;
}
