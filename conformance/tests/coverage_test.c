/* Which side of a rule a case shows, and what coverage makes of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture/load.h"
#include "report/coverage.h"
#include "support.h"
#include "trial/case_trials.h"

/* The polarity of a case with these members. */
static enum polarity
of_case(const char *members)
{
    struct suite *suite = load_case(members);
    enum polarity polarity = POLARITY_NONE;

    assert_string_equal(problems(), "");
    assert_non_null(suite);
    polarity = suite->cases[0].polarity;
    suite_free(suite);
    return polarity;
}

/* The polarity of a case of one payment with this expectation. */
static enum polarity
of_expectation(const char *expect)
{
    char members[1024];

    snprintf(members, sizeof members,
             "\"safety\": \"sandbox-only\", \"steps\": [{\"call\": \"payment\", \"expect\": %s}]",
             expect);
    return of_case(members);
}

static void
an_accepted_request_is_positive(void **state)
{
    (void)state;
    assert_int_equal(of_expectation("{\"outcome\": \"success\"}"), POLARITY_POSITIVE);
    assert_int_equal(of_expectation("{\"outcome\": [\"success\", \"pending\"]}"),
                     POLARITY_POSITIVE);
    assert_int_equal(of_expectation("{\"respcd\": {\"is\": \"1143\", \"evidence\": \"assumed\"}}"),
                     POLARITY_POSITIVE);
}

static void
a_refused_request_is_negative(void **state)
{
    (void)state;
    assert_int_equal(of_expectation("{\"outcome\": \"failure\"}"), POLARITY_NEGATIVE);
    assert_int_equal(of_expectation("{\"http\": 200, \"respcd\": [\"1104\", \"1103\"]}"),
                     POLARITY_NEGATIVE);
    assert_int_equal(of_expectation("[{\"http\": [404, \"4xx\"]}, {\"json\": \"none\"}]"),
                     POLARITY_NEGATIVE);
}

static void
an_expectation_that_leaves_it_open_shows_neither(void **state)
{
    (void)state;
    assert_int_equal(of_expectation("{\"outcome\": [\"success\", \"failure\"]}"), POLARITY_NONE);
    assert_int_equal(of_expectation("{\"excludes\": [\"secret\"]}"), POLARITY_NONE);
}

static void
a_refusal_between_accepted_requests_is_still_one(void **state)
{
    (void)state;
    assert_int_equal(of_case("\"safety\": \"sandbox-only\", \"steps\": ["
                             "{\"call\": \"payment\", \"expect\": {\"outcome\": \"success\"}},"
                             "{\"call\": \"payment\", \"expect\": {\"outcome\": \"failure\"}},"
                             "{\"call\": \"query\", \"expect\": {\"outcome\": \"success\"}}]"),
                     POLARITY_NEGATIVE);
}

static void
a_tally_of_refusals_is_negative_and_one_of_none_is_not(void **state)
{
    static const char tally[] = "\"safety\": \"sandbox-only\", \"steps\": [{\"call\": \"payment\","
                                "\"parallel\": 2, \"tally\": ["
                                "{\"expect\": {\"outcome\": \"success\"}, \"is\": 1},"
                                "{\"expect\": {\"outcome\": \"failure\"}, \"is\": %d}]}]";
    char members[1024];

    (void)state;
    snprintf(members, sizeof members, tally, 1);
    assert_int_equal(of_case(members), POLARITY_NEGATIVE);
    snprintf(members, sizeof members, tally, 0);
    assert_int_equal(of_case(members), POLARITY_POSITIVE);
}

static void
a_refusal_that_was_asked_for_breaks_nothing(void **state)
{
    (void)state;
    assert_int_equal(of_case("\"safety\": \"sandbox-only\", \"steps\": [{\"call\": \"payment\","
                             "\"headers\": {\"x-qfmock-trigger\": \"respcd=1297\"},"
                             "\"expect\": {\"outcome\": \"failure\"}}]"),
                     POLARITY_NONE);
}

static void
a_payer_turned_away_is_negative(void **state)
{
    (void)state;
    assert_int_equal(of_case("\"safety\": \"sandbox-only\", \"steps\": [{\"payer\": \"pay\","
                             "\"syssn\": \"1\", \"expect\": {\"http\": \"4xx\"}}]"),
                     POLARITY_NEGATIVE);
}

static void
a_refused_control_call_says_nothing_about_the_api(void **state)
{
    (void)state;
    assert_int_equal(of_case("\"safety\": \"sandbox-only\", \"steps\": [{\"control\": \"health\","
                             "\"expect\": {\"http\": 404}}]"),
                     POLARITY_NONE);
}

