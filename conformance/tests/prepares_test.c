/* Which steps of a case prepare and which judge, and what a broken precondition is. */
#include <stdio.h>
#include <string.h>

#include "fixture/load.h"
#include "fixture/prepares.h"
#include "judge/expect.h"
#include "support.h"

#define PAY                                                                                        \
    "{\"call\": \"payment\", \"base\": \"wechat-web-qr\", \"expect\": {\"outcome\": \"success\"}}"
#define PAY_FOR                                                                                    \
    "{\"call\": \"payment\", \"base\": \"wechat-web-qr\", \"set\": {\"txamt\": \"7\"},"            \
    " \"expect\": {\"outcome\": \"success\"}}"
#define REFUSED                                                                                    \
    "{\"call\": \"payment\", \"base\": \"wechat-web-qr\", \"set\": {\"txamt\": \"0\"},"            \
    " \"expect\": {\"outcome\": \"failure\"}}"
#define CAPTURE                                                                                    \
    "{\"call\": \"payment\", \"base\": \"wechat-web-qr\", \"capture\": {\"syssn\": \"syssn\"},"    \
    " \"expect\": {\"outcome\": \"success\"}}"
#define REFUND                                                                                     \
    "{\"call\": \"refund\", \"base\": \"refund\", \"expect\": {\"outcome\": \"success\"}}"
#define QUERY  "{\"call\": \"query\", \"base\": \"query\", \"expect\": {\"length\": {\"data\": 1}}}"
#define WALLET "{\"payer\": \"pay\", \"syssn\": \"1\"}"
#define TIME   "{\"clock\": {\"advance\": \"1m\"}}"
#define RESET  "{\"control\": \"reset\", \"method\": \"POST\", \"expect\": {\"http\": 204}}"
#define JOURNAL                                                                                    \
    "{\"control\": \"requests\", \"expect\": {\"http\": 200, \"filled\": [\"requests\"]}}"

static struct suite *
load_steps(const char *subject, const char *steps)
{
    char content[4096];

    snprintf(content, sizeof content,
             "{\"schema\": \"qfpay-fixtures/1\", \"subject\": \"%s\", \"cases\": [{"
             "\"id\": \"made.case\", \"requirement\": \"PAY-EXP-02\", \"evidence\": \"docs\","
             "\"source\": \"s\", \"checked\": \"2026-11-30\", \"comment\": \"c\","
             "\"safety\": \"sandbox-only\", \"steps\": [%s]}]}",
             subject, steps);
    return load_file(content);
}

/* P for a step that prepares, J for one that judges. */
static void
assert_read(const char *subject, const char *steps, const char *expected)
{
    struct suite *suite = load_steps(subject, steps);
    char found[16] = "";
    size_t len = 0;
    const cJSON *step;

    assert_string_equal(problems(), "");
    cJSON_ArrayForEach(step, suite->cases[0].steps)
    {
        assert_true(len + 1 < sizeof found);
        found[len++] = prepares_step(&suite->cases[0], step) ? 'P' : 'J';
    }
    assert_string_equal(found, expected);
    suite_free(suite);
}

static void
what_stands_before_another_call_prepares(void **state)
{
    (void)state;
    assert_read("refund.made", CAPTURE ", " WALLET ", " REFUND, "PPJ");
    assert_read("refund.made", CAPTURE ", " TIME ", " QUERY, "PPJ");
    assert_read("query.made", PAY_FOR ", " QUERY, "PJ");
    assert_read("query.made", REFUSED ", " QUERY, "PJ");
}

static void
an_ordinary_order_prepares_what_is_about_another_one(void **state)
{
    (void)state;
    assert_read("payment.made", PAY ", " REFUSED, "PJ");
    assert_read("payment.made", PAY_FOR ", " REFUSED, "PJ");
}

static void
what_a_case_is_about_judges(void **state)
{
    (void)state;
    assert_read("payment.made", PAY, "J");
    assert_read("payment.made", PAY_FOR ", " QUERY, "JJ");
    assert_read("payment.made", REFUSED ", " PAY, "JJ");
    assert_read("payment.txamt", PAY_FOR ", " PAY, "JJ");
    assert_read("refund.made", CAPTURE ", " REFUND ", " REFUSED, "PPJ");
}

static void
where_the_subject_names_no_call_the_requirement_does(void **state)
{
    (void)state;
    assert_read("made.made", PAY_FOR ", " QUERY, "JJ");
    assert_read("life.made", PAY_FOR ", " QUERY, "PJ");
}

static void
control_calls_prepare_unless_more_is_expected_of_them(void **state)
{
    (void)state;
    assert_read("payment.made", PAY ", " RESET ", " PAY, "PPJ");
    assert_read("payment.made", PAY ", " JOURNAL ", " QUERY, "PJJ");
}

static void
the_payer_judges_where_a_case_is_about_the_payer(void **state)
{
    (void)state;
    assert_read("query.made", CAPTURE ", " WALLET ", " QUERY, "PPJ");
    assert_read("life.payer", CAPTURE ", " WALLET ", " QUERY, "PJJ");
}

