/* See desk.h. */
#include "desk.h"
#include "fixture/load.h"

#include <stdlib.h>

#include "trial/case_trials.h"

int
desk_set_up(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);

    assert_non_null(desk);
    desk->suite = load_expectation("{\"http\": 200}");
    desk->head.command = "server";
    desk->head.unit = "case";
    desk->head.may_skip_all = true;
    desk->head.about = "http://127.0.0.1:1";
    desk->arena = arena_new();
    desk->trials = case_trials(desk->suite, desk->arena);
    desk->report.head = &desk->head;
    desk->report.kind = "server";
    desk->report.suite = desk->suite;
    desk->report.options = &desk->options;
    desk->report.trials = desk->trials;
    desk->report.trial_count = desk->suite->case_count;
    desk->report.results = desk->results;
    (void)another(desk);
    desk->out = open_memstream(&desk->written, &desk->written_len);
    assert_non_null(desk->out);
    *state = desk;
    return 0;
}

void
forget_results(struct desk *desk)
{
    size_t i;

    for (i = 0; i < desk->report.done; i++)
        arena_free(desk->results[i].arena);
    desk->report.done = desk->report.count = 0;
}

int
desk_tear_down(void **state)
{
    struct desk *desk = *state;

    fclose(desk->out);
    free(desk->written);
    forget_results(desk);
    arena_free(desk->arena);
    suite_free(desk->suite);
    free(desk);
    return 0;
}

struct result *
another(struct desk *desk)
{
    struct result *result = &desk->results[desk->report.done];

    assert_true(desk->report.done < DESK_RESULTS_MAX);
    result_begin(result, &desk->trials[0]);
    desk->report.count = ++desk->report.done;
    return result;
}

static struct result *
another_named(struct desk *desk, const char *id)
{
    struct trial *trial = arena_alloc(desk->arena, sizeof *trial);
    struct result *result = another(desk);

    *trial = desk->trials[0];
    trial->id = id;
    result->trial = trial;
    return result;
}

void
another_failed(struct desk *desk, const char *id, const char *message)
{
    (void)another_named(desk, id);
    found(desk, EVIDENCE_DOCS, message);
}

struct result *
another_unmet(struct desk *desk, const char *id, const char *reason)
{
    struct result *result = another_named(desk, id);

    result_note(result, 0, "call payment", "POST /trade/v1/payment", "HTTP 200\n{}");
    result_unmet(result, 0, reason);
    result_end(result, 12);
    desk->report.verdicts[VERDICT_UNMET]++;
    return result;
}

void
found_on(struct desk *desk, const char *on, enum evidence evidence, const char *message)
{
    struct result *result = &desk->results[desk->report.done - 1];
    const struct requirement **list = arena_alloc(result->arena, sizeof *list);
    struct grade grade = {evidence, "a page", list, 1};

    list[0] = suite_find_requirement(desk->suite, on);
    result_note(result, 0, "call payment", "POST /trade/v1/payment\nX-QF-SIGN: (32 characters)",
                "HTTP 200\n{\"a\": \"<&>\"}");
    findings_add(&result->findings, result->arena, &grade, 0, message);
    result_end(result, 12);
}

void
found(struct desk *desk, enum evidence evidence, const char *message)
{
    found_on(desk, "PAY-EXP-02", evidence, message);
}

struct matrix_row *
matrix(struct desk *desk)
{
    return matrix_build(desk->suite, desk->arena, desk->trials, desk->report.trial_count,
                        desk->results, desk->report.done);
}

const char *
written(struct desk *desk)
{
    fflush(desk->out);
    return desk->written;
}
