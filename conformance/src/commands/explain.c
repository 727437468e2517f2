/* The command `explain`. */
#include <stdio.h>
#include <string.h>

#include "commands/commands.h"
#include "fixture/mistake.h"
#include "network/scenario_words.h"
#include "program/print.h"
#include "qfpay/near.h"
#include "run/run.h"
#include "testee/vector_words.h"
#include "trial/case_trials.h"
#include "trial/trial_words.h"

static void
explain_requirement(const struct suite *suite, struct trials vectors, struct trials scenarios,
                    const struct requirement *requirement, struct arena *arena)
{
    const struct trial *trials = case_trials(suite, arena);
    size_t i, k;

    /* Most sources name the evidence of each part themselves. */
    print("%s (%s)\n  %s\n  evidence ", requirement->id, requirement->section, requirement->text);
    if (!strchr(requirement->source, '['))
        print("[%s] ", evidence_name(requirement->evidence));
    print("%s\n", requirement->source);
    if (!requirement->observable)
        print("  not observable: %s\n", requirement->reason);
    else if (!requirement->breakable)
        print("  nothing can break it: %s\n", requirement->reason);
    for (i = 0; i < suite->case_count; i++) {
        for (k = 0; k < trials[i].requirement_count; k++) {
            if (trials[i].requirements[k] == requirement)
                print("  %s%s%s: %s\n",
                      requirement->breakable ? polarity_name(suite->cases[i].polarity) : "",
                      requirement->breakable ? " " : "", trials[i].id, trials[i].comment);
        }
    }
    trials_of_requirement(stdout, vectors, requirement);
    trials_of_requirement(stdout, scenarios, requirement);
}

static void
explain_case(const struct suite *suite, const struct test_case *test, struct target *target,
             struct arena *arena)
{
    size_t i;

    print("%s (%s)\n  %s\n  evidence [%s] %s, checked %s\n  %s", test->id, test->file,
          test->comment, evidence_name(test->evidence), test->source, test->checked,
          safety_name(test->safety));
    for (i = 0; i < CAPABILITY_COUNT; i++) {
        if (test->needs & capability_bit((enum capability)i))
            print(", needs %s", capability_name((enum capability)i));
    }
    for (i = 0; i < test->pay_type_count; i++)
        print(", needs pay_type.%s", test->pay_types[i]);
    putchar('\n');
    for (i = 0; i < test->requirement_count; i++)
        print("  %s: %s\n", test->requirements[i]->id, test->requirements[i]->text);
    print_lines(stdout, "", preview_case(suite, target, arena, test));
    print("  run it: qfpay-conform server --filter %s\n", test->id);
}

/* A known mistake, and who would notice it in a client. */
static void
explain_mistake(const struct suite *suite, struct trials vectors, struct trials scenarios,
                const char *id)
{
    size_t count;

    mistakes_print(stdout, suite, "", id);
    count = trials_of_mistake(stdout, vectors, id);
    count += trials_of_mistake(stdout, scenarios, id);
    if (!count)
        puts("  no vector and no scenario shows it; fixtures/pitfalls.md tells why");
}

static void
say_unknown(const struct suite *suite, struct trials vectors, struct trials scenarios,
            const char *id)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;
    size_t i;

    qfpay_near_begin(&near, id);
    for (i = 0; i < suite->requirement_count; i++)
        qfpay_near_offer(&near, suite->requirements[i].id);
    for (i = 0; i < suite->mistake_count; i++)
        qfpay_near_offer(&near, suite->mistakes[i].id);
    for (i = 0; i < suite->case_count; i++)
        qfpay_near_offer(&near, suite->cases[i].id);
    for (i = 0; i < vectors.count; i++)
        qfpay_near_offer(&near, vectors.list[i].id);
    for (i = 0; i < scenarios.count; i++)
        qfpay_near_offer(&near, scenarios.list[i].id);
    print_to(
        stderr,
        "qfpay-conform: '%s' is neither a case, a vector, a scenario, a requirement nor a known "
        "mistake%s\n",
        id, qfpay_near_hint(&near, hint, ""));
}

enum exit_status
explain_command(const struct suite *suite, const struct options *options)
{
    const struct test_case *test = suite_find_case(suite, options->subject);
    const struct requirement *requirement = suite_find_requirement(suite, options->subject);
    const struct retired *retired = suite_find_retired(suite, options->subject);
    struct arena *arena = arena_new();
    struct target *target = arena_alloc(arena, sizeof *target);
    enum exit_status status = EXIT_AS_EXPECTED;
    struct vectors vectors = {0};
    const struct vector *vector = NULL;
    struct scenario_list scenarios = {0};
    const struct scenario *scenario = NULL;
    struct trials of_vectors, of_scenarios;

    if (scenarios_load(suite, arena, stderr, &scenarios))
        scenario = scenarios_find(&scenarios, options->subject);
    if (vectors_load(&vectors, suite, arena, stderr))
        vector = vectors_find(&vectors, options->subject);
    of_vectors = (struct trials){"vector", vectors.trials, vectors.count};
    of_scenarios = (struct trials){"scenario", scenarios.trials, scenarios.count};
    if (requirement) {
        explain_requirement(suite, of_vectors, of_scenarios, requirement, arena);
    } else if (scenario) {
        scenario_explain(stdout, suite, scenario);
    } else if (vector) {
        vector_explain(stdout, suite, vector);
    } else if (test && qfpay_signer_new(&target->signer, NULL) == QFPAY_OK) {
        explain_case(suite, test, target, arena);
    } else if (mistake_title(suite, options->subject)) {
        explain_mistake(suite, of_vectors, of_scenarios, options->subject);
    } else if (retired) {
        suite_print_retired(stdout, retired);
    } else {
        say_unknown(suite, of_vectors, of_scenarios, options->subject);
        status = EXIT_USAGE;
    }
    qfpay_signer_free(target->signer);
    arena_free(arena);
    return status;
}
