/* Reports and the matrix, from results made by hand. The HTML page has a test of its own. */
#include "base/json.h"
#include "desk.h"
#include "report/flaw.h"

static void
a_failure_is_not_expected(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    assert_false(result_is_expected(&desk->results[0], false));
}

static void
a_difference_is_expected_unless_strict(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_ASSUMED, "other");
    assert_true(result_is_expected(&desk->results[0], false));
    assert_false(result_is_expected(&desk->results[0], true));
}

static void
a_known_failure_is_expected(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    desk->results[0].known = "issue 9";
    assert_true(result_is_expected(&desk->results[0], false));
}

static void
a_known_failure_that_passes_is_not_expected(void **state)
{
    struct desk *desk = *state;

    desk->results[0].known = "issue 9";
    assert_false(result_is_expected(&desk->results[0], false));
}

static void
people_see_rule_source_and_exchange_of_a_failure(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "expected this, got that");
    text_result(desk->out, &desk->report, &desk->results[0]);
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

    text_result(desk->out, &desk->report, &desk->results[0]);
    assert_string_equal(written(desk), "");
}

static void
tap_counts_and_comments(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    tap_begin(desk->out, &desk->report);
    tap_result(desk->out, &desk->report, &desk->results[0], 1);
    assert_contains(written(desk), "1..1\nnot ok 1 - made.case\n# broken: wrong");
}

static void
tap_skips_with_the_reason(void **state)
{
    struct desk *desk = *state;

    desk->results[0].verdict = VERDICT_SKIP;
    desk->results[0].skip_reason = "needs sandbox.clock";
    tap_result(desk->out, &desk->report, &desk->results[0], 1);
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
junit_counts_and_times_for_build_servers(void **state)
{
    struct desk *desk = *state;

    desk->report.started_at = 1795442400;
    desk->report.duration_ms = 1250;
    result_end(&desk->results[0], 12);
    assert_true(junit_write(desk->out, &desk->report, NULL));
    assert_contains(written(desk), "<testsuites name=\"qfpay-conform server\" tests=\"1\"");
    assert_contains(written(desk), "time=\"1.250\" timestamp=\"2026-11-23T14:00:00\"");
    assert_contains(written(desk), "<property name=\"target\" value=\"http://127.0.0.1:1\"/>");
    assert_contains(written(desk),
                    "<testcase classname=\"made\" name=\"made.case\" time=\"0.012\"/>");
}

static void
junit_holds_no_character_that_xml_forbids(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "got \x01\xef\xbf\xbf\x80");
    desk->report.unexpected = 1;
    assert_true(junit_write(desk->out, &desk->report, NULL));
    assert_contains(written(desk), "got \\x01&lt;U+FFFF&gt;\\x80");
}

static void
a_difference_that_is_expected_is_no_failure_for_build_servers(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_ASSUMED, "other");
    assert_true(junit_write(desk->out, &desk->report, NULL));
    assert_contains(written(desk), "<system-out>step 1: other");
    assert_lacks(written(desk), "<failure");
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
json_tells_that_a_run_was_stopped(void **state)
{
    struct desk *desk = *state;
    cJSON *json;

    desk->report.count = 2;
    assert_true(json_write(desk->out, &desk->report, matrix(desk)));
    json = cJSON_Parse(written(desk));
    assert_true(cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(json, "as_expected")));
    cJSON_Delete(json);
}

static void
what_many_cases_say_is_told_once(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_ASSUMED, "other");
    another(desk);
    found(desk, EVIDENCE_ASSUMED, "other");
    found(desk, EVIDENCE_ASSUMED, "other");
    another(desk);
    found(desk, EVIDENCE_ASSUMED, "rare");
    text_end(desk->out, &desk->report, matrix(desk));
    assert_contains(written(desk),
                    "differs in 2 cases, such as made.case: other (assumed: a page)\n"
                    "differs in 1 case, such as made.case: rare");
}

/* All that people read of a run: each result as it comes, then the end. */
static const char *
read_out(struct desk *desk)
{
    size_t i;

    for (i = 0; i < desk->report.done; i++) {
        desk->report.unexpected += !result_is_expected(&desk->results[i], false);
        text_result(desk->out, &desk->report, &desk->results[i]);
    }
    text_end(desk->out, &desk->report, matrix(desk));
    return written(desk);
}

