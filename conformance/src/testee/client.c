/* See client.h. */
#include "testee/client.h"

#include <stdio.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/json.h"
#include "base/printable.h"
#include "program/print.h"
#include "program/shell_word.h"
#include "qfpay/near.h"
#include "report/session.h"
#include "testee/answer_check.h"
#include "testee/testee.h"

enum { DIGEST_COUNT = 2 };

struct certifying {
    struct arena *arena;
    struct vectors vectors;
    struct testee testee;
    struct beside beside;
    bool can[OPERATION_COUNT];
    struct certificate signatures[DIGEST_COUNT];
    size_t answered; /* vectors that were not skipped */
};

/* Long lines are for programs; people see their beginning. */
static const char *
shown(struct arena *arena, const char *line)
{
    enum { SHOWN_MAX = 2000 };
    size_t len = line ? strlen(line) : 0;

    if (!line)
        return NULL;
    if (len <= SHOWN_MAX)
        return printable(arena, line);
    return arena_printf(arena, "%s... (%zu bytes)",
                        printable(arena, arena_copy(arena, line, SHOWN_MAX)), len);
}

/* Returns false when the testee skips it. */
static bool
ask_one(struct certifying *certifying, struct inquiry *inquiry, const struct question *question,
        size_t step)
{
    struct result *result = inquiry->result;
    const char *raw = NULL, *problem = NULL;
    const cJSON *answer = testee_ask(&certifying->testee, result->arena, question->line, &raw,
                                     &problem);

    if (answer && cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(answer, "skipped")))
        return false;
    result_note(result, step, question->about, shown(result->arena, question->line),
                shown(result->arena, raw ? raw : problem));
    if (answer)
        check_answer(inquiry, question, step, answer);
    else
        result_finding(result, step, "%s", problem);
    return true;
}

/* Whether the first question of a vector is answered right; nothing of it is told. */
static bool
is_right_beside(void *context, const char *id)
{
    struct certifying *certifying = context;
    const struct vector *vector = vectors_find(&certifying->vectors, id);
    struct question questions[QUESTIONS_MAX];
    struct result result;
    struct inquiry inquiry = {vector, NULL, &result, false};
    bool is_right;

    result_begin(&result, &vector->trial);
    (void)questions_of(vector, result.arena, questions);
    is_right = ask_one(certifying, &inquiry, &questions[0], 0) && !result.findings.count;
    arena_free(result.arena);
    return is_right;
}

/* Put one question and count a signature for its digest. Returns false when it is skipped. */
static bool
ask_and_count(struct certifying *certifying, struct inquiry *inquiry,
              const struct question *question, size_t step)
{
    struct certificate *certificate = &certifying->signatures[question->digest];
    const struct findings *findings = &inquiry->result->findings;
    size_t before = findings->count - findings->assumed;
    bool is_answered = ask_one(certifying, inquiry, question, step);

    if (inquiry->vector->operation != OPERATION_SIGN)
        return is_answered;
    if (!is_answered)
        certificate->skipped++;
    else if (findings->count - findings->assumed > before)
        certificate->wrong++;
    else
        certificate->right++;
    return is_answered;
}

static void
run_vector(void *context, size_t index, struct result *result)
{
    struct certifying *certifying = context;
    const struct vector *vector = &certifying->vectors.list[index];
    struct inquiry inquiry = {vector, &certifying->beside, result, false};
    struct question questions[QUESTIONS_MAX];
    size_t count = questions_of(vector, result->arena, questions);
    /* A client may have one of the two digests and not the other. */
    size_t needed = vector->operation == OPERATION_SIGN ? 1 : count;
    size_t i, skipped = 0;

    if (!certifying->can[vector->operation]) {
        result_skip(result, arena_printf(result->arena, "the testee has no %s",
                                         operation_name(vector->operation)));
        return;
    }
    for (i = 0; i < count; i++) {
        if (!ask_and_count(certifying, &inquiry, &questions[i], i))
            skipped++;
    }
    if (count - skipped < needed && !result->findings.count)
        result_skip(result,
                    skipped < count ? "the testee skips a part of it" : "the testee skips it");
    else
        certifying->answered++;
}

/* A name that is not known, and all that are. */
static const char *
unknown_capability(struct arena *arena, const char *name)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;
    struct text known;
    size_t i;

    text_init(&known, arena);
    qfpay_near_begin(&near, name);
    for (i = 0; i < OPERATION_COUNT; i++) {
        text_printf(&known, "%s%s", i ? ", " : ": there are ", operation_name((enum operation)i));
        qfpay_near_offer(&near, operation_name((enum operation)i));
    }
    return arena_printf(arena, "unknown capability '%s'%s", name,
                        qfpay_near_hint(&near, hint, known.bytes));
}

