/* Fixture files: good ones load, bad ones are refused with the file and the place in it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture/load.h"
#include "judge/expect.h"
#include "support.h"

static void
assert_refused(struct suite *suite, const char *place, const char *reason)
{
    assert_null(suite);
    assert_contains(problems(), place);
    assert_contains(problems(), reason);
}

static void
the_example_of_the_design_page_is_loaded(void **state)
{
    struct suite *suite = load_file(
        "{\"schema\": \"qfpay-fixtures/1\", \"subject\": \"payment.expired_time\", \"cases\": [{"
        "\"id\": \"payment.expired_time.under-minimum\", \"requirement\": \"PAY-EXP-02\","
        "\"evidence\": \"seed\", \"source\": \"WeChat Web QRC Payments, Request Parameters\","
        "\"checked\": \"2026-11-23\", \"comment\": \"4 minutes is one under the minimum.\","
        "\"needs\": [], \"safety\": \"creates-nothing\", \"steps\": [{\"call\": \"payment\","
        "\"base\": \"wechat-web-qr\", \"set\": {\"expired_time\": \"4\"}, \"expect\": {"
        "\"http\": 200, \"outcome\": \"failure\", \"absent\": [\"qrcode\", \"syssn\"],"
        "\"respcd\": {\"is\": [\"1104\"], \"evidence\": \"assumed\"}}}]}]}");

    (void)state;
    assert_string_equal(problems(), "");
    assert_non_null(suite);
    assert_int_equal(suite->case_count, 1);
    assert_string_equal(suite->cases[0].requirements[0]->id, "PAY-EXP-02");
    suite_free(suite);
}

static void
text_that_is_no_json_is_refused_with_its_file(void **state)
{
    (void)state;
    assert_refused(load_file("{\"schema\": "), "made.json", "");
}

static void
a_file_without_cases_is_refused(void **state)
{
    (void)state;
    assert_refused(load_file("{\"schema\": \"qfpay-fixtures/1\", \"subject\": \"made\","
                             "\"cases\": []}"),
                   "cases/made.json: $.cases", "a list that is not empty");
}

static void
another_schema_is_refused(void **state)
{
    (void)state;
    assert_refused(load_file("{\"schema\": \"qfpay-fixtures/9\", \"subject\": \"made\","
                             "\"cases\": []}"),
                   "$.schema", "qfpay-fixtures/1");
}

static void
an_id_that_exists_is_refused(void **state)
{
    static const char one[] = "{\"id\": \"made.case\", \"requirement\": \"PAY-EXP-02\","
                              "\"evidence\": \"seed\", \"source\": \"s\", \"comment\": \"c\","
                              "\"checked\": \"2026-11-23\", \"safety\": \"creates-nothing\","
                              "\"steps\": [{\"call\": \"query\"}]}";
    char content[2048];

    (void)state;
    snprintf(content, sizeof content,
             "{\"schema\": \"qfpay-fixtures/1\", \"subject\": \"made\", \"cases\": [%s, %s]}", one,
             one);
    assert_refused(load_file(content), "cases/made.json", "made.case exists already");
}

/* A whole case with this id. */
static const char *
a_case_called(const char *id)
{
    static char content[1024];

    snprintf(content, sizeof content,
             "{\"schema\": \"qfpay-fixtures/1\", \"subject\": \"made\", \"cases\": [{"
             "\"id\": \"%s\", \"requirement\": \"PAY-EXP-02\", \"evidence\": \"seed\","
             "\"source\": \"s\", \"comment\": \"c\", \"checked\": \"2026-11-23\","
             "\"safety\": \"creates-nothing\", \"steps\": [{\"call\": \"query\"}]}]}",
             id);
    return content;
}

static void
a_retired_id_is_refused(void **state)
{
    (void)state;
    assert_refused(load_file(a_case_called("made.old")), "cases/made.json",
                   "made.old is a retired id");
}

static void
a_retired_id_tells_what_took_its_place(void **state)
{
    struct suite *suite = load_file(a_case_called("made.case"));
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    (void)state;
    assert_non_null(suite);
    assert_non_null(out);
    assert_null(suite_find_retired(suite, "made.case"));
    suite_print_retired(out, suite_find_retired(suite, "made.old"));
    fclose(out);
    assert_string_equal(text,
                        "made.old is retired since 2026-11-23: It was renamed. See made.case\n");
    free(text);
    suite_free(suite);
}

