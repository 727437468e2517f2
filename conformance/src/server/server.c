/* See server.h. Each case is a trial of a session; this file brings the target. */
#include "server.h"

#include <stdio.h>
#include <string.h>

#include "case_trials.h"
#include "discover.h"
#include "loopback.h"
#include "receiver.h"
#include "run.h"
#include "session.h"

struct judging {
    struct arena *arena;
    const struct suite *suite;
    const struct options *options;
    struct target target;
    struct session *session;
};

static void
run_one(void *context, size_t index, struct result *result)
{
    struct judging *judging = context;

    run_case(judging->suite, &judging->target, &judging->suite->cases[index],
             judging->options->case_timeout, result);
}

static enum exit_status
run_cases(struct judging *judging)
{
    struct ability abilities[CAPABILITY_COUNT];
    struct report_head head = {.command = "server", .unit = "case", .abilities = abilities};
    size_t i;

    head.about = judging->target.url;
    head.rerun = arena_format(judging->arena, "qfpay-conform server --target %s", head.about);
    for (i = 0; i < CAPABILITY_COUNT; i++) {
        if (!(judging->target.can & capability_bit((enum capability)i)))
            continue;
        abilities[head.ability_count].name = capability_name((enum capability)i);
        abilities[head.ability_count++].about = capability_about((enum capability)i);
    }
    return session_run(judging->session, &head);
}

static void
take_credentials(struct judging *judging, const struct options *options)
{
    size_t role;

    for (role = 0; role < ROLE_COUNT; role++) {
        const struct given *given = &options->merchants[role];
        struct credentials *credentials = &judging->target.given[role];

        credentials->app_code = given->app_code;
        credentials->client_key = given->client_key;
        credentials->mchid = given->mchid ? given->mchid : "";
        credentials->digest = QFPAY_DIGEST_MD5;
        if (given->sign_type)
            (void)qfpay_digest_find(given->sign_type, &credentials->digest);
    }
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

/* Whether the target may be tested at all; says why not. */
static enum exit_status
check_target(const char *url)
{
    switch (target_kind_of(url)) {
    case TARGET_LOOPBACK:
        return EXIT_AS_EXPECTED;
    case TARGET_ELSEWHERE:
        fprintf(stderr,
                "qfpay-conform: %s is not on this machine; only loopback targets are tested, "
                "because a real server would create real orders\n",
                url);
        return EXIT_UNSAFE;
    case TARGET_MALFORMED:
        break;
    }
    fprintf(stderr, "qfpay-conform: %s is not a target; it must look like http://127.0.0.1:8080\n",
            url);
    return EXIT_USAGE;
}

/* Who cannot listen cannot judge notifications; everything else can go on. */
static void
open_receiver(struct target *target)
{
    if (!(target->can & capability_bit(CAN_NOTIFICATIONS)))
        return;
    target->receiver = receiver_open();
    if (target->receiver)
        return;
    fputs("qfpay-conform: no port to receive notifications on\n", stderr);
    target->can &= ~capability_bit(CAN_NOTIFICATIONS);
}

static enum exit_status
open_and_run(struct judging *judging)
{
    const struct options *options = judging->options;
    struct qfpay_error error = {QFPAY_OK, ""};
    const char *problem = NULL;
    enum exit_status status = EXIT_USAGE;

    if (!target_open(&judging->target, &error))
        fprintf(stderr, "qfpay-conform: %s\n", error.message);
    else if (options->dry_run)
        status = dry_run(judging);
    else if (!discover(&judging->target, judging->arena, &problem)) {
        fprintf(stderr, "qfpay-conform: %s is out of reach: %s\n", options->target, problem);
        status = EXIT_OUT_OF_REACH;
    } else {
        open_receiver(&judging->target);
        status = run_cases(judging);
        receiver_close(judging->target.receiver);
    }
    target_close(&judging->target);
    return status;
}

/* The time of a case and of cleaning up after it, and some for a slow machine. */
static int
watchdog_seconds(int case_timeout)
{
    return case_timeout + case_timeout / 2 + 2;
}

enum exit_status
server_command(const struct suite *suite, const struct options *options)
{
    struct arena *arena = arena_new();
    struct judging *judging = arena_alloc(arena, sizeof *judging);
    struct exam exam = {suite, options, case_trials(suite, arena), suite->case_count,
                        run_one, judging, watchdog_seconds(options->case_timeout)};
    enum exit_status status = check_target(options->target);
    size_t len = strlen(options->target);

    while (len && options->target[len - 1] == '/')
        len--;
    judging->arena = arena;
    judging->suite = suite;
    judging->options = options;
    judging->target.url = arena_copy(arena, options->target, len);
    judging->target.pause_ms = options->rate ? (1000 + options->rate - 1) / options->rate : 0;
    take_credentials(judging, options);
    if (status == EXIT_AS_EXPECTED) {
        judging->session = session_open(&exam);
        status = judging->session ? open_and_run(judging) : EXIT_USAGE;
    }
    session_close(judging->session);
    arena_free(arena);
    return status;
}
