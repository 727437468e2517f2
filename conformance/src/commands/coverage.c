/* The command `coverage`. */
#include <stdio.h>

#include "case_trials.h"
#include "commands.h"
#include "matrix.h"

enum exit_status
coverage_command(const struct suite *suite, const struct options *options)
{
    struct arena *arena = arena_new();

    (void)options;
    coverage_print(stdout, suite,
                   matrix_build(suite, arena, case_trials(suite, arena), suite->case_count, NULL,
                                0));
    arena_free(arena);
    return EXIT_AS_EXPECTED;
}
