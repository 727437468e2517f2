/* See hunt.h. The process tells what it found through a pipe, a line of JSON for each case that is
 * worth a line and one at the end. */
#include "selftest/hunt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/exit_status.h"
#include "base/json.h"
#include "base/local_mock.h"
#include "base/moment.h"
#include "run/run.h"
#include "target/discover.h"
#include "target/receiver.h"

/* A case that takes longer than this against a mock has noticed something. */
enum { CASE_SECONDS = 20, RUN_STEP = 64 };

bool
hunt_is_own(const struct defect *defect, const struct trial *trial)
{
    size_t i;

    for (i = 0; i < trial->requirement_count; i++) {
        if (trial->requirements[i] == defect->requirement)
            return true;
    }
    return false;
}

static bool
is_of_section(const struct defect *defect, const struct trial *trial)
{
    size_t i;

    for (i = 0; i < trial->requirement_count; i++) {
        if (strcmp(trial->requirements[i]->section, defect->requirement->section) == 0)
            return true;
    }
    return false;
}

/* A case in the order in which it is tried. */
struct turn {
    size_t index;
    int distance; /* 0: about the requirement, 1: about its group, 2: about others */
    int64_t ms;
};

static int
compare_turns(const void *left, const void *right)
{
    const struct turn *a = left, *b = right;

    if (a->distance != b->distance)
        return a->distance - b->distance;
    if (a->ms != b->ms)
        return a->ms < b->ms ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* The nearest and among them the quickest cases first. */
static struct turn *
make_turns(const struct hunting *hunting, const struct defect *defect, struct arena *arena)
{
    size_t i, count = hunting->suite->case_count;
    struct turn *turns = arena_alloc(arena, count * sizeof *turns);

    for (i = 0; i < count; i++) {
        const struct trial *trial = &hunting->trials[i];

        turns[i].index = i;
        turns[i].ms = defect && hunting->case_ms ? hunting->case_ms[i] : 0;
        if (defect && !hunt_is_own(defect, trial))
            turns[i].distance = is_of_section(defect, trial) ? 1 : 2;
    }
    qsort(turns, count, sizeof *turns, compare_turns);
    return turns;
}

/* --- in the process --- */

static void
send_json(int to, cJSON *line)
{
    char *text = cJSON_PrintUnformatted(line);
    size_t len = text ? strlen(text) : 0, sent = 0;

    if (text)
        text[len++] = '\n'; /* in place of the NUL: lengths are counted */
    while (text && sent < len) {
        ssize_t n = write(to, text + sent, len - sent);

        if (n < 0 && errno != EINTR)
            exit(EXIT_UNEXPECTED); /* nobody listens any more */
        sent += n > 0 ? (size_t)n : 0;
    }
    cJSON_free(text);
    cJSON_Delete(line);
}

static void
send_catch(int to, size_t index, const struct result *result)
{
    cJSON *line = cJSON_CreateObject();

    cJSON_AddNumberToObject(line, "case", (double)index);
    cJSON_AddNumberToObject(line, "verdict", (double)result->verdict);
    cJSON_AddNumberToObject(line, "ms", (double)result->duration_ms);
    cJSON_AddStringToObject(line, "message",
                            result->findings.first ? result->findings.first->message : "");
    send_json(to, line);
}

static void
send_end(int to, size_t run, int64_t ms, const char *problem)
{
    cJSON *line = cJSON_CreateObject();

    cJSON_AddNumberToObject(line, "run", (double)run);
    cJSON_AddNumberToObject(line, "ms", (double)ms);
    if (problem)
        cJSON_AddStringToObject(line, "problem", problem);
    send_json(to, line);
}

/* Run the cases in their turns. Returns how many. */
static size_t
try_cases(const struct hunt *hunt, const struct hunting *hunting, struct target *target, int to,
          struct arena *arena)
{
    const struct turn *turns = make_turns(hunting, hunt->defect, arena);
    size_t i, count = hunting->suite->case_count;
    bool is_noticed = false;

    for (i = 0; i < count && !*hunting->is_over && (!is_noticed || hunting->finds_all); i++) {
        size_t index = turns[i].index;
        int64_t start_ms = now_ms();
        struct result result;

        result_begin(&result, &hunting->trials[index]);
        run_case(hunting->suite, target, &hunting->suite->cases[index], CASE_SECONDS, &result);
        result_end(&result, now_ms() - start_ms);
        if (!hunt->defect) {
            send_catch(to, index, &result);
        } else if (result.verdict == VERDICT_FAIL || result.verdict == VERDICT_DIFFERS) {
            send_catch(to, index, &result);
            is_noticed = true;
        }
        arena_free(result.arena);
    }
    return i;
}

/* Run the cases against a mock that serves. Returns how many were run. */
static size_t
judge(const struct hunt *hunt, const struct hunting *hunting, const char *url, int to,
      struct arena *arena, const char **problem)
{
    struct target *target = arena_alloc(arena, sizeof *target);
    struct qfpay_error error = {QFPAY_OK, ""};
    size_t run = 0;

    target->url = url;
    target->given[ROLE_DEFAULT].app_code = DEFAULT_APP_CODE;
    target->given[ROLE_DEFAULT].client_key = DEFAULT_CLIENT_KEY;
    target->given[ROLE_DEFAULT].mchid = "";
    target->given[ROLE_AGENT].mchid = "";
    if (!target_open(target, &error)) {
        *problem = arena_dup(arena, error.message);
        return 0;
    }
    if (discover(target, arena, problem)) {
        target->receiver = receiver_open();
        if (target->receiver)
            run = try_cases(hunt, hunting, target, to, arena);
        else
            *problem = "no port to receive notifications on";
        receiver_close(target->receiver);
    }
    target_close(target);
    return run;
}

/* A mock that breaks down is noticed by anybody: that proves nothing about the cases. */
static void
stop(struct local_mock *mock, struct arena *arena, const char **problem)
{
    char room[80];
    int status = 0;

    local_mock_stop(mock);
    if (!*problem && (!child_exited(&mock->child, &status) || status != 0))
        *problem = arena_printf(arena, "the mock %s",
                                child_ending(&mock->child, room, sizeof room));
}

/* The whole life of the process. Who started it decides when it ends, also at Ctrl-C. What the mock
 * says of its defect is known already. */
static void
live(const struct hunt *hunt, const struct hunting *hunting, int to)
{
    const char *arguments[] = {"--defect", hunt->defect ? hunt->defect->name : NULL, NULL};
    struct arena *arena = arena_new();
    const char *problem = NULL;
    int64_t start_ms = now_ms();
    struct local_mock mock;
    size_t run = 0;

    signal(SIGINT, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    if (hunt->defect && !freopen("/dev/null", "w", stderr))
        problem = "nothing can be muted";
    if (local_mock_start(&mock, hunting->program, hunt->defect ? arguments : NULL)) {
        run = judge(hunt, hunting, mock.url, to, arena, &problem);
        stop(&mock, arena, &problem);
    } else {
        problem = mock.problem;
    }
    send_end(to, run, now_ms() - start_ms, *hunting->is_over ? "it was interrupted" : problem);
    arena_free(arena);
}

/* --- in the process that started it --- */

bool
hunt_start(struct hunt *hunt, const struct hunting *hunting)
{
    int ends[2];

    hunt->arena = arena_new();
    text_init(&hunt->report, hunt->arena);
    hunt->from = -1;
    hunt->problem = "no process can be started";
    if (pipe(ends) < 0)
        return false;
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    fflush(NULL); /* else what waits to be written is written twice */
    hunt->pid = fork();
    if (hunt->pid == 0) {
        close(ends[0]);
        live(hunt, hunting, ends[1]);
        exit(EXIT_AS_EXPECTED);
    }
    close(ends[1]);
    if (hunt->pid < 0) {
        close(ends[0]);
        hunt->pid = 0;
        return false;
    }
    hunt->from = ends[0];
    return true;
}

static void
read_catch(struct hunt *hunt, const cJSON *line, size_t room)
{
    const cJSON *index = cJSON_GetObjectItemCaseSensitive(line, "case");
    const cJSON *ms = cJSON_GetObjectItemCaseSensitive(line, "ms");
    const cJSON *verdict = cJSON_GetObjectItemCaseSensitive(line, "verdict");

    if (!cJSON_IsNumber(ms))
        return;
    if (cJSON_IsNumber(index) && cJSON_IsNumber(verdict) && hunt->catch_count < room) {
        struct catch *catch = &hunt->catches[hunt->catch_count++];

        catch->index = (size_t)index->valuedouble;
        catch->verdict = (enum verdict)verdict->valueint;
        catch->ms = (int64_t)ms->valuedouble;
        catch->message = arena_dup(hunt->arena, json_text(line, "message", ""));
    } else if (!index) {
        const char *problem = json_text(line, "problem", NULL);

        hunt->ms = (int64_t)ms->valuedouble;
        hunt->run = (size_t)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(line, "run"));
        hunt->problem = problem ? arena_dup(hunt->arena, problem) : NULL;
    }
}

/* All lines, once the last has come. */
static void
read_report(struct hunt *hunt)
{
    const char *at = hunt->report.bytes;
    size_t lines = 0;

    hunt->problem = "its process ended before it was done";
    for (size_t i = 0; i < hunt->report.len; i++)
        lines += at[i] == '\n';
    hunt->catches = arena_alloc(hunt->arena, (lines + 1) * sizeof *hunt->catches);
    while (*at) {
        size_t len = strcspn(at, "\n");
        cJSON *line = cJSON_ParseWithLength(at, len);

        read_catch(hunt, line, lines);
        cJSON_Delete(line);
        at += len + (at[len] == '\n');
    }
}

bool
hunt_read(struct hunt *hunt)
{
    char bytes[RUN_STEP * 64];
    ssize_t n = read(hunt->from, bytes, sizeof bytes);

    if (n > 0)
        text_add(&hunt->report, bytes, (size_t)n);
    if (n > 0 || (n < 0 && errno == EINTR))
        return true;
    close(hunt->from);
    hunt->from = -1;
    while (waitpid(hunt->pid, NULL, 0) < 0 && errno == EINTR) {
    }
    hunt->pid = 0;
    read_report(hunt);
    return false;
}

void
hunt_free(struct hunt *hunt)
{
    arena_free(hunt->arena);
    hunt->arena = NULL;
}
