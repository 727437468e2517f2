/* The command `coverage`. It fails when a rule lacks a case that it should have, so that a test can
 * hold it. */
#include "report/coverage.h"

#include <stdio.h>

#include "commands/commands.h"
#include "trial/case_trials.h"

enum exit_status
coverage_command(const struct suite *suite, const struct options *options)
{
    struct arena *arena = arena_new();
    const struct trial *trials = case_trials(suite, arena);
    size_t lacking = coverage_print(stdout, suite, coverage_build(suite, arena, trials),
                                    options->matrix);

    arena_free(arena);
    return lacking ? EXIT_UNEXPECTED : EXIT_AS_EXPECTED;
}
