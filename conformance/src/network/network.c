/* See network.h. Scenarios are played side by side from the start; the session asks for their
 * results one after the other. */
#include "network/network.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/local_mock.h"
#include "base/printable.h"
#include "network/pool.h"
#include "network/verdict.h"
#include "program/print.h"
#include "program/shell_word.h"
#include "report/session.h"
#include "trial/scenario.h"

enum { SLACK_SECONDS = 60 };

struct network {
    struct arena *arena;
    const struct suite *suite;
    const struct options *options;
    struct scenario_list scenarios;
    struct play_setup setup;
    struct play *plays; /* of the selected ones */
    size_t *play_of;    /* by scenario */
    size_t play_count;
    struct local_mock mock;
    struct pool *pool;
};

static void
judge_one(void *context, size_t index, struct result *result)
{
    struct network *network = context;
    const struct play *play = pool_wait(network->pool, network->play_of[index]);

    verdict_of_play(play, network->suite, result);
    result->duration_ms = play->took_ms;
    if (!play_is_telling(play))
        network->scenarios.trials[index].pitfall = NULL; /* nothing to blame it on */
    if (result->findings.count)
        result_charge(result, network->scenarios.trials[index].pitfall);
}

/* After an interruption, which ends all plays soon. */
static bool
has_ended(void *context, size_t index)
{
    struct network *network = context;

    return !pool_wait(network->pool, network->play_of[index])->was_interrupted;
}

/* A play with an arena of its own for every scenario that was selected. */
static void
make_plays(struct network *network, const struct session *session)
{
    size_t count = network->scenarios.count;

    network->plays = arena_alloc(network->arena, count * sizeof *network->plays);
    network->play_of = arena_alloc(network->arena, count * sizeof *network->play_of);
    for (size_t i = 0; i < count; i++) {
        struct play *play = &network->plays[network->play_count];

        if (!session_selects(session, i))
            continue;
        network->play_of[i] = network->play_count++;
        play->scenario = &network->scenarios.items[i];
        play->setup = &network->setup;
        play->arena = arena_new();
        play->number = arena_printf(play->arena, "ORDER%04zu", i + 1);
    }
}

static void
free_plays(struct network *network)
{
    for (size_t i = 0; i < network->play_count; i++)
        arena_free(network->plays[i].arena);
}

/* Whether the client can be started, as a shell would look for it; else a line, once. */
static bool
is_program(const char *name)
{
    const char *path = getenv("PATH");
    char file[4096];
    bool found = false;

    if (strchr(name, '/'))
        found = access(name, X_OK) == 0;
    while (!found && !strchr(name, '/') && path) {
        size_t len = strcspn(path, ":");

        snprintf(file, sizeof file, "%.*s/%s", (int)len, path, name);
        found = access(file, X_OK) == 0;
        path = path[len] ? path + len + 1 : NULL;
    }
    if (!found)
        print_to(stderr, "qfpay-conform: %s cannot be started: %s\n", name, strerror(errno));
    return found;
}

/* What all results together say about the client. Nothing played is nothing certified. */
static enum exit_status
sum_up(const struct network *network, enum exit_status status)
{
    size_t skipped = 0, silent = 0;

    for (size_t i = 0; i < network->play_count; i++) {
        const struct play *play = &network->plays[i];

        skipped += play->has_exited && play->exit_status == CLIENT_CANNOT;
        silent += play->traffic.count == 0 && play->delivery_count == 0;
    }
    if (skipped == network->play_count) {
        fputs("qfpay-conform: no scenario was played: the client has none of these commands (exit "
              "status 77)\n",
              stderr);
        return status == EXIT_AS_EXPECTED ? EXIT_UNEXPECTED : status;
    }
    if (silent == network->play_count && !interrupt_requested())
        fputs("qfpay-conform: no request came from this client in any scenario; does it use "
              "QFPAY_BASE_URL? See docs/network.md\n",
              stderr);
    return status;
}

/* Whether the first scenario could start the client; else a line, once. What the system runs and
 * what not (a script without #!, or with the line ends of Windows) only trying tells. */
static bool
is_runnable(const struct network *network)
{
    const struct play *first = pool_wait_begun(network->pool, 0);

    if (first->unstartable)
        print_to(stderr,
                 "qfpay-conform: %s; if it is a script, its first line must name a program that "
                 "runs it, such as #!/bin/sh, and not end with a carriage return\n",
                 first->unstartable);
    return !first->unstartable;
}

static enum exit_status
play_and_judge(struct network *network, struct session *session)
{
    struct report_head head = {.command = "client --network", .unit = "scenario"};
    enum exit_status status;

    head.about = printable(network->arena, shell_words(network->arena, network->options->client));
    head.rerun = "qfpay-conform client --network";
    head.rerun_rest = arena_printf(network->arena, " -- %s", head.about);
    network->pool = pool_open(network->plays, network->play_count);
    if (!network->pool) {
        fputs("qfpay-conform: no threads to play the scenarios in\n", stderr);
        return EXIT_USAGE;
    }
    status = is_runnable(network) ? session_run(session, &head) : EXIT_OUT_OF_REACH;
    pool_close(network->pool);
    if (status == EXIT_OUT_OF_REACH)
        return status;
    return sum_up(network, status);
}

static enum exit_status
start_and_play(struct network *network, struct session *session)
{
    static const char *const arguments[] = {"--journal", "2000", "--log", "off", NULL};
    char room[4096];
    const char *program = local_mock_find(network->options->mock, room, sizeof room);
    enum exit_status status;

    if (!is_program(network->options->client[0]))
        return EXIT_OUT_OF_REACH;
    if (!local_mock_start(&network->mock, program, arguments)) {
        print_to(stderr, "qfpay-conform: %s\n", network->mock.problem);
        return EXIT_OUT_OF_REACH;
    }
    network->setup = (struct play_setup){
        .url = network->mock.url,
        .argv = network->options->client,
        .seconds = network->options->case_timeout,
        .is_over = interrupt_requested,
    };
    make_plays(network, session);
    status = play_and_judge(network, session);
    free_plays(network);
    local_mock_stop(&network->mock);
    return status;
}

enum exit_status
network_command(const struct suite *suite, const struct options *options)
{
    struct network network = {.arena = arena_new(), .suite = suite, .options = options};
    enum exit_status status = EXIT_USAGE;
    struct session *session;
    struct exam exam = {.suite = suite,
                        .options = options,
                        .kind = "network",
                        .run = judge_one,
                        .has_ended = has_ended,
                        .context = &network};

    interrupt_watch();
    if (scenarios_load(suite, network.arena, stderr, &network.scenarios)) {
        exam.trials = network.scenarios.trials;
        exam.trial_count = network.scenarios.count;
        /* The first result may have to wait for scenarios that were begun together with it. */
        exam.seconds = options->case_timeout * 3 + SLACK_SECONDS;
        session = session_open(&exam);
        if (session) {
            status = start_and_play(&network, session);
            session_close(session);
        }
    }
    arena_free(network.arena);
    return status;
}
