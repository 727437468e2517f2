/* See selection.h. */
#include "selection.h"

#include "mistake.h"
#include "scenario.h"
#include "vector.h"

enum { RETIRED_SHOWN = 5 };

static void
say_filters(FILE *err, const struct options *options)
{
    size_t i;

    fputs("qfpay-conform:", err);
    for (i = 0; i < options->filters.count; i++)
        fprintf(err, " --filter '%s'", options->filters.items[i]);
    fputs(" selects nothing\n", err);
}

/* Where what was meant is to be had, if it is this. */
static void
point_to(FILE *err, size_t count, const char *what, const char *command)
{
    if (count)
        fprintf(err, "qfpay-conform: it selects %zu %s%s: %s\n", count, what, count == 1 ? "" : "s",
                command);
}

/* Somebody may have taken one kind of test for the other. This command has none of its own, or it
 * would have selected some. */
static void
point_elsewhere(FILE *err, const struct suite *suite, const struct options *options)
{
    struct arena *arena = arena_new();
    struct vectors vectors;
    struct scenario_list scenarios;
    size_t i, cases = 0, asked = 0, played = 0;

    for (i = 0; i < suite->case_count; i++)
        cases += options_select(options, suite->cases[i].id);
    if (vectors_load(&vectors, suite, arena, err)) {
        for (i = 0; i < vectors.count; i++)
            asked += options_select(options, vectors.list[i].trial.id);
    }
    if (scenarios_load(suite, arena, err, &scenarios)) {
        for (i = 0; i < scenarios.count; i++)
            played += options_select(options, scenarios.items[i].id);
    }
    point_to(err, cases, "case", "qfpay-conform server");
    point_to(err, asked, "vector", "qfpay-conform client -- COMMAND");
    point_to(err, played, "scenario", "qfpay-conform client --network -- COMMAND");
    arena_free(arena);
}

/* The ids of rules and mistakes are no ids of tests, but people see them side by side. */
static void
point_to_explain(FILE *err, const struct suite *suite, const char *id)
{
    if (suite_find_requirement(suite, id))
        fprintf(err, "qfpay-conform: %s is a requirement; 'explain %s' lists what is about it\n",
                id, id);
    else if (mistake_title(suite, id))
        fprintf(err, "qfpay-conform: %s is a known mistake; 'explain %s' lists what shows it\n", id,
                id);
}

void
selection_say_empty(FILE *err, const struct suite *suite, const struct options *options)
{
    size_t i, shown = 0;

    say_filters(err, options);
    for (i = 0; i < suite->retired_count && shown < RETIRED_SHOWN; i++) {
        if (!options_select(options, suite->retired[i].id))
            continue;
        suite_print_retired(err, &suite->retired[i]);
        shown++;
    }
    point_elsewhere(err, suite, options);
    for (i = 0; i < options->filters.count; i++)
        point_to_explain(err, suite, options->filters.items[i]);
}