static void
a_retired_id_without_a_reason_is_refused(void **state)
{
    (void)state;
    assert_refused(load_folder(NULL,
                               "{\"schema\": \"qfpay-retired/1\", \"retired\": ["
                               "{\"id\": \"made.old\", \"since\": \"2026-11-23\"}]}",
                               a_case_called("made.case")),
                   "$.retired[0]", "has no why");
}

/* What the loader says of a requirement with these last members. */
static void
assert_requirement_refused(const char *members, const char *reason)
{
    char row[512];

    snprintf(row, sizeof row,
             "{\"schema\": \"qfpay-requirements/1\", \"checked\": \"2026-11-23\","
             "\"requirements\": [{\"id\": \"PAY-EXP-02\", \"section\": \"s\","
             "\"evidence\": \"seed\", \"source\": \"s\", \"text\": \"t\", %s}]}",
             members);
    assert_refused(load_folder(row, NULL, a_case_called("made.case")), "$.requirements[0]", reason);
}

static void
a_requirement_says_whether_it_is_breakable_or_why_not(void **state)
{
    (void)state;
    assert_requirement_refused("\"observable\": true", "must be said to be breakable or not");
    assert_requirement_refused("\"observable\": true, \"breakable\": false", "no reason");
    assert_requirement_refused("\"observable\": false", "no reason");
    assert_requirement_refused("\"observable\": false, \"breakable\": true, \"reason\": \"r\"",
                               "nobody sees it broken");
    assert_requirement_refused("\"observable\": true, \"breakable\": true, \"reason\": \"r\"",
                               "nothing to excuse");
}

static void
a_polarity_that_is_none_is_refused(void **state)
{
    (void)state;
    assert_refused(load_case("\"safety\": \"creates-nothing\", \"polarity\": \"none\","
                             "\"steps\": [{\"call\": \"query\"}]"),
                   "$.cases[0].polarity", "positive negative both");
}

static void
a_missing_member_is_named(void **state)
{
    (void)state;
    assert_refused(load_case("\"steps\": [{\"call\": \"query\"}]"), "$.cases[0]", "has no safety");
}

static void
an_unknown_member_is_named_with_its_place(void **state)
{
    (void)state;
    assert_refused(load_case("\"safety\": \"creates-nothing\", \"steps\": [{\"call\": \"query\","
                             "\"expects\": {}}]"),
                   "cases/made.json: $.cases[0].steps[0].expects", "not a known key");
}

static void
an_unknown_requirement_is_refused(void **state)
{
    (void)state;
    assert_refused(load_expectation("{\"http\": {\"is\": 200, \"requirement\": \"PAY-NONE-01\"}}"),
                   "expect.http.requirement", "PAY-NONE-01");
}

/* The rows of suite.h have room for so many, and rely on the schema. */
static void
more_requirements_than_there_is_room_for_are_refused(void **state)
{
#define FOUR(id) id ", " id ", " id ", " id
    (void)state;
    assert_refused(load_expectation("{\"http\": 200, \"requirement\": [" FOUR(
                       FOUR("\"PAY-EXP-02\"")) ", \"PAY-EXP-03\"]}"),
                   "expect.requirement", "a list of 1 to 16 elements");
}

static void
an_unknown_template_is_refused(void **state)
{
    (void)state;
    assert_refused(load_case("\"safety\": \"creates-nothing\","
                             "\"steps\": [{\"call\": \"query\", \"base\": \"nothing\"}]"),
                   "steps[0].base", "template");
}

static void
a_template_of_another_call_is_refused(void **state)
{
    (void)state;
    assert_refused(load_case("\"safety\": \"creates-nothing\","
                             "\"steps\": [{\"call\": \"query\", \"base\": \"wechat-web-qr\"}]"),
                   "steps[0]", "which is for payment");
}

static void
a_step_of_no_kind_is_refused(void **state)
{
    (void)state;
    assert_refused(load_case("\"safety\": \"creates-nothing\", \"steps\": [{\"sleep\": 5}]"),
                   "steps[0]", "one of call, payer, clock, control");
}

static void
a_variable_that_nothing_captures_is_refused(void **state)
{
    (void)state;
    assert_refused(load_expectation("{\"equal\": {\"syssn\": \"${sysn}\"}}"), "expect.equal.syssn",
                   "${sysn}");
}

static void
a_variable_of_an_earlier_step_is_known(void **state)
{
    struct suite *suite = load_case(
        "\"safety\": \"creates-unpaid\", \"steps\": ["
        "{\"call\": \"payment\", \"capture\": {\"mine\": \"syssn\"}},"
        "{\"call\": \"query\", \"expect\": {\"equal\": {\"syssn\": \"${mine}\"}}}]");

    (void)state;
    assert_non_null(suite);
    suite_free(suite);
}