/* Note what the testee has. A misspelled capability would be left untested, and certified all the
 * same. Returns what is wrong with the list, or NULL. */
static const char *
read_capabilities(struct certifying *certifying, const cJSON *names)
{
    const cJSON *name;
    enum operation operation;

    if (!cJSON_IsArray(names))
        return "the answer has no list \"capabilities\"";
    cJSON_ArrayForEach(name, names)
    {
        if (!cJSON_IsString(name))
            return "the list has a capability that is not a text";
        if (strcmp(name->valuestring, "capabilities") == 0)
            continue; /* an operation as well, which it is just carrying out */
        if (!operation_find(name->valuestring, &operation))
            return unknown_capability(certifying->arena, name->valuestring);
        certifying->can[operation] = true;
    }
    return NULL;
}

/* Ask what it can do. Returns a line about what it calls itself, or NULL after a line on standard
 * error. */
static const char *
meet(struct certifying *certifying)
{
    struct arena *arena = certifying->arena;
    const char *problem = NULL;
    const cJSON *answer = testee_start(&certifying->testee, arena, &problem);

    if (answer)
        problem = read_capabilities(certifying,
                                    cJSON_GetObjectItemCaseSensitive(answer, "capabilities"));
    if (problem) {
        print_to(
            stderr,
            "qfpay-conform: asked {\"op\": \"capabilities\"}, got no answer to work with: %s\n",
            problem);
        return NULL;
    }
    return arena_printf(arena, "%s %s", json_text(answer, "name", "a testee"),
                        json_text(answer, "version", "without a version"));
}

static enum exit_status
certify(struct certifying *certifying, struct session *session)
{
    struct ability abilities[OPERATION_COUNT];
    struct report_head head = {.command = "client",
                               .unit = "vector",
                               .abilities = abilities,
                               .signatures = certifying->signatures,
                               .signature_count = DIGEST_COUNT};
    const char *name = meet(certifying);
    const char *command;
    enum exit_status status;
    size_t i;

    if (!name)
        return EXIT_OUT_OF_REACH;
    for (i = 0; i < OPERATION_COUNT; i++) {
        if (!certifying->can[i])
            continue;
        abilities[head.ability_count].name = operation_name((enum operation)i);
        abilities[head.ability_count++].about = operation_name((enum operation)i);
    }
    command = printable(certifying->arena, shell_words(certifying->arena, certifying->testee.argv));
    head.about = arena_printf(certifying->arena, "%s (%s)", printable(certifying->arena, name),
                              command);
    head.rerun = "qfpay-conform client";
    head.rerun_rest = arena_printf(certifying->arena, " -- %s", command);
    interrupt_watch(); /* who interrupts us must not leave a testee behind */
    status = session_run(session, &head);
    if (!certifying->answered && !interrupt_requested())
        fputs("qfpay-conform: the testee skipped every vector: nothing is certified\n", stderr);
    return status;
}

/* NULL after a line on standard error. */
static struct session *
prepare(struct certifying *certifying, const struct suite *suite, const struct options *options)
{
    struct exam exam = {.suite = suite,
                        .options = options,
                        .kind = "client",
                        .run = run_vector,
                        .context = certifying};

    if (!vectors_load(&certifying->vectors, suite, certifying->arena, stderr))
        return NULL;
    if (!certifying->vectors.count) {
        print_to(stderr, "qfpay-conform: there is no vector below %s/vectors\n", suite->folder);
        return NULL;
    }
    exam.trials = certifying->vectors.trials;
    exam.trial_count = certifying->vectors.count;
    /* Each question of a vector has its deadline, and it may start the testee. */
    exam.seconds = (options->answer_timeout * 2 + TESTEE_START_MS / 1000 + 2) * QUESTIONS_MAX;
    return session_open(&exam);
}

enum exit_status
client_command(const struct suite *suite, const struct options *options)
{
    struct arena *arena = arena_new();
    struct certifying *certifying = arena_alloc(arena, sizeof *certifying);
    struct session *session;
    enum exit_status status = EXIT_USAGE;

    certifying->arena = arena;
    certifying->beside = (struct beside){is_right_beside, certifying};
    certifying->signatures[QFPAY_DIGEST_MD5].name = "MD5";
    certifying->signatures[QFPAY_DIGEST_SHA256].name = "SHA256";
    certifying->testee.argv = options->client;
    certifying->testee.answer_ms = (int64_t)options->answer_timeout * 1000;
    session = prepare(certifying, suite, options);
    if (session)
        status = certify(certifying, session);
    testee_stop(&certifying->testee);
    session_close(session);
    arena_free(arena);
    return status;
}
