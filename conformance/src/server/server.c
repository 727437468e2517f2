/* See server.h. cmocka runs the cases, one test each, from an array made here; its own output goes
 * nowhere, because the reports know more: sources, evidence, differences. */
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "discover.h"
#include "known.h"
#include "loopback.h"
#include "receiver.h"
#include "report.h"

/* A case that neither ends nor notices its deadline is a bug of the runner: say which, and stop. */
enum { WATCHDOG_SECONDS = CASE_SECONDS + 30 };
static char watchdog_words[256];

struct session {
    struct arena *arena;
    struct target target;
    struct report report;
    struct known known;
    FILE *out;
};

/* One cmocka test. */
struct job {
    struct session *session;
    const struct test_case *test;
    size_t number; /* from 1 */
};

static void
watchdog_barks(int signal_number)
{
    ssize_t ignored = write(STDERR_FILENO, watchdog_words, strlen(watchdog_words));

    (void)signal_number;
    (void)ignored;
    _exit(EXIT_UNEXPECTED);
}

static void
set_watchdog(const char *id)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = watchdog_barks;
    sigaction(SIGALRM, &action, NULL);
    snprintf(watchdog_words, sizeof watchdog_words,
             "qfpay-conform: the case %s did not end within %d seconds\n", id, WATCHDOG_SECONDS);
    alarm(WATCHDOG_SECONDS);
}

static void
tell(struct session *session, const struct result *result, size_t number)
{
    if (session->report.options->tap)
        tap_result(session->out, &session->report, result, number);
    else
        text_result(session->out, &session->report, result);
}

static void
run_job(void **state)
{
    struct job *job = *state;
    struct session *session = job->session;
    struct report *report = &session->report;
    struct result *result = &report->results[report->done];

    set_watchdog(job->test->id);
    run_case(report->suite, &session->target, job->test, result);
    alarm(0);
    result->known = known_reason(&session->known, job->test->id);
    report->done++;
    report->verdicts[result->verdict]++;
    tell(session, result, job->number);
    if (!result_is_expected(result, report->options->strict)) {
        report->unexpected++;
        fail();
    }
    if (result->verdict == VERDICT_SKIP)
        skip();
}

static struct CMUnitTest *
make_tests(struct session *session)
{
    const struct suite *suite = session->report.suite;
    struct CMUnitTest *tests = arena_alloc(session->arena, suite->case_count * sizeof *tests);
    struct job *jobs = arena_alloc(session->arena, suite->case_count * sizeof *jobs);
    size_t i, count = 0;

    for (i = 0; i < suite->case_count; i++) {
        if (!options_select(session->report.options, suite->cases[i].id))
            continue;
        jobs[count].session = session;
        jobs[count].test = &suite->cases[i];
        jobs[count].number = count + 1;
        tests[count].name = suite->cases[i].id;
        tests[count].test_func = run_job;
        tests[count].initial_state = &jobs[count];
        count++;
    }
    session->report.count = count;
    session->report.results = arena_alloc(session->arena,
                                          (count + 1) * sizeof *session->report.results);
    return tests;
}

/* Send standard output to nowhere while cmocka runs. Returns what brings it back, or -1. */
static int
mute(FILE **out)
{
    int kept = dup(STDOUT_FILENO), own = dup(STDOUT_FILENO);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

    fflush(stdout);
    *out = own < 0 ? NULL : fdopen(own, "w");
    if (kept < 0 || nowhere < 0 || !*out || dup2(nowhere, STDOUT_FILENO) < 0) {
        fprintf(stderr, "qfpay-conform: standard output cannot be redirected: %s\n",
                strerror(errno));
        return -1;
    }
    close(nowhere);
    return kept;
}

static void
unmute(int kept, FILE *out)
{
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    fclose(out);
}

static bool
write_file(const char *path, const struct report *report, const struct matrix_row *rows,
           bool is_json)
{
    FILE *file = fopen(path, "w");
    bool written = file && (is_json ? json_write(file, report, rows) : junit_write(file, report));

    if (file && fclose(file) != 0)
        written = false;
    if (!written)
        fprintf(stderr, "qfpay-conform: %s: cannot be written: %s\n", path, strerror(errno));
    return written;
}

