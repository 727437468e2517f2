/* See session.h. cmocka runs the trials, one test each, from an array made here; its own output
 * goes nowhere, because the reports know more: sources, evidence, differences. */
#include "report/session.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/interrupt.h"
#include "base/moment.h"
#include "base/out_file.h"
#include "base/watchdog.h"
#include "program/print.h"
#include "report/flaw.h"
#include "report/known.h"
#include "report/progress.h"
#include "report/standing.h"
#include "trial/selection.h"

/* A report that goes to a file. Whether it can is looked at before the first trial, so that a path
 * that cannot be written is told at once and not after the run. */
struct report_file {
    const char *path; /* NULL: not wanted */
    report_write *write;
    struct out_kind kind;
};

enum { REPORT_FILES = 4 };

/* One cmocka test. */
struct job {
    struct session *session;
    size_t index; /* within the exam's trials */
};

struct session {
    struct arena *arena;
    struct exam exam;
    struct report report;
    struct known known;
    struct report_file files[REPORT_FILES];
    struct job *jobs;
    FILE *out;
    bool is_deaf; /* whoever read out has gone */
    struct progress progress;
};

/* Bring out what was printed. When nobody reads it any more, the rest of the run is for nobody. */
static bool
flush_out(struct session *session)
{
    if (fflush(session->out) == 0 && !ferror(session->out))
        return true;
    if (!session->is_deaf)
        fputs("qfpay-conform: standard output cannot be written\n", stderr);
    session->is_deaf = true;
    interrupt_request();
    return false;
}

static void
tell(struct session *session, const struct result *result)
{
    if (session->report.options->tap ||
        !result_is_expected(result, session->report.options->strict))
        progress_clear(&session->progress);
    if (session->report.options->tap)
        tap_result(session->out, &session->report, result, session->report.done);
    else
        text_result(session->out, &session->report, result);
    (void)flush_out(session);
}

static void
run_job(void **state)
{
    struct job *job = *state;
    struct session *session = job->session;
    struct report *report = &session->report;
    const struct trial *trial = &report->trials[job->index];
    struct result *result = &report->results[report->done];
    int64_t start = now_ms();

    if (interrupt_requested() &&
        !(session->exam.has_ended && session->exam.has_ended(session->exam.context, job->index)))
        skip();
    progress_show(&session->progress, report->done, report->count, report->head->unit);
    watchdog_set(report->head->unit, trial->id, session->exam.seconds, report->options->live);
    result_begin(result, trial);
    session->exam.run(session->exam.context, job->index, result);
    result_end(result, result->duration_ms ? result->duration_ms : now_ms() - start);
    result_slim(result);
    watchdog_clear();
    result->known = known_reason(&session->known, trial->id);
    report->done++;
    report->verdicts[result->verdict]++;
    tell(session, result);
    if (!result_is_expected(result, report->options->strict)) {
        report->unexpected++;
        fail();
    }
    if (!result_has_run(result))
        skip();
}

static bool
selects(const struct report *report, const struct trial *trial)
{
    return options_select(report->options, trial->id) &&
           (!report->level || level_claim(report->level, trial) != LEVEL_IGNORES);
}

/* Find the level that is wished for; false after a line on standard error. */
static bool
choose_level(struct report *report)
{
    const struct suite *suite = report->suite;
    const char *name = report->options->level, *separator = "";
    size_t i;

    report->level = name ? level_find(suite, report->kind, name) : NULL;
    if (report->level || !name)
        return true;
    print_to(stderr, "qfpay-conform: there is no level '%s' of a %s; there are: ", name,
             report->kind);
    for (i = 0; i < suite->level_count; i++) {
        if (strcmp(suite->levels[i].of, report->kind) != 0)
            continue;
        print_to(stderr, "%s%s", separator, suite->levels[i].name);
        separator = ", ";
    }
    fputc('\n', stderr);
    return false;
}

static void
select_trials(struct session *session)
{
    struct report *report = &session->report;
    size_t i;

    session->jobs = arena_alloc(session->arena, (report->trial_count + 1) * sizeof(struct job));
    for (i = 0; i < report->trial_count; i++) {
        if (!selects(report, &report->trials[i]))
            continue;
        session->jobs[report->count].session = session;
        session->jobs[report->count].index = i;
        report->count++;
    }
    report->results = arena_alloc(session->arena, (report->count + 1) * sizeof(struct result));
}

static bool
check_files(struct session *session)
{
    const struct options *options = session->report.options;
    const struct report_file wanted[REPORT_FILES] = {
        {options->junit, junit_write, {"a JUnit report", '<', "<testsuites name=\"qfpay-conform "}},
        {options->json, json_write, {"a JSON report", '{', "\"qfpay-report/"}},
        {options->html, html_write, {"an HTML report", '<', "content=\"qfpay-conform\""}},
        {options->badge, badge_write, {"a badge", '<', "<!-- qfpay-conform badge -->"}},
    };
    size_t i;

    for (i = 0; i < REPORT_FILES; i++) {
        session->files[i] = wanted[i];
        if (wanted[i].path && !options->dry_run && !out_file_check(wanted[i].path, &wanted[i].kind))
            return false;
    }
    return true;
}