static void
a_cause_of_many_failures_is_told_once_and_names_them_all(void **state)
{
    struct desk *desk = *state;

    another_failed(desk, "b.one", "it is late");
    another_failed(desk, "a.one", "order ORDER0047 is lost");
    another_failed(desk, "b.two", "order ORDER0048 is lost");
    another_failed(desk, "c.one", "order ORDER0049 is lost");
    (void)read_out(desk);
    assert_contains(written(desk), "FAIL a.one");
    assert_lacks(written(desk), "FAIL b.two");
    assert_lacks(written(desk), "FAIL c.one");
    assert_contains(written(desk), "4 cases are not as expected, by 2 causes\n"
                                   "  3 cases: order ... is lost\n"
                                   "    told above for a.one; the same in 2 more cases:\n"
                                   "      b.two, c.one\n"
                                   "  1 cause of one case each, told above\n");
    assert_contains(written(desk), "NOT AS EXPECTED\n");
}

static void
verbose_tells_every_failure_in_full(void **state)
{
    struct desk *desk = *state;

    desk->options.verbose = true;
    another_failed(desk, "a.one", "wrong");
    another_failed(desk, "a.two", "wrong");
    (void)read_out(desk);
    assert_contains(written(desk), "FAIL a.one");
    assert_contains(written(desk), "FAIL a.two");
}

static void
a_failure_that_shows_something_new_as_well_is_told_in_full(void **state)
{
    struct desk *desk = *state;

    another_failed(desk, "a.one", "wrong");
    another_failed(desk, "a.two", "wrong");
    found(desk, EVIDENCE_DOCS, "and late");
    assert_contains(read_out(desk), "FAIL a.two");
}

/* "told above for" is true of every cause. */
static void
what_was_told_beside_another_cause_is_told_as_a_cause_of_its_own(void **state)
{
    struct desk *desk = *state;

    another_failed(desk, "a.one", "wrong");
    found(desk, EVIDENCE_DOCS, "and late");
    another_failed(desk, "a.two", "and late");
    assert_contains(read_out(desk), "FAIL a.two");
}

static void
one_failure_alone_has_no_list_of_causes(void **state)
{
    struct desk *desk = *state;

    another_failed(desk, "a.one", "wrong");
    assert_lacks(read_out(desk), "cause");
}

static void
the_cause_of_most_failures_comes_first(void **state)
{
    struct desk *desk = *state;
    const char *more, *less;

    another_failed(desk, "a.one", "late");
    another_failed(desk, "a.two", "late");
    another_failed(desk, "b.one", "wrong");
    another_failed(desk, "b.two", "wrong");
    another_failed(desk, "b.three", "wrong");
    more = strstr(read_out(desk), "  3 cases: wrong\n");
    less = strstr(written(desk), "  2 cases: late\n");
    assert_true(more && less && more < less);
}

static void
failures_of_everything_below_a_name_are_one_word(void **state)
{
    struct desk *desk = *state;

    another_failed(desk, "a.first", "wrong");
    another_failed(desk, "b.x.one", "wrong");
    another_failed(desk, "b.x.two", "wrong");
    another_failed(desk, "b.y.one", "wrong");
    assert_contains(read_out(desk), "the same in 3 more cases:\n      b.* (3)\n");
}

static void
a_name_with_another_verdict_below_it_is_not_one_word(void **state)
{
    struct desk *desk = *state;

    another_failed(desk, "a.first", "wrong");
    another_failed(desk, "b.x.one", "wrong");
    another_failed(desk, "b.x.two", "wrong");
    another_failed(desk, "b.y.one", "late");
    assert_contains(read_out(desk), "the same in 2 more cases:\n      b.x.* (2)\n");
}

static void
known_failures_that_pass_are_one_cause_by_their_reason(void **state)
{
    struct desk *desk = *state;
    size_t i;

    for (i = 0; i < 2; i++)
        another(desk)->known = "issue 9";
    assert_contains(read_out(desk),
                    "  2 cases: passes, although it is listed as failing: issue 9\n");
    assert_contains(written(desk), "UNEXPECTED PASS made.case");
}

