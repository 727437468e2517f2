/* The command `list`. */
#include <stdio.h>

#include "commands/commands.h"
#include "program/print.h"
#include "trial/scenario.h"
#include "trial/selection.h"
#include "trial/trial_words.h"
#include "trial/vector.h"

enum exit_status
list_command(const struct suite *suite, const struct options *options)
{
    struct arena *arena = arena_new();
    enum exit_status status = EXIT_AS_EXPECTED;
    struct scenario_list scenarios = {.count = 0};
    struct vectors vectors = {.count = 0};
    size_t i, k, listed = 0;

    for (i = 0; i < suite->case_count; i++) {
        const struct test_case *test = &suite->cases[i];

        if (!options_select(options, test->id))
            continue;
        listed++;
        print("%-48s %-8s %-15s ", test->id, evidence_name(test->evidence),
              safety_name(test->safety));
        for (k = 0; k < test->requirement_count; k++)
            print("%s%s", k ? "," : "", test->requirements[k]->id);
        putchar('\n');
    }
    if (vectors_load(&vectors, suite, arena, stderr))
        listed += trials_list(stdout, (struct trials){"vector", vectors.trials, vectors.count},
                              options);
    else
        status = EXIT_USAGE;
    if (scenarios_load(suite, arena, stderr, &scenarios))
        listed += trials_list(
            stdout, (struct trials){"scenario", scenarios.trials, scenarios.count}, options);
    else
        status = EXIT_USAGE;
    arena_free(arena);
    if (!listed)
        selection_say_empty(stderr, suite, options);
    return listed ? status : EXIT_USAGE;
}
