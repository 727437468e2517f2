/* See server.h. Each case is a trial of a session; this file brings the target. */
#include "server/server.h"

#include <stdio.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/plural.h"
#include "fixture/level.h"
#include "program/print.h"
#include "report/session.h"
#include "run/patience.h"
#include "run/pause.h"
#include "run/person.h"
#include "run/run.h"
#include "target/discover.h"
#include "target/discovered.h"
#include "target/paid.h"
#include "target/receiver.h"
#include "target/safety.h"
#include "trial/case_trials.h"
#include "trial/selection.h"

struct judging {
    struct arena *arena;
    const struct suite *suite;
    const struct options *options;
    struct precautions safety;
    struct target target;
    const struct trial *trials;
    struct session *session;
    struct person person;
    struct patience *patience; /* NULL: nobody waits */
};

/* Whether a case had ended before the user wanted to stop. */
static bool
has_ended(void *context, size_t index)
{
    const struct judging *judging = context;

    return patience_has(judging->patience, index);
}

static void
run_one(void *context, size_t index, struct result *result)
{
    struct judging *judging = context;

    if (patience_has(judging->patience, index)) {
        patience_take(judging->patience, index, result);
        return;
    }
    run_case(judging->suite, &judging->target, &judging->suite->cases[index],
             judging->options->case_timeout, result);
    safety_after_case(&judging->target);
}

/* What the target was found able to do, and where that was looked for. */
static void
tell_abilities(const struct judging *judging, struct report_head *head)
{
    struct ability *abilities = arena_alloc(judging->arena, CAPABILITY_COUNT * sizeof *abilities);
    struct discovery *rows = arena_alloc(judging->arena, CAPABILITY_COUNT * sizeof *rows);
    const struct target *target = &judging->target;
    size_t i;

    for (i = 0; i < CAPABILITY_COUNT; i++) {
        enum capability capability = (enum capability)i;

        rows[i].name = capability_name(capability);
        rows[i].asked = discovered_asked(judging->arena, capability);
        rows[i].wanted = discovered_wanted(judging->arena, capability);
        rows[i].found = target->found[i];
        rows[i].is_there = (target->can & capability_bit(capability)) != 0;
        /* Nothing to tell: that orders stay unpaid is what everybody takes for granted. */
        if (!rows[i].is_there || capability == CAN_UNPAID)
            continue;
        abilities[head->ability_count].name = rows[i].name;
        abilities[head->ability_count++].about = capability_about(capability);
    }
    head->abilities = abilities;
    head->discoveries = rows;
    head->discovery_count = CAPABILITY_COUNT;
    head->has_sandbox = (target->can & capability_bit(CAN_SANDBOX)) != 0;
}

static enum exit_status
run_cases(struct judging *judging)
{
    struct report_head head = {.command = "server", .unit = "case", .may_skip_all = true};

    judging->target.leaves_design = session_level(judging->session) &&
                                    !session_level(judging->session)->design;
    head.about = judging->target.url;
    head.identity = &judging->target.identity;
    head.rerun = arena_printf(judging->arena, "qfpay-conform server --target %s%s", head.about,
                              judging->options->live ? " --live" : "");
    tell_abilities(judging, &head);
    return session_run(judging->session, &head);
}

static enum exit_status
dry_run(struct judging *judging)
{
    const struct suite *suite = judging->suite;
    size_t i;

    judging->target.is_patient = judging->options->patient;
    if (judging->options->attended)
        person_join(&judging->target, &judging->person);
    for (i = 0; i < suite->case_count; i++) {
        const struct test_case *test = &suite->cases[i];

        if (session_selects(judging->session, i)) {
            print("%s\n", test->id);
            print_lines(stdout, "", preview_case(suite, &judging->target, judging->arena, test));
        }
    }
    return EXIT_AS_EXPECTED;
}

