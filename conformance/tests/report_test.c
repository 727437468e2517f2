/* Reports and the matrix, from results made by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_trials.h"
#include "report.h"
#include "support.h"

/* One suite of one case, and what became of it. */
struct desk {
    struct suite *suite;
    struct trial *trials;
    struct report_head head;
    struct options options;
    struct result result;
    struct report report;
    struct arena *arena;
    char *written;
    size_t written_len;
    FILE *out;
};

static int
set_up(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);

    assert_non_null(desk);
    desk->suite = load_expectation("{\"http\": 200}");
    desk->head.command = "server";
    desk->head.unit = "case";
    desk->head.about = "http://127.0.0.1:1";
    desk->arena = arena_new();
    desk->trials = case_trials(desk->suite, desk->arena);
    result_begin(&desk->result, &desk->trials[0]);
    desk->report.head = &desk->head;
    desk->report.suite = desk->suite;
    desk->report.options = &desk->options;
    desk->report.trials = desk->trials;
    desk->report.trial_count = desk->suite->case_count;
    desk->report.results = &desk->result;
    desk->report.count = desk->report.done = 1;
    desk->out = open_memstream(&desk->written, &desk->written_len);
    assert_non_null(desk->out);
    *state = desk;
    return 0;
}

static int
tear_down(void **state)
{
    struct desk *desk = *state;

    fclose(desk->out);
    free(desk->written);
    arena_free(desk->result.arena);
    arena_free(desk->arena);
    suite_free(desk->suite);
    free(desk);
    return 0;
}

/* Something was found in the first step; on is the requirement's id. */
static void
found_on(struct desk *desk, const char *on, enum evidence evidence, const char *message)
{
    const struct requirement **list = arena_alloc(desk->result.arena, sizeof(*list));
    struct grade grade = {evidence, "a page", list, 1};

    list[0] = suite_find_requirement(desk->suite, on);
    result_note(&desk->result, 0, "call payment",
                "POST /trade/v1/payment\nX-QF-SIGN: (32 characters)", "HTTP 200\n{\"a\": \"<&>\"}");
    findings_add(&desk->result.findings, desk->result.arena, &grade, 0, message);
    result_end(&desk->result, 12);
}

static void
found(struct desk *desk, enum evidence evidence, const char *message)
{
    found_on(desk, "PAY-EXP-02", evidence, message);
}

static struct matrix_row *
matrix(struct desk *desk)
{
    return matrix_build(desk->suite, desk->arena, desk->trials, desk->suite->case_count,
                        &desk->result, 1);
}

static const char *
written(struct desk *desk)
{
    fflush(desk->out);
    return desk->written;
}

static void
a_failure_is_not_expected(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    assert_false(result_is_expected(&desk->result, false));
}

static void
a_difference_is_expected_unless_strict(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_ASSUMED, "other");
    assert_true(result_is_expected(&desk->result, false));
    assert_false(result_is_expected(&desk->result, true));
}

static void
a_known_failure_is_expected(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    desk->result.known = "issue 9";
    assert_true(result_is_expected(&desk->result, false));
}

static void
a_known_failure_that_passes_is_not_expected(void **state)
{
    struct desk *desk = *state;

    desk->result.known = "issue 9";
    assert_false(result_is_expected(&desk->result, false));
}

static void
people_see_rule_source_and_exchange_of_a_failure(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "expected this, got that");
    text_result(desk->out, &desk->report, &desk->result);
    assert_contains(written(desk), "FAIL made.case (cases/made.json)");
    assert_contains(written(desk), "It is so.");
    assert_contains(written(desk), "POST /trade/v1/payment");
    assert_contains(written(desk), "expected this, got that");
    assert_contains(written(desk), "PAY-EXP-02: At least 5 minutes.");
    assert_contains(written(desk), "[docs] a page");
}

static void
people_see_nothing_of_a_pass(void **state)
{
    struct desk *desk = *state;

    text_result(desk->out, &desk->report, &desk->result);
    assert_string_equal(written(desk), "");
}

static void
tap_counts_and_comments(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    tap_begin(desk->out, &desk->report);
    tap_result(desk->out, &desk->report, &desk->result, 1);
    assert_contains(written(desk), "1..1\nnot ok 1 - made.case\n# broken: wrong");
}

static void
tap_skips_with_the_reason(void **state)
{
    struct desk *desk = *state;

    desk->result.verdict = VERDICT_SKIP;
    desk->result.skip_reason = "needs sandbox.clock";
    tap_result(desk->out, &desk->report, &desk->result, 1);
    assert_string_equal(written(desk), "ok 1 - made.case # SKIP needs sandbox.clock\n");
}

static void
junit_escapes_what_came_from_the_server(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    desk->report.unexpected = 1;
    assert_true(junit_write(desk->out, &desk->report, NULL));
    assert_contains(written(desk), "failures=\"1\"");
    assert_contains(written(desk), "&lt;&amp;&gt;");
    assert_lacks(written(desk), "<&>");
}

static void
json_holds_verdict_findings_and_matrix(void **state)
{
    struct desk *desk = *state;
    struct matrix_row *rows;
    cJSON *json;

    found(desk, EVIDENCE_ASSUMED, "other");
    rows = matrix(desk);
    assert_true(json_write(desk->out, &desk->report, rows));
    json = cJSON_Parse(written(desk));
    assert_string_equal(
        json_text(cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(json, "results"), 0),
                  "verdict", ""),
        "differs");
    assert_string_equal(
        json_text(cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(json, "matrix"), 0),
                  "verdict", ""),
        "differs");
    cJSON_Delete(json);
}

static void
the_matrix_tells_every_requirement(void **state)
{
    struct desk *desk = *state;
    struct matrix_row *rows = matrix(desk);

    assert_string_equal(matrix_word(&rows[0]), "pass");
    assert_string_equal(matrix_word(&rows[1]), "no case");
    assert_string_equal(matrix_word(&rows[2]), "not observable");
}

static void
a_requirement_is_blamed_only_by_findings_that_name_it(void **state)
{
    struct desk *desk = *state;
    struct matrix_row *rows;

    found_on(desk, "PAY-EXP-03", EVIDENCE_ASSUMED, "other");
    rows = matrix(desk);
    assert_string_equal(matrix_word(&rows[0]), "pass");
}

static void
a_failure_elsewhere_leaves_a_requirement_undecided(void **state)
{
    struct desk *desk = *state;
    struct matrix_row *rows;

    found_on(desk, "PAY-EXP-03", EVIDENCE_DOCS, "wrong");
    rows = matrix(desk);
    assert_string_equal(matrix_word(&rows[0]), "undecided");
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(a_failure_is_not_expected),
        AT_DESK(a_difference_is_expected_unless_strict),
        AT_DESK(a_known_failure_is_expected),
        AT_DESK(a_known_failure_that_passes_is_not_expected),
        AT_DESK(people_see_rule_source_and_exchange_of_a_failure),
        AT_DESK(people_see_nothing_of_a_pass),
        AT_DESK(tap_counts_and_comments),
        AT_DESK(tap_skips_with_the_reason),
        AT_DESK(junit_escapes_what_came_from_the_server),
        AT_DESK(json_holds_verdict_findings_and_matrix),
        AT_DESK(the_matrix_tells_every_requirement),
        AT_DESK(a_requirement_is_blamed_only_by_findings_that_name_it),
        AT_DESK(a_failure_elsewhere_leaves_a_requirement_undecided),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
