/* How fast requests may leave: on a clock of the test's own, which only moves when somebody pauses.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "safety/pace.h"

static int64_t time_ms;
static int64_t stop_at_ms;

static int64_t
tell(void *self)
{
    (void)self;
    return time_ms;
}

static void
pass_time(void *self, int64_t ms)
{
    (void)self;
    time_ms += ms;
}

static const struct qfpay_clock clock_of_test = {NULL, NULL, tell, pass_time};

static bool
is_stopped(void)
{
    return time_ms >= stop_at_ms;
}

static struct pace
a_pace(int rate, bool is_limited)
{
    struct pace pace;

    time_ms = 1000000;
    pace_init(&pace, &clock_of_test, rate, is_limited);
    return pace;
}

/* Milliseconds until count single requests have left. */
static int64_t
time_for(struct pace *pace, size_t count)
{
    int64_t start = time_ms;

    while (count--)
        assert_true(pace_wait(pace, 1, NULL));
    return time_ms - start;
}

static void
without_a_rate_nothing_waits(void **state)
{
    struct pace pace = a_pace(0, false);

    (void)state;
    assert_int_equal(time_for(&pace, 2000), 0);
}

static void
a_rate_spreads_requests_evenly(void **state)
{
    struct pace pace = a_pace(4, false);

    (void)state;
    assert_int_equal(time_for(&pace, 9), 8 * 250);
}

static void
simultaneous_requests_count_each(void **state)
{
    struct pace pace = a_pace(10, false);

    (void)state;
    assert_true(pace_wait(&pace, 8, NULL));
    assert_int_equal(time_for(&pace, 1), 800);
}

/* No window of a minute ever holds more than 400, nor one of a second more than 100. */
static void
the_documented_limits_hold_whatever_rate_is_asked_for(void **state)
{
    struct pace pace = a_pace(100000, true);
    int64_t left_at[1500];
    size_t i;

    (void)state;
    for (i = 0; i < 1500; i++) {
        assert_true(pace_wait(&pace, 1, NULL));
        left_at[i] = time_ms;
        assert_true(i < 400 || left_at[i] - left_at[i - 400] > 60000);
        assert_true(i < 100 || left_at[i] - left_at[i - 100] > 1000);
    }
}

static void
a_burst_waits_for_room_for_all_of_it(void **state)
{
    struct pace pace = a_pace(0, true);
    int64_t first;

    (void)state;
    assert_true(pace_wait(&pace, 60, NULL));
    first = time_ms;
    assert_true(pace_wait(&pace, 60, NULL));
    assert_true(time_ms - first > 1000);
}

static void
four_hundred_of_a_minute_do_not_wait_longer_than_needed(void **state)
{
    struct pace pace = a_pace(0, true);

    (void)state;
    assert_true(time_for(&pace, 400) < 10000);
    assert_true(time_for(&pace, 1) < 61000);
}

static void
a_429_holds_the_next_request_back_longer_each_time(void **state)
{
    struct pace pace = a_pace(0, true);
    int64_t pause = 1000;
    int i;

    (void)state;
    for (i = 0; i < 6; i++, pause *= 2) {
        pace_answered(&pace, true, 0);
        assert_int_equal(time_for(&pace, 1), pause);
    }
    pace_answered(&pace, true, 0);
    assert_int_equal(time_for(&pace, 1), 60000);
}

static void
retry_after_is_kept(void **state)
{
    struct pace pace = a_pace(0, true);

    (void)state;
    pace_answered(&pace, true, 7);
    assert_int_equal(time_for(&pace, 1), 7000);
}

static void
an_answer_ends_the_backing_off(void **state)
{
    struct pace pace = a_pace(0, true);

    (void)state;
    pace_answered(&pace, true, 0);
    assert_int_equal(time_for(&pace, 1), 1000);
    pace_answered(&pace, false, 0);
    assert_int_equal(time_for(&pace, 1), 0);
    pace_answered(&pace, true, 0);
    assert_int_equal(time_for(&pace, 1), 1000);
}

static void
who_is_stopped_while_waiting_does_not_leave(void **state)
{
    struct pace pace = a_pace(0, true);

    (void)state;
    pace_answered(&pace, true, 30);
    stop_at_ms = time_ms + 5000;
    assert_false(pace_wait(&pace, 1, is_stopped));
    assert_true(time_ms < stop_at_ms + 2000);
}

static void
waiting_is_counted_so_that_deadlines_can_leave_it_out(void **state)
{
    struct pace pace = a_pace(0, true);

    (void)state;
    pace_answered(&pace, true, 7);
    (void)time_for(&pace, 1);
    assert_int_equal(pace.waited_ms, 7000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_rate_nothing_waits),
        cmocka_unit_test(a_rate_spreads_requests_evenly),
        cmocka_unit_test(simultaneous_requests_count_each),
        cmocka_unit_test(the_documented_limits_hold_whatever_rate_is_asked_for),
        cmocka_unit_test(a_burst_waits_for_room_for_all_of_it),
        cmocka_unit_test(four_hundred_of_a_minute_do_not_wait_longer_than_needed),
        cmocka_unit_test(a_429_holds_the_next_request_back_longer_each_time),
        cmocka_unit_test(retry_after_is_kept),
        cmocka_unit_test(an_answer_ends_the_backing_off),
        cmocka_unit_test(who_is_stopped_while_waiting_does_not_leave),
        cmocka_unit_test(waiting_is_counted_so_that_deadlines_can_leave_it_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