static void
long_lists_of_names_are_wrapped(void **state)
{
    struct desk *desk = *state;
    const char *line, *end;
    int i;

    for (i = 0; i < 40; i++)
        another_failed(desk, arena_printf(desk->arena, "a%d.quite-a-long-name", i), "wrong");
    line = strstr(read_out(desk), "      a1.quite-a-long-name, a2");
    assert_non_null(line);
    for (; strncmp(line, "      a", 7) == 0; line = end + 1) {
        end = strchr(line, '\n');
        assert_true(end - line <= 100);
    }
    assert_contains(written(desk), "a39.quite-a-long-name\n");
}

/* Whether two failures that say this are of one cause. */
static bool
are_one_cause(struct desk *desk, const char *one, const char *other)
{
    another_failed(desk, "a.one", one);
    another_failed(desk, "a.two", other);
    return strcmp(result_cause(&desk->results[desk->report.done - 2]),
                  result_cause(&desk->results[desk->report.done - 1])) == 0;
}

static void
what_each_case_has_of_its_own_makes_no_other_cause(void **state)
{
    static const char *const pairs[][2] = {
        {"got 20261201000200020086359410", "got 20261201000200020086359411"},
        {"got ORDER0001, not 7", "got ORDER0002, not 7"},
        {"expected sign 5f09b02214757ef08a1ee83531d98c4d, got E019253E135863C335333C983DF05359",
         "expected sign 62835e4799b955f218668069d8653665, got 935935C6846165F24CF476DC85FD05C9"},
        {"got \"2026-12-01 01:24:19\", which is late",
         "got \"2026-12-02 11:05:00\", which is late"},
        {"the string is \"a=1&b=2\" and a key", "the string is \"name=Hong Kong\" and a key"},
        {"the text is \"a=1&b=2\" with the key",
         "the text is \"a={\"b\":\"\\u5c0f\"}&c=1\" with the key"},
        {"the text is \"a=1&b=2\" with the key",
         "the text is \"a=Jerry's \"best\" <1/2>\" with the key"},
        {"signed: a=1&b=Hong Kong&c=3", "signed: b=2"},
        {"refused with txamt=10, as it is", "refused with udid=1, as it is"},
        {"got \"TT3VHYN72P9B5TRQ8TPT8E4F\"", "got \"8D4565B7A0965C2B5584A01944F1CC08\""},
    };
    size_t i;

    for (i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_true(are_one_cause(*state, pairs[i][0], pairs[i][1]));
}

static void
codes_words_and_small_numbers_tell_causes_apart(void **state)
{
    static const char *const pairs[][2] = {
        {"expected respcd \"1104\", got \"1108\"", "expected respcd \"1104\", got \"1143\""},
        {"expected qrcode to be there", "expected syssn to be there"},
        {"expected a header X-QFMock-Advice", "expected a header X-QFMock-Diagnosis"},
        {"got \"SIG-11\"", "got \"SIG-07\""},
        {"the mistake: text in MD5 (PIT-02)", "the mistake: text in SHA256 (PIT-02)"},
        {"got 2 records", "got 3 records"},
        {"the mistake: &key= before the key", "the mistake: the key before the text"},
    };
    size_t i;

    for (i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_false(are_one_cause(*state, pairs[i][0], pairs[i][1]));
}

/* One more result of a vector, in which a known mistake was found. */
static void
another_charged(struct desk *desk, const char *id, const char *operation, const char *message)
{
    struct result *result;
    struct trial *trial;

    another_failed(desk, id, message);
    result = &desk->results[desk->report.done - 1];
    trial = arena_alloc(desk->arena, sizeof *trial);
    *trial = *result->trial;
    trial->operation = operation;
    result->trial = trial;
    result_charge(result, "PIT-75");
}

static void
found_in_step(struct desk *desk, size_t step, const char *message)
{
    result_finding(&desk->results[desk->report.done - 1], step, "%s", message);
}

static void
what_is_charged_with_one_mistake_in_one_operation_is_one_cause(void **state)
{
    struct desk *desk = *state;

    another_charged(desk, "a.one", "verify_notification", "anything is accepted");
    another_charged(desk, "a.two", "verify_notification", "a forged one is accepted");
    found(desk, EVIDENCE_DOCS, "and one that is new here");
    assert_lacks(read_out(desk), "FAIL a.two");
    assert_contains(written(desk), "2 cases are not as expected, by 1 cause\n"
                                   "  2 cases: PIT-75 in verify_notification");
}

static void
a_mistake_that_shows_in_many_steps_is_told_by_few(void **state)
{
    struct desk *desk = *state;
    size_t i;

    another_charged(desk, "a.one", "verify_notification", "the first is accepted");
    for (i = 1; i < 10; i++)
        found_in_step(desk, i, i > 1 ? "another is accepted" : "the second is accepted");
    assert_contains(read_out(desk), "  step 2: start\n    broken  the second is accepted\n");
    assert_contains(written(desk), "  7 more alike; --verbose tells all\n");
}

static void
one_mistake_in_two_operations_is_two_causes(void **state)
{
    struct desk *desk = *state;

    another_charged(desk, "a.one", "sign", "wrong");
    another_charged(desk, "b.one", "encode", "wrong");
    assert_contains(read_out(desk), "FAIL b.one");
    assert_contains(written(desk), "by 2 causes");
}

/* What was charged and not told in full tells nothing of others. */
static void
what_was_found_only_where_nothing_was_told_is_still_news(void **state)
{
    struct desk *desk = *state;

    another_charged(desk, "a.one", "sign", "wrong");
    another_charged(desk, "a.two", "sign", "wrong");
    found(desk, EVIDENCE_DOCS, "and late");
    another_failed(desk, "b.one", "strange");
    another_failed(desk, "b.two", "strange");
    found(desk, EVIDENCE_DOCS, "and late");
    assert_contains(read_out(desk), "FAIL b.two");
}

static void
json_names_the_cause_of_a_failure(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "order ORDER0047 is lost");
    assert_true(json_write(desk->out, &desk->report, matrix(desk)));
    assert_contains(written(desk), "\"cause\":\t\"order ... is lost\"");
}

static void
skips_are_told_by_reason(void **state)
{
    struct desk *desk = *state;

    result_skip(&desk->results[0], "needs sandbox.clock");
    result_skip(another(desk), "needs call.refund");
    result_skip(another(desk), "needs sandbox.clock");
    text_end(desk->out, &desk->report, matrix(desk));
    assert_contains(written(desk), "skipped 2 cases: needs sandbox.clock\n"
                                   "skipped 1 case: needs call.refund\n");
}

/* A testee that skips all it is asked. */
static void
skip_everything(struct desk *desk)
{
    result_skip(&desk->results[0], "the testee skips it");
    desk->report.verdicts[VERDICT_SKIP] = 1;
    desk->head.unit = "vector";
    desk->head.may_skip_all = false;
}

static void
a_client_that_skips_everything_is_not_as_expected(void **state)
{
    struct desk *desk = *state;

    skip_everything(desk);
    text_end(desk->out, &desk->report, matrix(desk));
    assert_contains(written(desk), "1 skipped; NOT AS EXPECTED");
}

static void
a_server_may_skip_everything(void **state)
{
    struct desk *desk = *state;

    skip_everything(desk);
    desk->head.may_skip_all = true;
    text_end(desk->out, &desk->report, matrix(desk));
    assert_contains(written(desk), "1 skipped; as expected");
}

static void
build_servers_see_an_error_where_everything_was_skipped(void **state)
{
    struct desk *desk = *state;

    skip_everything(desk);
    assert_true(junit_write(desk->out, &desk->report, NULL));
    assert_contains(written(desk), "tests=\"2\" failures=\"0\" errors=\"1\" skipped=\"1\"");
    assert_contains(written(desk),
                    "<error message=\"every vector was skipped: nothing is certified");
}

static void
build_servers_see_an_error_where_a_run_was_stopped(void **state)
{
    struct desk *desk = *state;

    desk->report.count = 3;
    assert_true(junit_write(desk->out, &desk->report, NULL));
    assert_contains(written(desk), "<error message=\"stopped before 2 of 3 cases\"/>");
}

static void
tap_bails_out_where_everything_was_skipped(void **state)
{
    struct desk *desk = *state;

    skip_everything(desk);
    tap_end(desk->out, &desk->report);
    assert_contains(written(desk), "Bail out! every vector was skipped: nothing is certified\n");
}

static void
json_tells_that_everything_was_skipped(void **state)
{
    struct desk *desk = *state;
    cJSON *json;

    skip_everything(desk);
    assert_true(json_write(desk->out, &desk->report, matrix(desk)));
    json = cJSON_Parse(written(desk));
    assert_true(cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(json, "as_expected")));
    cJSON_Delete(json);
}

