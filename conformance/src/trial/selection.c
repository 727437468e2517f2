/* See selection.h. */
#include "trial/selection.h"

#include "fixture/mistake.h"
#include "fixture/near_id.h"
#include "program/print.h"
#include "trial/scenario.h"
#include "trial/vector.h"

enum { RETIRED_SHOWN = 5 };

capability_set
selection_needs(const struct suite *suite, const struct options *options)
{
    capability_set needs = 0;
    size_t i;

    for (i = 0; i < suite->case_count; i++) {
        if (options_select(options, suite->cases[i].id))
            needs |= suite->cases[i].needs;
    }
    return needs;
}

/* Where what was meant is to be had, if it is this. */
static void
point_to(FILE *err, size_t count, const char *what, const char *command)
{
    if (count)
        print_to(err, "qfpay-conform: it selects %zu %s%s: %s\n", count, what,
                 count == 1 ? "" : "s", command);
}

/* Every test that there is, and how many of each kind the filters select. */
struct tests {
    const struct suite *suite;
    struct arena *arena;
    struct vectors vectors;
    struct scenario_list scenarios;
    size_t cases;
    size_t asked;
    size_t played;
};

static void
load_tests(struct tests *tests, const struct options *options, FILE *err)
{
    size_t i;

    if (!vectors_load(&tests->vectors, tests->suite, tests->arena, err))
        tests->vectors.count = 0;
    if (!scenarios_load(tests->suite, tests->arena, err, &tests->scenarios))
        tests->scenarios.count = 0;
    for (i = 0; i < tests->suite->case_count; i++)
        tests->cases += options_select(options, tests->suite->cases[i].id);
    for (i = 0; i < tests->vectors.count; i++)
        tests->asked += options_select(options, tests->vectors.list[i].trial.id);
    for (i = 0; i < tests->scenarios.count; i++)
        tests->played += options_select(options, tests->scenarios.items[i].trial.id);
}

/* Those that this command could have selected. */
static void
offer_tests(struct qfpay_near *near, const struct tests *tests, const struct options *options)
{
    bool is_client = options->command == COMMAND_CLIENT, is_list = options->command == COMMAND_LIST;
    size_t i;

    for (i = 0; !is_client && i < tests->suite->case_count; i++)
        near_id_offer_patterns(near, tests->arena, tests->suite->cases[i].id);
    for (i = 0; (is_list || (is_client && !options->network)) && i < tests->vectors.count; i++)
        near_id_offer_patterns(near, tests->arena, tests->vectors.list[i].trial.id);
    for (i = 0; (is_list || (is_client && options->network)) && i < tests->scenarios.count; i++)
        near_id_offer_patterns(near, tests->arena, tests->scenarios.items[i].trial.id);
}

/* No guess where it is known what was meant. */
static void
say_filters(FILE *err, const struct tests *tests, const struct options *options, bool is_known)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;
    size_t i;

    for (i = 0; i < options->filters.count; i++) {
        qfpay_near_begin(&near, options->filters.items[i]);
        if (!is_known)
            offer_tests(&near, tests, options);
        print_to(err, "qfpay-conform: --filter '%s' selects nothing%s\n", options->filters.items[i],
                 qfpay_near_hint(&near, hint, ""));
    }
}

static size_t
count_retired(const struct suite *suite, const struct options *options)
{
    size_t i, count = 0;

    for (i = 0; i < suite->retired_count; i++)
        count += options_select(options, suite->retired[i].id);
    return count;
}

/* The ids of rules and mistakes are no ids of tests, but people see them side by side. */
static void
point_to_explain(FILE *err, const struct suite *suite, const char *id)
{
    if (suite_find_requirement(suite, id))
        print_to(err, "qfpay-conform: %s is a requirement; 'explain %s' lists what is about it\n",
                 id, id);
    else if (mistake_title(suite, id))
        print_to(err, "qfpay-conform: %s is a known mistake; 'explain %s' lists what shows it\n",
                 id, id);
}

void
selection_say_empty(FILE *err, const struct suite *suite, const struct options *options)
{
    struct arena *arena = arena_new();
    struct tests *tests = arena_alloc(arena, sizeof *tests);
    size_t i, shown = 0, retired = count_retired(suite, options);

    tests->suite = suite;
    tests->arena = arena;
    load_tests(tests, options, err);
    say_filters(err, tests, options, retired + tests->cases + tests->asked + tests->played > 0);
    for (i = 0; i < suite->retired_count && shown < RETIRED_SHOWN; i++) {
        if (!options_select(options, suite->retired[i].id))
            continue;
        suite_print_retired(err, &suite->retired[i]);
        shown++;
    }
    /* Somebody may have taken one kind of test for the other. This command has none of its own, or
     * it would have selected some. */
    point_to(err, tests->cases, "case", "qfpay-conform server");
    point_to(err, tests->asked, "vector", "qfpay-conform client -- COMMAND");
    point_to(err, tests->played, "scenario", "qfpay-conform client --network -- COMMAND");
    for (i = 0; i < options->filters.count; i++)
        point_to_explain(err, suite, options->filters.items[i]);
    arena_free(arena);
}
