/* Variables: what `${...}` becomes. Times are computed by hand from a frozen moment. */
#include <string.h>

#include "fixture/variable.h"
#include "qfpay/datetime.h"
#include "request/scope.h"
#include "support.h"

/* 2026-03-31 23:59:50 in UTC+8 */
static int64_t
end_of_march(void *context)
{
    int64_t instant = 0;

    (void)context;
    (void)qfpay_datetime_parse("2026-03-31 23:59:50", 19, 480, &instant);
    return instant;
}

struct words {
    struct arena *arena;
    struct scope scope;
    struct credentials merchant;
    const char *problem;
};

static int
set_up(void **state)
{
    struct arena *arena = arena_new();
    struct words *words = arena_alloc(arena, sizeof *words);

    words->arena = arena;
    scope_init(&words->scope, arena);
    words->merchant.app_code = "APP";
    words->merchant.mchid = "";
    words->scope.merchant = &words->merchant;
    words->scope.now = end_of_march;
    *state = words;
    return 0;
}

static int
tear_down(void **state)
{
    struct words *words = *state;

    arena_free(words->arena);
    return 0;
}

static void
assert_expands(struct words *words, const char *text, const char *expected)
{
    const char *expanded = scope_expand(&words->scope, text, &words->problem);

    assert_non_null(expanded);
    assert_string_equal(expanded, expected);
}

static void
text_without_variables_stays(void **state)
{
    assert_expands(*state, "a$b{c}", "a$b{c}");
}

static void
the_unique_number_is_the_same_throughout_a_case(void **state)
{
    struct words *words = *state;
    char *first = scope_expand(&words->scope, "${unique}", &words->problem);

    assert_int_equal(strlen(first), 24);
    assert_expands(words, "${unique}", first);
}

static void
two_cases_have_different_numbers(void **state)
{
    struct words *words = *state;
    struct scope other;

    scope_init(&other, words->arena);
    assert_string_not_equal(words->scope.unique, other.unique);
}

static void
digits_have_no_zero_and_belong_to_one_case(void **state)
{
    struct words *words = *state;
    struct scope other;

    assert_expands(words, "1300${digits}",
                   arena_printf(words->scope.arena, "1300%s", words->scope.digits));
    assert_int_equal(strspn(words->scope.digits, "123456789"), DIGITS_LEN);
    scope_init(&other, words->scope.arena);
    assert_string_not_equal(words->scope.digits, other.digits);
}

static void
an_address_for_notifications_is_there_only_with_a_receiver(void **state)
{
    struct words *words = *state;

    assert_null(scope_expand(&words->scope, "${notify_url}", &words->problem));
    words->scope.notify_url = "http://127.0.0.1:1/x";
    assert_expands(words, "${notify_url}/a", "http://127.0.0.1:1/x/a");
}

static void
a_mchid_has_another_case_of_letters(void **state)
{
    struct words *words = *state;

    words->merchant.mchid = "ZaMVg00001";
    assert_expands(words, "${mchid_other_case}", "zAmvG00001");
    words->merchant.mchid = "0815";
    assert_expands(words, "${mchid_other_case}", "0815X");
}

static void
now_is_the_wall_clock_of_utc_plus_8(void **state)
{
    assert_expands(*state, "${now}", "2026-03-31 23:59:50");
}

static void
now_can_be_moved_by_minutes(void **state)
{
    assert_expands(*state, "${now+5m}", "2026-04-01 00:04:50");
}

static void
a_month_before_the_31st_of_march_is_the_28th_of_february(void **state)
{
    assert_expands(*state, "${now-1mo}", "2026-02-28 23:59:50");
}

static void
months_and_seconds_are_added_together(void **state)
{
    assert_expands(*state, "${now+1mo1d10s}", "2026-05-02 00:00:00");
}

static void
the_month_has_a_start_and_an_end(void **state)
{
    assert_expands(*state, "${month_start} to ${month_end}",
                   "2026-03-01 00:00:00 to 2026-03-31 23:59:59");
}

static void
the_last_month_of_january_is_in_the_year_before(void **state)
{
    struct words *words = *state;
    int64_t january = 0;
    char text[QFPAY_DATETIME_SIZE];

    (void)words;
    assert_true(qfpay_datetime_parse("2026-01-15 12:00:00", 19, 480, &january));
    qfpay_datetime_format(month_start(january, -1), 480, text);
    assert_string_equal(text, "2025-12-01 00:00:00");
}