static enum exit_status
finish(struct session *session)
{
    const struct report *report = &session->report;
    const struct options *options = report->options;
    struct matrix_row *rows = matrix_build(report->suite, session->arena, report->results,
                                           report->done);
    bool written = true;

    if (!options->tap)
        text_end(session->out, report, rows);
    if (options->junit)
        written = write_file(options->junit, report, rows, false) && written;
    if (options->json)
        written = write_file(options->json, report, rows, true) && written;
    if (!written)
        return EXIT_USAGE;
    return report->unexpected ? EXIT_UNEXPECTED : EXIT_AS_EXPECTED;
}

static enum exit_status
run_cases(struct session *session)
{
    struct CMUnitTest *tests = make_tests(session);
    enum exit_status status;
    int kept = mute(&session->out);

    if (kept < 0)
        return EXIT_USAGE;
    if (session->report.options->tap)
        tap_begin(session->out, &session->report);
    else
        text_begin(session->out, &session->report);
    fflush(session->out);
    cmocka_set_message_output(CM_OUTPUT_SUBUNIT);
    (void)_cmocka_run_group_tests("qfpay-conform", tests, session->report.count, NULL, NULL);
    status = finish(session);
    unmute(kept, session->out);
    return status;
}

static void
take_credentials(struct session *session, const struct options *options)
{
    size_t role;

    for (role = 0; role < ROLE_COUNT; role++) {
        const struct given *given = &options->merchants[role];
        struct credentials *credentials = &session->target.given[role];

        credentials->app_code = given->app_code;
        credentials->client_key = given->client_key;
        credentials->mchid = given->mchid ? given->mchid : "";
        credentials->digest = QFPAY_DIGEST_MD5;
        if (given->sign_type)
            (void)qfpay_digest_find(given->sign_type, &credentials->digest);
    }
}

static enum exit_status
dry_run(struct session *session)
{
    const struct suite *suite = session->report.suite;
    size_t i;

    for (i = 0; i < suite->case_count; i++) {
        const struct test_case *test = &suite->cases[i];

        if (options_select(session->report.options, test->id))
            printf("%s\n%s", test->id, preview_case(suite, &session->target, session->arena, test));
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
open_and_run(struct session *session)
{
    const struct options *options = session->report.options;
    struct qfpay_error error = {QFPAY_OK, ""};
    const char *problem = NULL;
    enum exit_status status = EXIT_USAGE;

    if (!target_open(&session->target, &error))
        fprintf(stderr, "qfpay-conform: %s\n", error.message);
    else if (options->dry_run)
        status = dry_run(session);
    else if (!discover(&session->target, session->arena, &problem)) {
        fprintf(stderr, "qfpay-conform: %s is out of reach: %s\n", options->target, problem);
        status = EXIT_OUT_OF_REACH;
    } else {
        open_receiver(&session->target);
        status = run_cases(session);
        receiver_close(session->target.receiver);
    }
    target_close(&session->target);
    return status;
}

static bool
selects_any(const struct suite *suite, const struct options *options)
{
    size_t i;

    for (i = 0; i < suite->case_count; i++) {
        if (options_select(options, suite->cases[i].id))
            return true;
    }
    fputs("qfpay-conform: the filter selects no case\n", stderr);
    return false;
}

enum exit_status
server_command(const struct suite *suite, const struct options *options)
{
    struct arena *arena = arena_new();
    struct session *session = arena_alloc(arena, sizeof *session);
    enum exit_status status = check_target(options->target);
    size_t i, len = strlen(options->target);

    while (len && options->target[len - 1] == '/')
        len--;
    session->arena = arena;
    session->target.url = arena_copy(arena, options->target, len);
    session->target.pause_ms = options->rate ? (1000 + options->rate - 1) / options->rate : 0;
    session->report.suite = suite;
    session->report.target = &session->target;
    session->report.options = options;
    take_credentials(session, options);
    if (status == EXIT_AS_EXPECTED &&
        (!selects_any(suite, options) ||
         (options->expect && !known_load(&session->known, suite, arena, options->expect, stderr))))
        status = EXIT_USAGE;
    if (status == EXIT_AS_EXPECTED)
        status = open_and_run(session);
    for (i = 0; i < session->report.done; i++)
        arena_free(session->report.results[i].arena);
    arena_free(arena);
    return status;
}