static void
a_malformed_variable_is_refused(void **state)
{
    (void)state;
    assert_refused(load_expectation("{\"equal\": {\"syssn\": \"${now+5}\"}}"), "equal.syssn",
                   "unreadable variable");
}

static void
an_unknown_check_is_refused(void **state)
{
    (void)state;
    assert_refused(load_expectation("{\"status\": 200}"), "expect.status", "not a known key");
}

static void
an_expectation_that_checks_nothing_is_refused(void **state)
{
    (void)state;
    assert_refused(load_expectation("{\"evidence\": \"seed\"}"), "expect",
                   "an object that checks something");
}

static void
a_pattern_that_cannot_be_read_is_refused(void **state)
{
    (void)state;
    assert_refused(load_expectation("{\"match\": {\"syssn\": \"(\"}}"), "expect.match.syssn",
                   "regular expression");
}

static void
a_code_of_three_digits_is_refused(void **state)
{
    (void)state;
    assert_refused(load_expectation("{\"respcd\": \"110\"}"), "expect.respcd", "four digits");
}

static void
a_header_of_the_mock_needs_the_capability(void **state)
{
    (void)state;
    assert_refused(load_expectation("{\"header\": {\"X-QFMock-Advice\": \".\"}}"), "expect",
                   "mock.headers");
}

static void
a_header_of_the_mock_with_the_capability_is_loaded(void **state)
{
    struct suite *suite = load_expectation(
        "{\"needs\": [\"mock.headers\"], \"header\": {\"X-QFMock-Advice\": \".\"}}");

    (void)state;
    assert_non_null(suite);
    suite_free(suite);
}

static void
a_case_that_moves_the_clock_is_for_sandboxes_only(void **state)
{
    (void)state;
    assert_refused(load_case("\"safety\": \"creates-nothing\","
                             "\"steps\": [{\"clock\": {\"advance\": \"5m\"}}]"),
                   "made.case", "sandbox-only");
}

static void
what_steps_need_is_added_to_what_is_written(void **state)
{
    struct suite *suite = load_case(
        "\"safety\": \"sandbox-only\", \"needs\": [\"triggers\"], \"steps\": ["
        "{\"clock\": {\"frozen\": true}}, {\"call\": \"query\", \"as\": \"agent\"}]");
    capability_set wanted = capability_bit(CAN_TRIGGERS) | capability_bit(CAN_CLOCK) |
                            capability_bit(CAN_AGENT);

    (void)state;
    assert_non_null(suite);
    assert_int_equal(suite->cases[0].needs, wanted);
    suite_free(suite);
}

static void
the_receiver_its_address_and_every_call_are_needs(void **state)
{
    struct suite *suite = load_case(
        "\"safety\": \"sandbox-only\", \"steps\": [{\"call\": \"refund\"},"
        "{\"control\": \"merchants/x\", \"json\": {\"notify_url\": \"${notify_url}/a\"}}]");
    capability_set wanted = capability_bit(CAN_REFUND) | capability_bit(CAN_MERCHANTS) |
                            capability_bit(CAN_NOTIFICATIONS) | capability_bit(CAN_SANDBOX);

    (void)state;
    assert_non_null(suite);
    assert_int_equal(suite->cases[0].needs, wanted);
    suite_free(suite);
}

/* Rows: one step, and which of what payers do it needs. */
static const struct {
    const char *step;
    capability_set needs;
} paying[] = {
    {"{\"payer\": \"pay\", \"syssn\": \"1\"}", (capability_set)1 << CAN_PAID},
    {"{\"payer\": \"cancel\", \"syssn\": \"1\"}", (capability_set)1 << CAN_CANCELS},
    {"{\"payer\": \"scan\", \"syssn\": \"1\"}", (capability_set)1 << CAN_CANCELS},
    {"{\"payer\": \"password\", \"syssn\": \"1\"}", (capability_set)1 << CAN_PAYER},
    {"{\"payer\": \"pay\", \"syssn\": \"1\", \"expect\": {\"http\": 409}}",
     (capability_set)1 << CAN_PAYER},
    {"{\"call\": \"query\", \"expect\": {\"record\": {\"where\": {\"syssn\": \"1\"},"
     "\"expect\": {\"outcome\": \"pending\"}}}}",
     (capability_set)1 << CAN_UNPAID},
    {"{\"call\": \"query\", \"expect\": {\"record\": {\"where\": {\"syssn\": \"1\"},"
     "\"expect\": {\"outcome\": [\"pending\", \"success\"]}}}}",
     0},
    {"{\"call\": \"query\", \"expect\": {\"equal\": {\"data.0.respcd\": \"1143\"}}}",
     (capability_set)1 << CAN_UNPAID},
    {"{\"call\": \"close\", \"expect\": {\"outcome\": \"success\"}}",
     (capability_set)1 << CAN_CLOSE | (capability_set)1 << CAN_UNPAID},
    {"{\"call\": \"close\", \"expect\": {\"outcome\": \"failure\"}}",
     (capability_set)1 << CAN_CLOSE},
};

