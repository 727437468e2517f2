/* See server.h. Each case is a trial of a session; this file brings the target. */
#include "server.h"

#include <stdio.h>
#include <string.h>

#include "case_trials.h"
#include "discover.h"
#include "interrupt.h"
#include "level.h"
#include "receiver.h"
#include "run.h"
#include "safety.h"
#include "session.h"

struct judging {
    struct arena *arena;
    const struct suite *suite;
    const struct options *options;
    struct precautions safety;
    struct target target;
    struct session *session;
};

static void
run_one(void *context, size_t index, struct result *result)
{
    struct judging *judging = context;

    run_case(judging->suite, &judging->target, &judging->suite->cases[index],
             judging->options->case_timeout, result);
    safety_after_case(&judging->target);
}

static enum exit_status
run_cases(struct judging *judging)
{
    struct ability abilities[CAPABILITY_COUNT];
    struct report_head head = {
        .command = "server", .unit = "case", .abilities = abilities, .may_skip_all = true};
    size_t i;

    judging->target.leaves_design = session_level(judging->session) &&
                                    !session_level(judging->session)->design;
    head.about = judging->target.url;
    head.rerun = arena_format(judging->arena, "qfpay-conform server --target %s%s", head.about,
                              judging->options->live ? " --live" : "");
    for (i = 0; i < CAPABILITY_COUNT; i++) {
        if (!(judging->target.can & capability_bit((enum capability)i)))
            continue;
        abilities[head.ability_count].name = capability_name((enum capability)i);
        abilities[head.ability_count++].about = capability_about((enum capability)i);
    }
    return session_run(judging->session, &head);
}

static enum exit_status
dry_run(struct judging *judging)
{
    const struct suite *suite = judging->suite;
    size_t i;

    for (i = 0; i < suite->case_count; i++) {
        const struct test_case *test = &suite->cases[i];

        if (options_select(judging->options, test->id))
            printf("%s\n%s", test->id, preview_case(suite, &judging->target, judging->arena, test));
    }
    return EXIT_AS_EXPECTED;
}

/* The cases against a target that is open. */
static enum exit_status
judge(struct judging *judging)
{
    const char *problem = NULL;
    enum exit_status status;

    if (!discover(&judging->target, judging->arena, &problem)) {
        fprintf(stderr, "qfpay-conform: %s %s\n", judging->target.url, problem);
        return EXIT_OUT_OF_REACH;
    }
    receiver_open_for(&judging->target);
    status = run_cases(judging);
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
        .context = judging,
        .seconds = run_seconds(options->case_timeout),
    };
    enum exit_status status = EXIT_USAGE;

    judging->arena = arena;
    judging->suite = suite;
    judging->options = options;
    judging->safety.options = options;
    judging->safety.arena = arena;
    judging->session = session_open(&exam);
    if (judging->session)
        status = open_and_run(judging);
    session_close(judging->session);
    arena_free(arena);
    return status;
}
