/* See case_trials.h. */
#include "trial/case_trials.h"

#include <string.h>

/* A list of requirements without repetitions that grows. */
struct names {
    const struct suite *suite;
    struct arena *arena;
    const struct requirement **list;
    size_t count;
    size_t capacity;
};

static void
add(struct names *names, const struct requirement *requirement)
{
    size_t i;

    for (i = 0; i < names->count; i++) {
        if (names->list[i] == requirement)
            return;
    }
    if (names->count == names->capacity) {
        const struct requirement **larger = arena_alloc(names->arena,
                                                        2 * names->capacity * sizeof *larger);

        memcpy(larger, names->list, names->count * sizeof *larger);
        names->list = larger;
        names->capacity *= 2;
    }
    names->list[names->count++] = requirement;
}

/* The checker has seen to it that every name is known. */
static void
add_named(struct names *names, const cJSON *ids)
{
    const cJSON *element;

    if (cJSON_IsString(ids))
        add(names, suite_find_requirement(names->suite, ids->valuestring));
    cJSON_ArrayForEach(element, ids)
    {
        if (cJSON_IsString(element))
            add(names, suite_find_requirement(names->suite, element->valuestring));
    }
}

static void
add_below(struct names *names, const cJSON *json)
{
    const cJSON *member;

    cJSON_ArrayForEach(member, json)
    {
        if (member->string && strcmp(member->string, "requirement") == 0)
            add_named(names, member);
        else
            add_below(names, member);
    }
}

static void
collect(const struct suite *suite, struct arena *arena, const struct test_case *test,
        struct trial *trial)
{
    struct names names = {suite, arena, NULL, 0, REQUIREMENTS_PER_CASE};
    size_t i;

    names.list = arena_alloc(arena, names.capacity * sizeof *names.list);
    for (i = 0; i < test->requirement_count; i++)
        add(&names, test->requirements[i]);
    add_below(&names, test->steps);
    trial->requirements = names.list;
    trial->requirement_count = names.count;
    trial->listed_count = test->requirement_count;
    trial->needs = test->needs;
    trial->needs_pay_type = test->pay_type_count > 0;
}

struct trial *
case_trials(const struct suite *suite, struct arena *arena)
{
    struct trial *trials = arena_alloc(arena, (suite->case_count + 1) * sizeof *trials);
    size_t i;

    for (i = 0; i < suite->case_count; i++) {
        const struct test_case *test = &suite->cases[i];

        trials[i].id = test->id;
        trials[i].group = test->subject;
        trials[i].file = test->file;
        trials[i].comment = test->comment;
        trials[i].evidence = test->evidence;
        trials[i].source = test->source;
        collect(suite, arena, test, &trials[i]);
    }
    return trials;
}