/* Before the first trial, for the same reason. */
static bool
read_sign_key(struct session *session)
{
    const char *path = session->report.options->sign_key, *problem = NULL;

    if (!path)
        return true;
    session->report.sign_key = sign_key_private(session->arena, path, &problem);
    if (problem)
        print_to(stderr, "qfpay-conform: %s: %s\n", path, problem);
    return session->report.sign_key != NULL;
}

struct session *
session_open(const struct exam *exam)
{
    struct arena *arena = arena_new();
    struct session *session = arena_alloc(arena, sizeof *session);
    const char *expect = exam->options->expect;

    session->arena = arena;
    session->exam = *exam;
    session->report.suite = exam->suite;
    session->report.options = exam->options;
    session->report.trials = exam->trials;
    session->report.trial_count = exam->trial_count;
    session->report.kind = exam->kind;
    if (!choose_level(&session->report)) {
        session_close(session);
        return NULL;
    }
    select_trials(session);
    if (!session->report.count) {
        selection_say_empty(stderr, exam->suite, exam->options);
    } else if ((!expect || known_load(&session->known, exam->suite, exam->trials, exam->trial_count,
                                      arena, expect, stderr)) &&
               check_files(session) && read_sign_key(session)) {
        return session;
    }
    session_close(session);
    return NULL;
}

void
session_close(struct session *session)
{
    size_t i;

    if (!session)
        return;
    for (i = 0; i < session->report.done; i++)
        arena_free(session->report.results[i].arena);
    arena_free(session->arena);
}

bool
session_selects(const struct session *session, size_t index)
{
    return selects(&session->report, &session->report.trials[index]);
}

const struct level *
session_level(const struct session *session)
{
    return session->report.level;
}

/* On a terminal, unless the user asked for none (https://no-color.org). */
static bool
wants_colour(FILE *out)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

    return isatty(fileno(out)) && !(no_color && no_color[0]) && term && strcmp(term, "dumb") != 0;
}

/* Send standard output to nowhere while cmocka runs. Returns what brings it back, or -1. */
static int
mute(FILE **out)
{
    int kept = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
    int own = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

    fflush(stdout);
    *out = own < 0 ? NULL : fdopen(own, "w");
    if (kept < 0 || nowhere < 0 || !*out || dup2(nowhere, STDOUT_FILENO) < 0) {
        print_to(stderr, "qfpay-conform: standard output cannot be redirected: %s\n",
                 strerror(errno));
        return -1;
    }
    close(nowhere);
    return kept;
}

static void
unmute(int kept)
{
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
}

static bool
write_files(struct session *session, const struct matrix_row *rows)
{
    bool all = true;
    size_t i;

    for (i = 0; i < REPORT_FILES; i++) {
        const struct report_file *wanted = &session->files[i];
        struct out_file file;

        if (!wanted->path)
            continue;
        if (!out_file_open(&file, session->arena, wanted->path) ||
            !out_file_close(&file, wanted->write(file.stream, &session->report, rows)))
            all = false;
    }
    return all;
}

static void
tell_files(const struct session *session)
{
    size_t i;

    for (i = 0; i < REPORT_FILES; i++) {
        if (session->files[i].path)
            print_to(session->out, "wrote %s\n", session->files[i].path);
    }
}

static enum exit_status
finish(struct session *session)
{
    struct report *report = &session->report;
    struct matrix_row *rows = matrix_build(report->suite, session->arena, report->trials,
                                           report->trial_count, report->results, report->done);

    report->standings = standings_of(report, session->arena, &report->standing_count);
    if (report->options->tap)
        tap_end(session->out, report);
    else
        text_end(session->out, report, rows);
    (void)flush_out(session);
    if (!write_files(session, rows))
        return EXIT_USAGE;
    if (!report->options->tap)
        tell_files(session);
    if (!flush_out(session))
        return EXIT_UNEXPECTED;
    return report_is_good(report) ? EXIT_AS_EXPECTED : EXIT_UNEXPECTED;
}

static struct CMUnitTest *
make_tests(const struct session *session)
{
    size_t count = session->report.count, i;
    struct CMUnitTest *tests = arena_alloc(session->arena, count * sizeof *tests);

    for (i = 0; i < count; i++) {
        tests[i].name = session->report.trials[session->jobs[i].index].id;
        tests[i].test_func = run_job;
        tests[i].initial_state = &session->jobs[i];
    }
    return tests;
}

enum exit_status
session_run(struct session *session, const struct report_head *head)
{
    struct CMUnitTest *tests = make_tests(session);
    struct report *report = &session->report;
    int64_t start = now_ms();
    enum exit_status status;
    int kept = mute(&session->out);

    if (kept < 0)
        return EXIT_USAGE;
    report->head = head;
    report->colour = wants_colour(session->out);
    report->started_at = (int64_t)time(NULL);
    (void)fixtures_digest(report->suite->folder, &report->fixtures);
    if (report->options->tap)
        tap_begin(session->out, report);
    else
        text_begin(session->out, report);
    (void)flush_out(session);
    progress_begin(&session->progress);
    cmocka_set_message_output(CM_OUTPUT_SUBUNIT);
    (void)_cmocka_run_group_tests("qfpay-conform", tests, report->count, NULL, NULL);
    progress_clear(&session->progress);
    report->duration_ms = now_ms() - start;
    unmute(kept); /* a report may go there */
    status = finish(session);
    fclose(session->out);
    return status;
}
