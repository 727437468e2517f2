/* See testee.h. A testee that broke off in the middle of anything is ended rather than read on:
 * what it would say next might be the answer to an earlier question. */
#include "testee/testee.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/json.h"
#include "base/moment.h"
#include "base/printable.h"
#include "qfpay/wire.h"

enum { GRACE_MS = 500, SHOWN_MAX = 80 };

static void
drop(struct testee *testee)
{
    if (testee->runs)
        child_stop(&testee->child, GRACE_MS);
    testee->runs = false;
}

void
testee_stop(struct testee *testee)
{
    if (testee->runs) {
        child_close_input(&testee->child);
        (void)child_wait(&testee->child, now_ms() + testee->answer_ms);
    }
    drop(testee);
}

/* It closed its output: how did it end? */
static const char *
ended(struct testee *testee, struct arena *arena)
{
    char room[128];

    child_close_input(&testee->child);
    if (!child_wait(&testee->child, now_ms() + GRACE_MS)) {
        drop(testee);
        return "the testee closed its output instead of answering";
    }
    (void)child_ending(&testee->child, room, sizeof room);
    drop(testee);
    return arena_printf(arena, "the testee %s instead of answering", room);
}

static const char *
too_late(struct testee *testee, struct arena *arena, int64_t patience_ms)
{
    drop(testee);
    testee->late++;
    return arena_printf(arena,
                        "the testee did not answer within %.1f seconds (does it flush each?)",
                        (double)patience_ms / 1000.0);
}

static const cJSON *
read_object(struct arena *arena, const char *line, size_t len, const char **problem)
{
    struct qfpay_error error = {QFPAY_OK, ""};
    cJSON *json = NULL;

    if (qfpay_wire_parse(line, len, &json, &error) != QFPAY_OK) {
        *problem = arena_printf(arena, "the answer is not JSON: %s", error.message);
        return NULL;
    }
    json_keep(arena, json);
    if (cJSON_IsObject(json))
        return json;
    *problem = "the answer is JSON, but not an object";
    return NULL;
}

/* A line that nobody asked for would be taken for the next answer. */
static bool
is_quiet(struct testee *testee, struct arena *arena, const char **problem)
{
    struct child_pipe *output = &testee->child.output;
    const char *line = NULL;
    size_t len = 0;

    if (child_read_line(output, now_ms(), &line, &len) != CHILD_LINE) {
        if (output->len == output->taken)
            return true;
        line = output->bytes + output->taken; /* the beginning of one */
        len = output->len - output->taken;
    }
    *problem = arena_printf(arena, "the testee wrote a line that nobody asked for: %.*s",
                            (int)(len < SHOWN_MAX ? len : SHOWN_MAX), line);
    drop(testee);
    return false;
}

static const char *
read_answer(struct testee *testee, struct arena *arena, int64_t patience_ms, size_t *len,
            const char **problem)
{
    const char *line = NULL;

    switch (child_read_line(&testee->child.output, now_ms() + patience_ms, &line, len)) {
    case CHILD_LINE:
        return arena_copy(arena, line, *len);
    case CHILD_END:
        *problem = ended(testee, arena);
        break;
    case CHILD_LATE:
        *problem = too_late(testee, arena, patience_ms);
        break;
    case CHILD_LONG:
        drop(testee);
        *problem = arena_printf(arena, "the answer is longer than %d bytes", CHILD_LINE_MAX);
        break;
    }
    return NULL;
}

/* Send a question and read the answer to it. */
static const cJSON *
exchange(struct testee *testee, struct arena *arena, const char *question, int64_t patience_ms,
         const char **raw, const char **problem)
{
    const char *line = arena_printf(arena, "%s\n", question);
    size_t len = 0;

    /* Who does not read has ended or hangs; reading the answer tells which. */
    (void)child_write(&testee->child, line, strlen(line), now_ms() + patience_ms);
    *raw = read_answer(testee, arena, patience_ms, &len, problem);
    return *raw ? read_object(arena, *raw, len, problem) : NULL;
}

/* A script is often named without what reads it. */
static const char *
not_started(struct arena *arena, const char *program, const char *problem)
{
    struct stat status;

    if (stat(program, &status) != 0 || !S_ISREG(status.st_mode))
        return arena_printf(arena, "%s cannot be started: %s", program, problem);
    return arena_printf(arena,
                        "%s cannot be started: %s; a file of that name is there: put the "
                        "interpreter in front, such as python3 testee.py%s",
                        program, problem,
                        strchr(program, '/') ? "" : ", or ./ when it can be executed");
}

/* Until it has said something right, people wonder what else it says. */
static const char *
with_line(struct arena *arena, const char *problem, const char *line)
{
    return arena_printf(arena,
                        "%s; the line is \"%s\" (standard output is for answers alone; all else "
                        "belongs to standard error)",
                        problem, printable_short(arena, line, strlen(line), SHOWN_MAX));
}

const cJSON *
testee_start(struct testee *testee, struct arena *arena, const char **problem)
{
    struct child_wish wish = {.argv = testee->argv, .input = true, .output = true};
    const cJSON *answer;
    const char *raw;

    /* Writing to a testee that has ended is told by child_write, not by a signal. */
    (void)signal(SIGPIPE, SIG_IGN);
    if (!child_start(&testee->child, &wish, problem)) {
        *problem = not_started(arena, testee->argv[0], *problem);
        return NULL;
    }
    testee->runs = true;
    answer = exchange(testee, arena, "{\"op\": \"capabilities\"}",
                      testee->answer_ms + TESTEE_START_MS, &raw, problem);
    if (!answer && raw)
        *problem = with_line(arena, *problem, raw);
    if (!answer)
        drop(testee);
    return answer;
}

const cJSON *
testee_ask(struct testee *testee, struct arena *arena, const char *question, const char **raw,
           const char **problem)
{
    const cJSON *answer;

    *raw = NULL;
    if (testee->late >= TESTEE_LATE_MAX) {
        *problem = "not asked: the testee left too many questions before without an answer";
        return NULL;
    }
    if (testee->runs ? !is_quiet(testee, arena, problem) : !testee_start(testee, arena, problem))
        return NULL;
    answer = exchange(testee, arena, question, testee->answer_ms, raw, problem);
    if (*raw)
        testee->late = 0;
    return answer;
}