static void
a_step_may_say_otherwise(void **state)
{
    (void)state;
    assert_read("query.made",
                "{\"call\": \"payment\", \"base\": \"wechat-web-qr\", \"prepares\": false,"
                " \"expect\": {\"outcome\": \"success\"}}, " QUERY,
                "JJ");
    assert_read("payment.made",
                "{\"call\": \"payment\", \"base\": \"wechat-web-qr\", \"set\": {\"txamt\": \"0\"},"
                " \"prepares\": true, \"expect\": {\"outcome\": \"failure\"}}, " QUERY,
                "PJ");
}

static void
saying_what_the_rules_say_is_refused(void **state)
{
    (void)state;
    assert_null(load_steps(
        "query.made", "{\"call\": \"payment\", \"base\": \"wechat-web-qr\", \"prepares\": true,"
                      " \"expect\": {\"outcome\": \"success\"}}, " QUERY));
    assert_contains(problems(), "says what the rules say anyway");
}

static void
a_case_without_a_step_that_judges_is_refused(void **state)
{
    (void)state;
    assert_null(load_steps("payment.made", "{\"call\": \"payment\", \"base\": \"wechat-web-qr\","
                                           " \"prepares\": true}"));
    assert_contains(problems(), "has no step that judges");
}

/* Why a refusal is no success, for a step that prepares as a whole or not. */
static const char *
unmet(struct bench *bench, const char *expect, bool is_whole)
{
    cJSON *json = cJSON_Parse(expect);
    struct subject subject = subject_of(&bench->reply);
    bool is_open = false;
    const char *why = judge_precondition(&bench->judge, &subject, json, is_whole, &is_open);

    assert_int_equal(bench->findings.count, 0);
    cJSON_Delete(json);
    return why ? why : "";
}

static void
a_broken_precondition_is_told_and_no_finding(void **state)
{
    struct bench *bench = a_reply(200, "{\"respcd\": \"1104\"}");

    (void)state;
    assert_contains(unmet(bench, "{\"outcome\": \"success\"}", true),
                    "expected the outcome \"success\", got failure");
    assert_string_equal(unmet(bench, "{\"outcome\": \"success\"}", false), "");
    assert_string_equal(unmet(bench, "{\"outcome\": \"failure\"}", true), "");
    bench_free(bench);
}

static void
one_object_of_an_expectation_may_be_the_precondition_of_the_others(void **state)
{
    struct bench *bench = a_reply(200, "{\"respcd\": \"0000\"}");

    (void)state;
    assert_contains(unmet(bench,
                          "[{\"prepares\": true, \"outcome\": \"failure\"},"
                          " {\"filled\": [\"resperr\"]}]",
                          false),
                    "expected the outcome \"failure\", got success");
    bench_free(bench);
}

static void
an_assumed_code_is_no_precondition_but_an_assumed_outcome_is(void **state)
{
    struct bench *bench = a_reply(200, "{\"respcd\": \"1297\"}");

    (void)state;
    assert_string_equal(
        unmet(bench, "{\"respcd\": {\"is\": \"1104\", \"evidence\": \"assumed\"}}", true), "");
    assert_contains(
        unmet(bench, "{\"outcome\": {\"is\": \"success\", \"evidence\": \"assumed\"}}", true),
        "expected the outcome");
    bench_free(bench);
}

static void
what_a_pending_answer_came_to_is_its_outcome(void **state)
{
    struct bench *bench = a_reply(200, "{\"respcd\": \"1143\"}");

    (void)state;
    bench->reply.settled = "0000";
    bench->reply.questions = 2;
    assert_string_equal(judged(bench, "{\"outcome\": \"success\"}"), "");
    bench->reply.settled = "1265";
    assert_contains(judged(bench, "{\"outcome\": \"success\"}"), "which is its end by query 2");
    bench_free(bench);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_before_another_call_prepares),
        cmocka_unit_test(an_ordinary_order_prepares_what_is_about_another_one),
        cmocka_unit_test(what_a_case_is_about_judges),
        cmocka_unit_test(where_the_subject_names_no_call_the_requirement_does),
        cmocka_unit_test(control_calls_prepare_unless_more_is_expected_of_them),
        cmocka_unit_test(the_payer_judges_where_a_case_is_about_the_payer),
        cmocka_unit_test(a_step_may_say_otherwise),
        cmocka_unit_test(saying_what_the_rules_say_is_refused),
        cmocka_unit_test(a_case_without_a_step_that_judges_is_refused),
        cmocka_unit_test(a_broken_precondition_is_told_and_no_finding),
        cmocka_unit_test(one_object_of_an_expectation_may_be_the_precondition_of_the_others),
        cmocka_unit_test(an_assumed_code_is_no_precondition_but_an_assumed_outcome_is),
        cmocka_unit_test(what_a_pending_answer_came_to_is_its_outcome),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