static void
what_payers_must_do_or_leave_is_a_need(void **state)
{
    char members[400];
    struct suite *suite;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof paying / sizeof paying[0]; i++) {
        snprintf(members, sizeof members, "\"safety\": \"sandbox-only\", \"steps\": [%s]",
                 paying[i].step);
        suite = load_case(members);
        assert_non_null(suite);
        assert_int_equal(suite->cases[0].needs, paying[i].needs);
        suite_free(suite);
    }
}

static void
who_changes_a_merchant_needs_a_sandbox_that_lets_it(void **state)
{
    static const char put[] = "\"safety\": \"sandbox-only\", \"steps\": ["
                              "{\"control\": \"merchants/${app_code}\", \"method\": \"%s\"}]";
    char members[256];
    struct suite *suite;

    (void)state;
    snprintf(members, sizeof members, put, "PUT");
    suite = load_case(members);
    assert_non_null(suite);
    assert_true(suite->cases[0].needs & capability_bit(CAN_SETTINGS));
    suite_free(suite);
    snprintf(members, sizeof members, put, "GET");
    suite = load_case(members);
    assert_non_null(suite);
    assert_false(suite->cases[0].needs & capability_bit(CAN_SETTINGS));
    suite_free(suite);
}

static void
the_pay_type_of_a_template_is_needed_unless_it_is_replaced(void **state)
{
    struct suite *suite = load_case(
        "\"safety\": \"creates-unpaid\", \"needs\": [\"pay_type.800208\"], \"steps\": ["
        "{\"call\": \"payment\", \"base\": \"alipay-qr\", \"set\": {\"pay_type\": \"800999\"}},"
        "{\"call\": \"payment\", \"base\": \"wechat-web-qr\"},"
        "{\"call\": \"payment\", \"base\": \"alipay-qr\"}]");

    (void)state;
    assert_non_null(suite);
    assert_int_equal(suite->cases[0].pay_type_count, 2);
    assert_string_equal(suite->cases[0].pay_types[0], "800208");
    assert_string_equal(suite->cases[0].pay_types[1], "800101");
    suite_free(suite);
}

static void
a_pay_type_of_five_digits_is_no_capability(void **state)
{
    (void)state;
    assert_refused(load_case("\"safety\": \"creates-unpaid\", \"needs\": [\"pay_type.80020\"],"
                             "\"steps\": [{\"call\": \"query\"}]"),
                   "$.cases[0].needs[0]", "must be a capability");
}

static void
what_a_template_names_must_be_captured_or_replaced(void **state)
{
    struct suite *suite = load_case(
        "\"safety\": \"creates-unpaid\", \"steps\": ["
        "{\"call\": \"refund\", \"base\": \"refund\", \"set\": {\"syssn\": \"1\"}},"
        "{\"call\": \"refund\", \"base\": \"refund\", \"unset\": [\"syssn\"]},"
        "{\"call\": \"payment\", \"capture\": {\"syssn\": \"syssn\"}},"
        "{\"call\": \"refund\", \"base\": \"refund\"}]");

    (void)state;
    assert_non_null(suite);
    suite_free(suite);
    assert_refused(load_case("\"safety\": \"creates-unpaid\", \"steps\": ["
                             "{\"call\": \"refund\", \"base\": \"refund\"}]"),
                   "steps[0].syssn", "${syssn}");
}

static void
a_receiver_answers_with_a_status_and_a_body_or_not_at_all(void **state)
{
    struct suite *suite = load_case(
        "\"safety\": \"sandbox-only\", \"receiver\": [{\"http\": 500}, \"silence\", {}],"
        "\"steps\": [{\"receive\": 1, \"capture\": {\"first\": \"body:\"}},"
        "{\"receive\": 1, \"expect\": {\"body\": \"${first}\"}}]");

    (void)state;
    assert_string_equal(problems(), "");
    assert_non_null(suite);
    suite_free(suite);
    assert_refused(load_case("\"safety\": \"sandbox-only\", \"receiver\": [\"SUCCESS\"],"
                             "\"steps\": [{\"receive\": 1}]"),
                   "$.cases[0].receiver[0]", "silence");
    assert_refused(load_case("\"safety\": \"sandbox-only\", \"receiver\": [],"
                             "\"steps\": [{\"receive\": 1}]"),
                   "$.cases[0].receiver", "1 to 20");
}

