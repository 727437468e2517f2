/* See fingerprint.h. FNV-1a, 64 bits: a change is to be noticed, nobody is to be kept from forging
 * one. */
#include "drift/fingerprint.h"

#include <inttypes.h>
#include <stdint.h>

#include "base/json.h"

static void
add_bytes(uint64_t *hash, const char *bytes)
{
    for (; *bytes; bytes++)
        *hash = (*hash ^ (unsigned char)*bytes) * UINT64_C(1099511628211);
    *hash = (*hash ^ 0xFF) * UINT64_C(1099511628211); /* so that "ab", "c" is not "a", "bc" */
}

static void
add_json(uint64_t *hash, const cJSON *json)
{
    char *printed = json ? cJSON_PrintUnformatted(json) : NULL;

    add_bytes(hash, printed ? printed : "");
    cJSON_free(printed);
}

/* All of a step but its expectations, what they are for, and its words for people. */
static void
add_step(uint64_t *hash, const struct suite *suite, const cJSON *step)
{
    const struct template *base = suite_find_template(suite, json_text(step, "base", ""));
    cJSON *bare = cJSON_Duplicate(step, 1);

    cJSON_DeleteItemFromObjectCaseSensitive(bare, "expect");
    cJSON_DeleteItemFromObjectCaseSensitive(bare, "tally");
    cJSON_DeleteItemFromObjectCaseSensitive(bare, "prepares");
    cJSON_DeleteItemFromObjectCaseSensitive(bare, "about");
    add_json(hash, bare);
    cJSON_Delete(bare);
    if (base)
        add_json(hash, base->params);
}

const char *
fingerprint_of(const struct suite *suite, const struct test_case *test, struct arena *arena)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    const cJSON *step;

    add_bytes(&hash, role_name(test->role));
    add_json(&hash, test->let);
    add_json(&hash, test->receiver);
    cJSON_ArrayForEach(step, test->steps) add_step(&hash, suite, step);
    return arena_printf(arena, "%016" PRIx64, hash);
}