static void
today_is_the_date_without_dashes(void **state)
{
    assert_expands(*state, "${today}", "20260331");
}

static void
a_text_is_repeated(void **state)
{
    assert_expands(*state, "<${ab*3}>", "<ababab>");
}

static void
a_star_is_repeated(void **state)
{
    assert_expands(*state, "${**2}", "**");
}

static void
chinese_is_repeated(void **state)
{
    assert_expands(*state, "${測*2}", "測測");
}

static void
a_captured_value_is_found(void **state)
{
    struct words *words = *state;

    scope_bind(&words->scope, "syssn", "2026");
    assert_expands(words, "${syssn}", "2026");
}

static void
a_later_capture_replaces_an_earlier_one(void **state)
{
    struct words *words = *state;

    scope_bind(&words->scope, "syssn", "1");
    scope_bind(&words->scope, "syssn", "2");
    assert_expands(words, "${syssn}", "2");
}

static void
what_was_sent_is_found(void **state)
{
    struct words *words = *state;
    struct qfpay_param sent = qfpay_param_of("txamt", "10");

    words->scope.sent = &sent;
    words->scope.sent_count = 1;
    assert_expands(words, "${sent.txamt}", "10");
}

static void
a_doubled_dollar_is_a_literal_one(void **state)
{
    assert_expands(*state, "$${now}", "${now}");
}

static void
a_name_without_value_is_a_problem(void **state)
{
    struct words *words = *state;

    assert_null(scope_expand(&words->scope, "a ${nobody}", &words->problem));
    assert_contains(words->problem, "${nobody}");
}

static void
a_preview_keeps_what_it_does_not_know(void **state)
{
    struct words *words = *state;

    words->scope.lenient = true;
    assert_expands(words, "a ${nobody}", "a ${nobody}");
}

static void
durations_have_units(void **state)
{
    struct duration duration;

    (void)state;
    assert_true(duration_parse("1mo2d3h4m5s", 11, &duration));
    assert_int_equal(duration.months, 1);
    assert_int_equal(duration.seconds, 2 * 86400 + 3 * 3600 + 4 * 60 + 5);
}

static void
a_number_without_unit_is_no_duration(void **state)
{
    struct duration duration;

    (void)state;
    assert_false(duration_parse("5", 1, &duration));
    assert_false(duration_parse("", 0, &duration));
    assert_false(duration_parse("m", 1, &duration));
    assert_false(duration_parse("99999999999s", 12, &duration));
}

#define WITH_WORDS(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_WORDS(text_without_variables_stays),
        WITH_WORDS(the_unique_number_is_the_same_throughout_a_case),
        WITH_WORDS(two_cases_have_different_numbers),
        WITH_WORDS(digits_have_no_zero_and_belong_to_one_case),
        WITH_WORDS(an_address_for_notifications_is_there_only_with_a_receiver),
        WITH_WORDS(a_mchid_has_another_case_of_letters),
        WITH_WORDS(now_is_the_wall_clock_of_utc_plus_8),
        WITH_WORDS(now_can_be_moved_by_minutes),
        WITH_WORDS(a_month_before_the_31st_of_march_is_the_28th_of_february),
        WITH_WORDS(months_and_seconds_are_added_together),
        WITH_WORDS(the_month_has_a_start_and_an_end),
        WITH_WORDS(the_last_month_of_january_is_in_the_year_before),
        WITH_WORDS(today_is_the_date_without_dashes),
        WITH_WORDS(a_text_is_repeated),
        WITH_WORDS(a_star_is_repeated),
        WITH_WORDS(chinese_is_repeated),
        WITH_WORDS(a_captured_value_is_found),
        WITH_WORDS(a_later_capture_replaces_an_earlier_one),
        WITH_WORDS(what_was_sent_is_found),
        WITH_WORDS(a_doubled_dollar_is_a_literal_one),
        WITH_WORDS(a_name_without_value_is_a_problem),
        WITH_WORDS(a_preview_keeps_what_it_does_not_know),
        cmocka_unit_test(durations_have_units),
        cmocka_unit_test(a_number_without_unit_is_no_duration),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
