/* 100 calls per second and 400 per minute for each app code and mchid (LIM-01, LIM-02), on the
 * merchant's clock. */
#include "shop.h"

#include <string.h>

static void
limited(struct shop *shop)
{
    shop_restart(shop, "--rate-limit", NULL);
}

/* Ask for an order that is not there, as often as said; all are answered. */
static void
ask_times(struct shop *shop, int times)
{
    for (int i = 0; i < times; i++)
        assert_int_equal(ask(shop, "out_trade_no", "none", NULL)->reply.http_status, 200);
}

static void
assert_too_many(const struct answer *answer)
{
    assert_int_equal(answer->reply.http_status, 429);
    assert_string_equal(answer->reply.body, "{}");
    assert_int_equal(answer->reply.requirement, QFPAY_REQ_LIM_01);
    assert_false(answer->reply.is_signed);
}

static void
nothing_is_limited_unless_asked_for(void **state)
{
    ask_times(*state, 450);
}

static void
the_101st_call_in_a_second_is_refused(void **state)
{
    struct shop *shop = *state;

    limited(shop);
    ask_times(shop, 100);

    assert_too_many(ask(shop, "out_trade_no", "none", NULL));
}

static void
the_next_second_has_room_again(void **state)
{
    struct shop *shop = *state;

    limited(shop);
    ask_times(shop, 100);
    assert_too_many(ask(shop, "out_trade_no", "none", NULL));
    advance(shop, 1);

    ask_times(shop, 100);
}

static void
the_401st_call_in_a_minute_is_refused_in_any_second(void **state)
{
    struct shop *shop = *state;

    limited(shop);
    for (int second = 0; second < 4; second++) {
        ask_times(shop, 100);
        advance(shop, 1);
    }

    assert_too_many(ask(shop, "out_trade_no", "none", NULL));
    advance(shop, 55);
    assert_too_many(ask(shop, "out_trade_no", "none", NULL));
}

static void
the_window_of_a_minute_slides(void **state)
{
    struct shop *shop = *state;

    limited(shop);
    for (int second = 0; second < 4; second++) {
        ask_times(shop, 100);
        advance(shop, 1);
    }
    advance(shop, 56);

    ask_times(shop, 100);
    assert_too_many(ask(shop, "out_trade_no", "none", NULL));
}

static void
refused_calls_are_not_counted(void **state)
{
    struct shop *shop = *state;

    limited(shop);
    ask_times(shop, 100);
    for (int i = 0; i < 350; i++)
        assert_too_many(ask(shop, "out_trade_no", "none", NULL));
    advance(shop, 1);

    ask_times(shop, 100);
}

static void
a_refused_payment_leaves_no_order(void **state)
{
    struct shop *shop = *state;

    limited(shop);
    ask_times(shop, 100);
    assert_too_many(pay(shop, "out_trade_no", "refused", NULL));
    advance(shop, 1);

    assert_unknown(shop, "refused");
}

static void
each_mchid_has_windows_of_its_own(void **state)
{
    struct shop *shop = *state;

    limited(shop);
    as_agent(shop, "ZaMVg00001");
    ask_times(shop, 100);
    as_agent(shop, "ZaMVg00002");

    ask_times(shop, 100);
}

static void
a_call_with_a_wrong_signature_is_not_counted(void **state)
{
    struct shop *shop = *state;

    limited(shop);
    for (int i = 0; i < 150; i++) {
        struct call call = a_query(shop, NULL);

        call.headers.sign = "00000000000000000000000000000000";
        assert_respcd(deliver(shop, &call), "1108");
    }

    ask_times(shop, 100);
}

static void
one_merchant_alone_can_be_limited(void **state)
{
    struct shop *shop = *state;

    assert_int_equal(
        control(shop, "PUT", "merchants/" DIRECT_APP, "{\"features\": {\"rate_limit\": true}}")
            ->reply.http_status,
        200);
    ask_times(shop, 100);
    assert_too_many(ask(shop, "out_trade_no", "none", NULL));

    as_agent(shop, "ZaMVg00001");
    ask_times(shop, 150);
}

static void
a_reset_empties_the_windows(void **state)
{
    struct shop *shop = *state;

    limited(shop);
    ask_times(shop, 100);
    assert_int_equal(control(shop, "POST", "reset?app_code=" DIRECT_APP, NULL)->reply.http_status,
                     204);

    ask_times(shop, 100);
}

static void
the_journal_shows_what_was_refused(void **state)
{
    struct shop *shop = *state;
    const cJSON *entries;

    limited(shop);
    ask_times(shop, 100);
    assert_too_many(ask(shop, "out_trade_no", "none", NULL));
    entries = cJSON_GetObjectItemCaseSensitive(control(shop, "GET", "requests?limit=1", NULL)->json,
                                               "requests");

    assert_string_equal(text_in(cJSON_GetArrayItem(entries, 0), "verdict"), "refused");
    assert_string_equal(text_in(cJSON_GetArrayItem(entries, 0), "requirement"), "LIM-01");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(nothing_is_limited_unless_asked_for),
        SHOP_TEST(the_101st_call_in_a_second_is_refused),
        SHOP_TEST(the_next_second_has_room_again),
        SHOP_TEST(the_401st_call_in_a_minute_is_refused_in_any_second),
        SHOP_TEST(the_window_of_a_minute_slides),
        SHOP_TEST(refused_calls_are_not_counted),
        SHOP_TEST(a_refused_payment_leaves_no_order),
        SHOP_TEST(each_mchid_has_windows_of_its_own),
        SHOP_TEST(a_call_with_a_wrong_signature_is_not_counted),
        SHOP_TEST(one_merchant_alone_can_be_limited),
        SHOP_TEST(a_reset_empties_the_windows),
        SHOP_TEST(the_journal_shows_what_was_refused),
    };

    return cmocka_run_group_tests_name("rate_limit", tests, NULL, NULL);
}