/* Somebody with a wallet is at hand: how much they are in for. */
static void
ask_person(struct judging *judging)
{
    const struct suite *suite = judging->suite;
    capability_set wallet = capability_bit(CAN_PAID) | capability_bit(CAN_CANCELS);
    size_t i, count = 0;

    person_join(&judging->target, &judging->person);
    for (i = 0; i < suite->case_count; i++) {
        const struct test_case *test = &suite->cases[i];

        count += (test->needs & wallet) && !(test->needs & ~judging->target.can) &&
                 session_selects(judging->session, i);
    }
    if (judging->target.person)
        print_to(stderr,
                 "qfpay-conform: %zu case%s may show codes to scan; --filter selects fewer\n",
                 count, plural(count));
    else
        fputs("qfpay-conform: orders are paid without a person here, nobody is asked\n", stderr);
}

/* The cases that need time, before all others, which would have to wait for them. */
static void
wait_side_by_side(struct judging *judging)
{
    const struct suite *suite = judging->suite;
    bool *wanted = arena_alloc(judging->arena, suite->case_count + 1);
    struct target *target = &judging->target;
    size_t i;

    target->is_patient = true;
    for (i = 0; i < suite->case_count; i++) {
        const struct test_case *test = &suite->cases[i];

        wanted[i] = session_selects(judging->session, i) && pause_of_case(test) > 0 &&
                    !run_missing(target, target->can, suite, test, judging->arena)[0];
    }
    judging->patience = patience_run(suite, target, judging->trials, wanted,
                                     judging->options->case_timeout);
    safety_after_case(target);
}

/* The cases against a target that is open. */
/* What the cases need that the filters and the level select. */
static capability_set
selected_needs(const struct judging *judging)
{
    capability_set needs = 0;
    size_t i;

    for (i = 0; i < judging->suite->case_count; i++) {
        if (session_selects(judging->session, i))
            needs |= judging->suite->cases[i].needs;
    }
    return needs;
}

static enum exit_status
judge(struct judging *judging)
{
    const char *problem = NULL;
    enum exit_status status;

    if (!discover(&judging->target, judging->arena, &problem)) {
        print_to(stderr, "qfpay-conform: %s %s\n", judging->target.url, problem);
        return EXIT_OUT_OF_REACH;
    }
    if (judging->target.misread.words)
        print_to(stderr, "qfpay-conform: %s %s; all other cases depend on it\n",
                 judging->target.url, judging->target.misread.words);
    paid_discover(&judging->target, judging->arena, selected_needs(judging));
    if (judging->options->attended)
        ask_person(judging);
    if (judging->options->patient && !(judging->target.can & capability_bit(CAN_CLOCK)))
        wait_side_by_side(judging);
    receiver_open_for(&judging->target);
    status = run_cases(judging);
    patience_free(judging->patience);
    receiver_close(judging->target.receiver);
    if (!interrupt_requested())
        return status;
    fputs("qfpay-conform: stopped before the end\n", stderr);
    return EXIT_UNEXPECTED;
}

static enum exit_status
open_and_run(struct judging *judging)
{
    const char *url = judging->options->target;
    enum exit_status status = safety_open_target(&judging->safety, url, &judging->target);
    enum exit_status closed;

    if (status == EXIT_AS_EXPECTED)
        status = judging->options->dry_run ? dry_run(judging) : judge(judging);
    closed = safety_close_target(&judging->target);
    safety_end(&judging->safety);
    return closed == EXIT_AS_EXPECTED ? status : closed;
}

enum exit_status
server_command(const struct suite *suite, const struct options *options)
{
    struct arena *arena = arena_new();
    struct judging *judging = arena_alloc(arena, sizeof *judging);
    struct exam exam = {
        .suite = suite,
        .options = options,
        .kind = "server",
        .trials = case_trials(suite, arena),
        .trial_count = suite->case_count,
        .run = run_one,
        .has_ended = has_ended,
        .context = judging,
        .seconds = run_seconds(options->case_timeout),
    };
    enum exit_status status = EXIT_USAGE;

    judging->arena = arena;
    judging->suite = suite;
    judging->options = options;
    judging->trials = exam.trials;
    judging->safety.options = options;
    judging->person.wait_s = options->attended_wait;
    judging->safety.arena = arena;
    judging->session = session_open(&exam);
    if (judging->session)
        status = open_and_run(judging);
    session_close(judging->session);
    arena_free(arena);
    return status;
}
