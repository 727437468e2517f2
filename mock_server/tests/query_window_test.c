/* Which orders a query without a number covers: one calendar month of the merchant's clock, in
 * UTC+8, both bounds included. */
#include "shop.h"

static const char *
found(struct shop *shop, const char *from, const char *to)
{
    return numbers_in(shop, ask(shop, "start_time", from, "end_time", to, NULL));
}

static void
pay_at(struct shop *shop, const char *now, const char *number)
{
    set_clock(shop, now);
    assert_accepted(pay(shop, "out_trade_no", number, NULL));
}

static void
without_times_the_current_month_is_searched(void **state)
{
    struct shop *shop = *state;

    pay_at(shop, "2026-03-31 23:59:59", "march");
    assert_string_equal(numbers_in(shop, ask(shop, NULL)), "march");
    pay_at(shop, "2026-04-01 00:00:00", "april");

    assert_string_equal(numbers_in(shop, ask(shop, NULL)), "april");
}

static void
the_year_ends_with_december(void **state)
{
    struct shop *shop = *state;

    pay_at(shop, "2026-12-31 23:59:59", "old");
    pay_at(shop, "2027-01-01 00:00:00", "new");

    assert_string_equal(numbers_in(shop, ask(shop, NULL)), "new");
    assert_string_equal(found(shop, "2026-12-01 00:00:00", "2026-12-31 23:59:59"), "old");
}

static void
both_bounds_are_included(void **state)
{
    struct shop *shop = *state;

    pay_at(shop, "2026-03-10 12:00:00", "a");
    pay_at(shop, "2026-03-10 12:00:01", "b");
    pay_at(shop, "2026-03-10 12:00:02", "c");
    pay_at(shop, "2026-03-10 12:00:03", "d");

    assert_string_equal(found(shop, "2026-03-10 12:00:01", "2026-03-10 12:00:02"), "c b");
}

static void
a_window_of_one_second_is_a_window(void **state)
{
    struct shop *shop = *state;

    pay_at(shop, "2026-03-10 12:00:01", "b");

    assert_string_equal(found(shop, "2026-03-10 12:00:01", "2026-03-10 12:00:01"), "b");
}

static void
the_window_is_compared_with_sysdtm_not_txdtm(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "a", "txdtm", "2026-03-01 00:00:00", NULL));

    assert_string_equal(found(shop, "2026-03-01 00:00:00", "2026-03-01 00:00:59"), "");
}

static void
a_start_alone_reaches_to_the_end_of_the_month(void **state)
{
    struct shop *shop = *state;

    pay_at(shop, "2026-03-01 00:00:00", "first");
    pay_at(shop, "2026-03-31 23:59:59", "last");
    set_clock(shop, SHOP_NOW);

    assert_string_equal(found(shop, "2026-03-02 00:00:00", WITHOUT), "last");
}

static void
an_end_alone_reaches_back_to_the_begin_of_the_month(void **state)
{
    struct shop *shop = *state;

    pay_at(shop, "2026-03-01 00:00:00", "first");
    pay_at(shop, "2026-03-31 23:59:59", "last");
    set_clock(shop, SHOP_NOW);

    assert_string_equal(found(shop, WITHOUT, "2026-03-02 00:00:00"), "first");
}

static void
another_month_needs_both_times(void **state)
{
    struct shop *shop = *state;

    pay_at(shop, "2026-02-28 23:59:59", "february");
    set_clock(shop, SHOP_NOW);

    assert_string_equal(found(shop, "2026-02-01 00:00:00", "2026-02-28 23:59:59"), "february");
    assert_refused(ask(shop, "start_time", "2026-02-01 00:00:00", NULL), "1104", "QRY-14");
    assert_refused(ask(shop, "end_time", "2026-02-28 23:59:59", NULL), "1104", "QRY-14");
}

static void
a_window_across_two_months_is_refused(void **state)
{
    struct shop *shop = *state;

    assert_refused(
        ask(shop, "start_time", "2026-02-28 23:59:59", "end_time", "2026-03-01 00:00:00", NULL),
        "1104", "QRY-14");
    assert_respcd(
        ask(shop, "start_time", "2024-02-01 00:00:00", "end_time", "2024-02-29 23:59:59", NULL),
        "0000");
}

static void
a_window_that_ends_before_it_begins_is_refused(void **state)
{
    assert_refused(
        ask(*state, "start_time", "2026-03-10 12:00:01", "end_time", "2026-03-10 12:00:00", NULL),
        "1104", "QRY-14");
}

static void
a_time_that_is_none_is_refused(void **state)
{
    assert_refused(ask(*state, "start_time", "2026-03-32 00:00:00", NULL), "1104", "QRY-06");
    assert_refused(ask(*state, "end_time", "yesterday", NULL), "1104", "QRY-06");
}

static void
times_are_ignored_when_a_number_is_given(void **state)
{
    struct shop *shop = *state;
    const char *syssn = text_of(pay(shop, "out_trade_no", "a", NULL), "syssn");

    assert_string_equal(
        numbers_in(shop, ask(shop, "out_trade_no", "a", "start_time", "2020-01-01 00:00:00",
                             "end_time", "2019-01-01 00:00:00", NULL)),
        "a");
    assert_string_equal(
        numbers_in(shop, ask(shop, "syssn", syssn, "end_time", "2020-01-01 00:00:00", NULL)), "a");
}

static void
a_number_is_found_after_the_month_changed(void **state)
{
    struct shop *shop = *state;

    pay_at(shop, "2026-03-31 23:59:59", "a");
    set_clock(shop, "2026-05-01 00:00:00");

    assert_string_equal(numbers_in(shop, ask(shop, "out_trade_no", "a", NULL)), "a");
}

static void
the_month_is_that_of_the_merchants_own_clock(void **state)
{
    struct shop *shop = *state;

    as_agent(shop, "ZaMVg00001");
    set_clock(shop, "2027-07-07 07:07:07");
    assert_accepted(pay(shop, "out_trade_no", "july", NULL));

    assert_string_equal(numbers_in(shop, ask(shop, NULL)), "july");
}

static void
after_the_clock_was_set_back_orders_keep_their_times(void **state)
{
    struct shop *shop = *state;

    pay_at(shop, "2026-03-10 12:00:00", "first");
    pay_at(shop, "2026-03-10 11:00:00", "second");

    assert_string_equal(numbers_in(shop, ask(shop, NULL)), "first second");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(without_times_the_current_month_is_searched),
        SHOP_TEST(the_year_ends_with_december),
        SHOP_TEST(both_bounds_are_included),
        SHOP_TEST(a_window_of_one_second_is_a_window),
        SHOP_TEST(the_window_is_compared_with_sysdtm_not_txdtm),
        SHOP_TEST(a_start_alone_reaches_to_the_end_of_the_month),
        SHOP_TEST(an_end_alone_reaches_back_to_the_begin_of_the_month),
        SHOP_TEST(another_month_needs_both_times),
        SHOP_TEST(a_window_across_two_months_is_refused),
        SHOP_TEST(a_window_that_ends_before_it_begins_is_refused),
        SHOP_TEST(a_time_that_is_none_is_refused),
        SHOP_TEST(times_are_ignored_when_a_number_is_given),
        SHOP_TEST(a_number_is_found_after_the_month_changed),
        SHOP_TEST(the_month_is_that_of_the_merchants_own_clock),
        SHOP_TEST(after_the_clock_was_set_back_orders_keep_their_times),
    };

    return cmocka_run_group_tests_name("query_window", tests, NULL, NULL);
}