static void
colours_are_for_terminals_only(void **state)
{
    struct desk *desk = *state;

    text_end(desk->out, &desk->report, matrix(desk));
    assert_lacks(written(desk), "\033");
    desk->report.colour = true;
    text_end(desk->out, &desk->report, matrix(desk));
    assert_contains(written(desk), "\033[1;32mas expected\033[0m");
}

static void
findings_of_one_case_are_bounded(void **state)
{
    struct desk *desk = *state;
    int i;

    for (i = 0; i < 1000; i++)
        result_finding(&desk->results[0], 0, "record %d", i);
    assert_int_equal(desk->results[0].findings.count, FINDINGS_MAX);
}

static void
a_failure_behind_many_differences_still_fails(void **state)
{
    struct desk *desk = *state;
    int i;

    for (i = 0; i < 1000; i++)
        found(desk, EVIDENCE_ASSUMED, "other");
    found(desk, EVIDENCE_DOCS, "wrong");
    assert_int_equal(desk->results[0].verdict, VERDICT_FAIL);
}

static void
a_finding_is_shortened_when_a_target_says_very_much(void **state)
{
    struct desk *desk = *state;
    char *long_text = arena_alloc(desk->arena, 100001);

    memset(long_text, 'x', 100000);
    found(desk, EVIDENCE_DOCS, long_text);
    assert_true(strlen(desk->results[0].findings.first->message) < FINDING_MESSAGE_MAX + 100);
    assert_contains(desk->results[0].findings.first->message, "(100000 bytes)");
}