/* A check that the loader lets pass but nobody judges would be a test that cannot fail. */
static void
the_loader_and_the_judge_know_the_same_checks(void **state)
{
    char expect[256];
    size_t i;

    (void)state;
    for (i = 0; judge_check_name(i); i++) {
        snprintf(expect, sizeof expect, "{\"%s\": false}", judge_check_name(i));
        assert_null(load_expectation(expect));
        assert_lacks(problems(), "not a known key");
    }
    assert_int_equal(i, 23);
}

static void
a_tally_says_how_many_or_how_many_at_most(void **state)
{
    (void)state;
    assert_refused(load_case("\"safety\": \"creates-nothing\", \"steps\": [{\"call\": \"query\", "
                             "\"repeat\": 2, \"tally\": ["
                             "{\"expect\": {\"http\": 200}}]}]"),
                   "tally[0]", "one of \"is\" and \"most\"");
    suite_free(load_case("\"safety\": \"creates-nothing\", \"steps\": [{\"call\": \"query\", "
                         "\"repeat\": 2, \"tally\": ["
                         "{\"expect\": {\"http\": 200}, \"most\": 1}]}]"));
    assert_string_equal(problems(), "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_design_page_is_loaded),
        cmocka_unit_test(text_that_is_no_json_is_refused_with_its_file),
        cmocka_unit_test(a_file_without_cases_is_refused),
        cmocka_unit_test(another_schema_is_refused),
        cmocka_unit_test(an_id_that_exists_is_refused),
        cmocka_unit_test(a_retired_id_is_refused),
        cmocka_unit_test(a_retired_id_tells_what_took_its_place),
        cmocka_unit_test(a_retired_id_without_a_reason_is_refused),
        cmocka_unit_test(a_requirement_says_whether_it_is_breakable_or_why_not),
        cmocka_unit_test(a_polarity_that_is_none_is_refused),
        cmocka_unit_test(a_missing_member_is_named),
        cmocka_unit_test(an_unknown_member_is_named_with_its_place),
        cmocka_unit_test(an_unknown_requirement_is_refused),
        cmocka_unit_test(more_requirements_than_there_is_room_for_are_refused),
        cmocka_unit_test(an_unknown_template_is_refused),
        cmocka_unit_test(a_template_of_another_call_is_refused),
        cmocka_unit_test(a_step_of_no_kind_is_refused),
        cmocka_unit_test(a_variable_that_nothing_captures_is_refused),
        cmocka_unit_test(a_variable_of_an_earlier_step_is_known),
        cmocka_unit_test(a_malformed_variable_is_refused),
        cmocka_unit_test(an_unknown_check_is_refused),
        cmocka_unit_test(an_expectation_that_checks_nothing_is_refused),
        cmocka_unit_test(a_pattern_that_cannot_be_read_is_refused),
        cmocka_unit_test(a_code_of_three_digits_is_refused),
        cmocka_unit_test(a_header_of_the_mock_needs_the_capability),
        cmocka_unit_test(a_header_of_the_mock_with_the_capability_is_loaded),
        cmocka_unit_test(a_case_that_moves_the_clock_is_for_sandboxes_only),
        cmocka_unit_test(what_steps_need_is_added_to_what_is_written),
        cmocka_unit_test(the_receiver_its_address_and_every_call_are_needs),
        cmocka_unit_test(what_payers_must_do_or_leave_is_a_need),
        cmocka_unit_test(who_changes_a_merchant_needs_a_sandbox_that_lets_it),
        cmocka_unit_test(the_pay_type_of_a_template_is_needed_unless_it_is_replaced),
        cmocka_unit_test(a_pay_type_of_five_digits_is_no_capability),
        cmocka_unit_test(what_a_template_names_must_be_captured_or_replaced),
        cmocka_unit_test(a_receiver_answers_with_a_status_and_a_body_or_not_at_all),
        cmocka_unit_test(a_tally_says_how_many_or_how_many_at_most),
        cmocka_unit_test(the_loader_and_the_judge_know_the_same_checks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