static void
a_receiver_that_declines_is_negative(void **state)
{
    static const char *const declining[] = {"\"silence\"", "{\"http\": 500}",
                                            "{\"body\": \"success\"}", "{\"body\": \"SUCCESSES\"}"};
    static const char *const taking[] = {"{}", "{\"body\": \" SUCCESS\\r\\n\"}"};
    char members[512];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof declining / sizeof declining[0]; i++) {
        snprintf(members, sizeof members,
                 "\"safety\": \"sandbox-only\", \"receiver\": [%s],"
                 "\"steps\": [{\"receive\": 1}]",
                 declining[i]);
        assert_int_equal(of_case(members), POLARITY_NEGATIVE);
    }
    for (i = 0; i < sizeof taking / sizeof taking[0]; i++) {
        snprintf(members, sizeof members,
                 "\"safety\": \"sandbox-only\", \"receiver\": [%s],"
                 "\"steps\": [{\"receive\": 1}]",
                 taking[i]);
        assert_int_equal(of_case(members), POLARITY_POSITIVE);
    }
}

static void
a_case_has_the_last_word_about_itself(void **state)
{
    (void)state;
    assert_int_equal(of_case("\"safety\": \"sandbox-only\", \"polarity\": \"both\", \"steps\": ["
                             "{\"call\": \"payment\", \"expect\": {\"outcome\": \"failure\"}}]"),
                     POLARITY_BOTH);
}

/* What coverage prints of a suite, and how many rules lack something; caller frees the text. */
static char *
coverage_of(struct suite *suite, size_t *lacking)
{
    struct arena *arena = arena_new();
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    assert_non_null(suite);
    assert_non_null(out);
    *lacking = coverage_print(out, suite, coverage_build(suite, arena, case_trials(suite, arena)),
                              true);
    fclose(out);
    arena_free(arena);
    suite_free(suite);
    return text;
}

static void
coverage_asks_for_a_case_that_breaks_a_breakable_rule(void **state)
{
    size_t lacking = 0;
    char *text = coverage_of(load_expectation("{\"outcome\": \"success\"}"), &lacking);

    (void)state;
    assert_contains(text, "PAY-EXP-02              1        0  seed");
    assert_contains(text, "At least 5 minutes.\n                   no negative case");
    free(text);
}

static void
coverage_asks_for_a_case_that_keeps_the_rule(void **state)
{
    size_t lacking = 0;
    char *text = coverage_of(load_expectation("{\"outcome\": \"failure\"}"), &lacking);

    (void)state;
    assert_contains(text, "At least 5 minutes.\n                   no positive case");
    free(text);
}

static void
coverage_names_an_observable_rule_without_any_case(void **state)
{
    size_t lacking = 0;
    char *text = coverage_of(load_expectation("{\"outcome\": \"success\"}"), &lacking);

    (void)state;
    assert_contains(text, "Else 1104.\n                   no case");
    assert_int_equal(lacking, 2);
    free(text);
}

static void
coverage_is_content_with_both_sides_and_takes_reasons(void **state)
{
    size_t lacking = 0;
    char *text = coverage_of(
        load_case("\"safety\": \"sandbox-only\", \"polarity\": \"both\", \"steps\": ["
                  "{\"call\": \"query\", \"expect\": {\"http\": {\"is\": 200,"
                  "\"requirement\": \"PAY-EXP-03\"}}}]"),
        &lacking);

    (void)state;
    assert_int_equal(lacking, 0);
    assert_contains(text, "None lacks anything");
    assert_contains(text, "only says which code");
    assert_contains(text, "nothing to see");
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_accepted_request_is_positive),
        cmocka_unit_test(a_refused_request_is_negative),
        cmocka_unit_test(an_expectation_that_leaves_it_open_shows_neither),
        cmocka_unit_test(a_refusal_between_accepted_requests_is_still_one),
        cmocka_unit_test(a_tally_of_refusals_is_negative_and_one_of_none_is_not),
        cmocka_unit_test(a_refusal_that_was_asked_for_breaks_nothing),
        cmocka_unit_test(a_payer_turned_away_is_negative),
        cmocka_unit_test(a_refused_control_call_says_nothing_about_the_api),
        cmocka_unit_test(a_receiver_that_declines_is_negative),
        cmocka_unit_test(a_case_has_the_last_word_about_itself),
        cmocka_unit_test(coverage_asks_for_a_case_that_breaks_a_breakable_rule),
        cmocka_unit_test(coverage_asks_for_a_case_that_keeps_the_rule),
        cmocka_unit_test(coverage_names_an_observable_rule_without_any_case),
        cmocka_unit_test(coverage_is_content_with_both_sides_and_takes_reasons),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
