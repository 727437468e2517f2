/*
 * Times and zones: the vectors of datetime.json, and what a file cannot show.
 */
#include "qfpay/datetime.h"

#include <string.h>

#include "testing.h"

static void
check_zone(const cJSON *vector)
{
    const char *zone = text_of(vector, "zone");
    bool is_zone = !cJSON_IsFalse(member(vector, "valid"));
    int minutes = 7;

    assert_int_equal(qfpay_zone_parse(zone, strlen(zone), &minutes), is_zone);
    assert_int_equal(minutes, is_zone ? member(vector, "minutes")->valueint : 7);
}

static void
check_time(const cJSON *vector)
{
    const char *text = text_of(vector, "text");
    const char *zone = text_of(vector, "zone");
    bool is_time = !cJSON_IsFalse(member(vector, "valid"));
    int64_t seconds = 7;
    int minutes = 0;
    char again[QFPAY_DATETIME_SIZE];

    assert_true(qfpay_zone_parse(zone, strlen(zone), &minutes));
    assert_int_equal(qfpay_datetime_parse(text, strlen(text), minutes, &seconds), is_time);
    assert_int_equal(seconds, is_time ? (int64_t)member(vector, "unix")->valuedouble : 7);
    if (is_time) {
        qfpay_datetime_format(seconds, minutes, again);
        assert_string_equal(again, text);
    }
}

static void
check_vector(void **state)
{
    if (member(*state, "text"))
        check_time(*state);
    else
        check_zone(*state);
}

static void
assert_format(int64_t seconds, int zone_minutes, const char *expected)
{
    char text[QFPAY_DATETIME_SIZE];

    qfpay_datetime_format(seconds, zone_minutes, text);
    assert_string_equal(text, expected);
}

static void
a_time_after_the_last_is_held_there(void **state)
{
    (void)state;
    assert_format(INT64_MAX, 480, "9999-12-31 23:59:59");
    assert_format(253402300800, 0, "9999-12-31 23:59:59");
    assert_format(253402300799, 480, "9999-12-31 23:59:59");
}

static void
a_time_before_the_first_is_held_there(void **state)
{
    (void)state;
    assert_format(INT64_MIN, 480, "0001-01-01 00:00:00");
    assert_format(-62135596801, 0, "0001-01-01 00:00:00");
    assert_format(-62135596800, -480, "0001-01-01 00:00:00");
}

static void
years_before_1970_are_written_but_not_read(void **state)
{
    (void)state;
    assert_format(-1, 0, "1969-12-31 23:59:59");
    assert_false(qfpay_datetime_parse("1969-12-31 23:59:59", 19, 0, NULL));
}

/* Every day from 1970 to 9999 is cheap to try, and no leap rule escapes. */
static void
every_day_survives_writing_and_reading(void **state)
{
    char text[QFPAY_DATETIME_SIZE];
    int64_t seconds;

    (void)state;
    for (int64_t day = 0; day < 2932897; day++) {
        qfpay_datetime_format(day * 86400 + 45296, 0, text);
        if (!qfpay_datetime_parse(text, 19, 0, &seconds) || seconds != day * 86400 + 45296)
            fail_msg("day %lld is written %s", (long long)day, text);
    }
}

static void
only_the_bytes_given_are_read(void **state)
{
    const char text[] = {'2', '0', '2', '0', '-', '0', '4', '-', '1', '0',
                         ' ', '1', '1', ':', '4', '5', ':', '4', '4'}; /* no NUL */
    const char zone[] = {'+', '0', '8', '0', '0'};

    (void)state;
    assert_true(qfpay_datetime_parse(text, sizeof text, 0, NULL));
    assert_true(qfpay_zone_parse(zone, sizeof zone, NULL));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_after_the_last_is_held_there),
        cmocka_unit_test(a_time_before_the_first_is_held_there),
        cmocka_unit_test(years_before_1970_are_written_but_not_read),
        cmocka_unit_test(every_day_survives_writing_and_reading),
        cmocka_unit_test(only_the_bytes_given_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) + run_vectors("datetime.json", check_vector);
}