static void
groups_that_nothing_tried_are_one_line(void **state)
{
    struct desk *desk = *state;

    matrix_print(desk->out, desk->suite, matrix(desk), "case", false);
    assert_contains(written(desk), "  not tried: signature\n");
    assert_contains(written(desk), "payment              2 requirements: 1 pass");
}

static void
the_matrix_counts_what_ran(void **state)
{
    struct desk *desk = *state;

    result_skip(&desk->results[0], "needs sandbox.clock");
    matrix_print(desk->out, desk->suite, matrix(desk), "case", true);
    assert_contains(written(desk), "PAY-EXP-02       skip              0 of 1  ");
    (void)another(desk);
    matrix_print(desk->out, desk->suite, matrix(desk), "case", true);
    assert_contains(written(desk), "PAY-EXP-02       pass              1 of ");
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

static void
an_unmet_precondition_is_no_failure_unless_strict(void **state)
{
    struct desk *desk = *state;
    const struct result *result = another_unmet(desk, "made.unmet", "payment was answered 1108");

    assert_true(result_is_expected(result, false));
    assert_false(result_is_expected(result, true));
    text_end(desk->out, &desk->report, matrix(desk));
    assert_contains(written(desk), "1 with a precondition not met; as expected");
}

static void
where_no_precondition_is_met_nothing_is_certified(void **state)
{
    struct desk *desk = *state;

    forget_results(desk);
    (void)another_unmet(desk, "made.unmet", "payment was answered 1108");
    tap_end(desk->out, &desk->report);
    assert_contains(written(desk), "Bail out! no precondition of any case was met");
    assert_false(report_is_good(&desk->report));
}

static void
what_was_not_met_is_told_once_with_what_depends_on_it(void **state)
{
    struct desk *desk = *state;

    (void)another_unmet(desk, "made.a.one", "refund of ORDER0001 was answered 1108");
    (void)another_unmet(desk, "made.a.two", "refund of ORDER0002 was answered 1108");
    (void)another_unmet(desk, "made.a.three", "refund of ORDER0003 was answered 1108");
    text_end(desk->out, &desk->report, matrix(desk));
    assert_contains(written(desk),
                    "precondition not met in 3 cases: refund of ... was answered 1108\n"
                    "  first in made.a.one\n  step 1: call payment\n");
    assert_contains(written(desk), "  and in\n      made.a.* (2)\n");
}

static void
what_is_unmet_blames_no_requirement(void **state)
{
    struct desk *desk = *state;

    forget_results(desk);
    (void)another_unmet(desk, "made.unmet", "payment was answered 1108");
    assert_string_equal(matrix_word(&matrix(desk)[0]), "unmet");
    (void)another(desk);
    assert_string_equal(matrix_word(&matrix(desk)[0]), "pass");
}

static void
tap_and_junit_skip_what_is_unmet(void **state)
{
    struct desk *desk = *state;
    const struct result *result = another_unmet(desk, "made.unmet", "payment was answered 1108");

    tap_result(desk->out, &desk->report, result, 2);
    assert_string_equal(
        written(desk),
        "ok 2 - made.unmet # SKIP precondition not met: payment was answered 1108\n");
    assert_true(junit_write(desk->out, &desk->report, NULL));
    assert_contains(written(desk),
                    "<skipped message=\"precondition not met: payment was answered 1108\"/>");
    assert_contains(written(desk), "skipped=\"1\"");
}

static void
json_tells_the_reason_and_the_exchanges_of_what_is_unmet(void **state)
{
    struct desk *desk = *state;

    (void)another_unmet(desk, "made.unmet", "payment was answered 1108");
    assert_true(json_write(desk->out, &desk->report, matrix(desk)));
    assert_contains(written(desk), "\"verdict\":\t\"unmet\"");
    assert_contains(written(desk), "\"reason\":\t\"payment was answered 1108\"");
    assert_contains(written(desk), "\"exchanges\":");
}

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
        AT_DESK(junit_counts_and_times_for_build_servers),
        AT_DESK(junit_holds_no_character_that_xml_forbids),
        AT_DESK(a_difference_that_is_expected_is_no_failure_for_build_servers),
        AT_DESK(json_tells_that_a_run_was_stopped),
        AT_DESK(what_many_cases_say_is_told_once),
        AT_DESK(a_cause_of_many_failures_is_told_once_and_names_them_all),
        AT_DESK(verbose_tells_every_failure_in_full),
        AT_DESK(a_failure_that_shows_something_new_as_well_is_told_in_full),
        AT_DESK(what_was_told_beside_another_cause_is_told_as_a_cause_of_its_own),
        AT_DESK(one_failure_alone_has_no_list_of_causes),
        AT_DESK(the_cause_of_most_failures_comes_first),
        AT_DESK(failures_of_everything_below_a_name_are_one_word),
        AT_DESK(a_name_with_another_verdict_below_it_is_not_one_word),
        AT_DESK(known_failures_that_pass_are_one_cause_by_their_reason),
        AT_DESK(long_lists_of_names_are_wrapped),
        AT_DESK(what_each_case_has_of_its_own_makes_no_other_cause),
        AT_DESK(codes_words_and_small_numbers_tell_causes_apart),
        AT_DESK(what_is_charged_with_one_mistake_in_one_operation_is_one_cause),
        AT_DESK(a_mistake_that_shows_in_many_steps_is_told_by_few),
        AT_DESK(one_mistake_in_two_operations_is_two_causes),
        AT_DESK(what_was_found_only_where_nothing_was_told_is_still_news),
        AT_DESK(json_names_the_cause_of_a_failure),
        AT_DESK(skips_are_told_by_reason),
        AT_DESK(a_client_that_skips_everything_is_not_as_expected),
        AT_DESK(a_server_may_skip_everything),
        AT_DESK(build_servers_see_an_error_where_everything_was_skipped),
        AT_DESK(build_servers_see_an_error_where_a_run_was_stopped),
        AT_DESK(tap_bails_out_where_everything_was_skipped),
        AT_DESK(json_tells_that_everything_was_skipped),
        AT_DESK(colours_are_for_terminals_only),
        AT_DESK(findings_of_one_case_are_bounded),
        AT_DESK(a_failure_behind_many_differences_still_fails),
        AT_DESK(a_finding_is_shortened_when_a_target_says_very_much),
        AT_DESK(groups_that_nothing_tried_are_one_line),
        AT_DESK(the_matrix_counts_what_ran),
        AT_DESK(the_matrix_tells_every_requirement),
        AT_DESK(a_requirement_is_blamed_only_by_findings_that_name_it),
        AT_DESK(a_failure_elsewhere_leaves_a_requirement_undecided),
        AT_DESK(an_unmet_precondition_is_no_failure_unless_strict),
        AT_DESK(where_no_precondition_is_met_nothing_is_certified),
        AT_DESK(what_was_not_met_is_told_once_with_what_depends_on_it),
        AT_DESK(what_is_unmet_blames_no_requirement),
        AT_DESK(tap_and_junit_skip_what_is_unmet),
        AT_DESK(json_tells_the_reason_and_the_exchanges_of_what_is_unmet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
