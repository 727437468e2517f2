/* Pre-authorisations: money that is frozen, taken in parts by authtrade, and set free by unfreeze
 * or by time. */
#include "shop.h"

#include <string.h>

enum { DAY = 24 * 3600 };

static const char *const answer_keys[] = {
    "sysdtm",       "paydtm", "udid",       "txcurrcd", "txdtm",  "txamt",  "resperr", "respmsg",
    "out_trade_no", "syssn",  "orig_syssn", "respcd",   "chnlsn", "cardcd", NULL};

/* 1000 frozen in the payer's Alipay. */
static const struct answer *
frozen(struct shop *shop)
{
    return paid(shop, "pay_type", "801808", "txamt", "1000", NULL);
}

static const struct answer *
capture(struct shop *shop, const struct answer *preauth, const char *txamt)
{
    return call_api(shop, "authtrade", "syssn", text_of(preauth, "syssn"), "txamt", txamt, "txdtm",
                    WITHOUT, NULL);
}

static const struct answer *
unfreeze(struct shop *shop, const struct answer *preauth, const char *txamt)
{
    return call_api(shop, "unfreeze", "syssn", text_of(preauth, "syssn"), "out_trade_no",
                    text_of(preauth, "out_trade_no"), "txamt", txamt, NULL);
}

static void
a_capture_answers_with_the_keys_of_the_sample(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);
    const struct answer *taken = capture(shop, preauth, "400");

    assert_respcd(taken, "0000");
    assert_keys(taken->json, answer_keys);
    assert_string_equal(text_of(taken, "respmsg"), "Capture received");
    assert_string_equal(text_of(taken, "out_trade_no"), "");
    assert_string_equal(text_of(taken, "orig_syssn"), text_of(preauth, "syssn"));
    assert_string_equal(text_of(taken, "txamt"), "400");
}

static void
a_capture_without_txdtm_shows_the_time_in_utc(void **state)
{
    struct shop *shop = *state;
    const struct answer *taken = capture(shop, frozen(shop), "400");

    assert_string_equal(text_of(taken, "sysdtm"), "2026-03-10 12:00:00");
    assert_string_equal(text_of(taken, "txdtm"), "2026-03-10 04:00:00");
}

static void
a_capture_is_a_payment_that_knows_where_it_came_from(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);
    const struct answer *taken = capture(shop, preauth, "400");

    assert_shows(shop, taken, "order_type", "payment");
    assert_shows(shop, taken, "origssn", text_of(preauth, "syssn"));
    assert_shows(shop, taken, "respcd", "0000");
    assert_shows(shop, taken, "txamt", "400");
}

static void
captures_may_not_exceed_what_is_frozen(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);

    assert_refused(capture(shop, preauth, "1001"), "1153", "AUT-02");
    assert_respcd(capture(shop, preauth, "400"), "0000");
    assert_respcd(capture(shop, preauth, "599"), "0000");
    assert_refused(capture(shop, preauth, "2"), "1153", "AUT-02");
    assert_shows(shop, preauth, "cancel", "0");
    assert_respcd(capture(shop, preauth, "1"), "0000");

    assert_shows(shop, preauth, "cancel", "4");
    assert_refused(capture(shop, preauth, "1"), "1153", "AUT-02");
}

static void
a_capture_may_have_a_number_of_its_own(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);
    const struct answer *taken = call_api(shop, "authtrade", "syssn", text_of(preauth, "syssn"),
                                          "txamt", "1", "out_trade_no", "capture-1", NULL);

    assert_respcd(taken, "0000");
    assert_shows(shop, taken, "out_trade_no", "capture-1");
    assert_refused(call_api(shop, "authtrade", "syssn", text_of(preauth, "syssn"), "txamt", "1",
                            "out_trade_no", "capture-1", NULL),
                   "1251", "PAY-OTN-02");
}

static void
a_capture_in_another_currency_does_not_match(void **state)
{
    struct shop *shop = *state;

    assert_refused(call_api(shop, "authtrade", "syssn", text_of(frozen(shop), "syssn"), "txamt",
                            "1", "txcurrcd", "USD", NULL),
                   "1151", "AUT-01");
}

static void
an_ordinary_payment_cannot_be_captured_or_released(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    assert_refused(capture(shop, order, "1"), "1151", "AUT-01");
    assert_refused(unfreeze(shop, order, "1"), "1151", "AUT-01");
}

static void
nothing_is_taken_before_it_is_frozen(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "pay_type", "801808", NULL);

    assert_refused(capture(shop, order, "1"), "1261", "AUT-01");
    assert_refused(unfreeze(shop, order, "1"), "1261", "AUT-01");
}

static void
an_unknown_preauthorisation_is_1136(void **state)
{
    struct shop *shop = *state;
    const char *syssn = "20260310000200020000000001";

    assert_refused(call_api(shop, "authtrade", "syssn", syssn, "txamt", "1", NULL), "1136",
                   "AUT-01");
    assert_refused(
        call_api(shop, "unfreeze", "syssn", syssn, "txamt", "1", "out_trade_no", "x", NULL), "1136",
        "UNF-01");
}

static void
another_merchants_preauthorisation_is_unknown(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);

    as_agent(shop, "ZaMVg00001");

    assert_refused(capture(shop, preauth, "1"), "1136", "AUT-01");
}

static void
the_hold_lasts_seven_days(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);

    advance(shop, 7 * DAY - 1);
    assert_respcd(capture(shop, preauth, "1"), "0000");
    advance(shop, 1);

    assert_refused(capture(shop, preauth, "1"), "1152", "AUT-03");
    assert_shows(shop, preauth, "cancel", "4");
}

static void
a_query_sees_the_automatic_release(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);

    advance(shop, 7 * DAY - 1);
    assert_shows(shop, preauth, "cancel", "0");
    advance(shop, 1);

    assert_shows(shop, preauth, "cancel", "4");
}

static void
hotels_and_rentals_hold_for_28_days(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);

    control(shop, "PUT", "merchants/" DIRECT_APP, "{\"features\": {\"long_preauth\": true}}");
    advance(shop, 28 * DAY - 1);
    assert_respcd(capture(shop, preauth, "1"), "0000");
    advance(shop, 1);

    assert_refused(capture(shop, preauth, "1"), "1152", "AUT-03");
}

static void
a_release_answers_with_the_keys_of_the_sample(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);
    const struct answer *freed = unfreeze(shop, preauth, "1000");

    assert_respcd(freed, "0000");
    assert_keys(freed->json, answer_keys);
    assert_string_equal(text_of(freed, "respmsg"), "Void received");
    assert_string_equal(text_of(freed, "orig_syssn"), text_of(preauth, "syssn"));
    assert_shows(shop, preauth, "cancel", "4");
}

static void
a_release_is_no_record(void **state)
{
    struct shop *shop = *state;
    const struct answer *freed = unfreeze(shop, frozen(shop), "1000");

    assert_int_equal(record_count(ask(shop, "syssn", text_of(freed, "syssn"), NULL)), 0);
}

static void
only_the_rest_can_be_released(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);

    capture(shop, preauth, "400");

    assert_refused(unfreeze(shop, preauth, "601"), "1153", "UNF-02");
    assert_respcd(unfreeze(shop, preauth, "600"), "0000");
}

static void
a_release_works_once_and_ends_captures(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);

    unfreeze(shop, preauth, "1000");

    assert_refused(unfreeze(shop, preauth, "1"), "1264", "UNF-02");
    assert_refused(capture(shop, preauth, "1"), "1264", "UNF-02");
}

static void
a_release_names_the_preauthorisations_own_number(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);

    assert_refused(call_api(shop, "unfreeze", "syssn", text_of(preauth, "syssn"), "out_trade_no",
                            "other", "txamt", "1000", NULL),
                   "1151", "UNF-01");
}

static void
a_capture_is_refunded_by_its_own_syssn(void **state)
{
    struct shop *shop = *state;
    const struct answer *taken = capture(shop, frozen(shop), "400");

    assert_respcd(refund(shop, taken, "txamt", "100", NULL), "0000");
    assert_shows(shop, taken, "cancel", "5");
    assert_refused(refund(shop, taken, "txamt", "301", NULL), "1272", "RFD-11");
}

static void
a_preauthorisation_itself_cannot_be_refunded(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);

    assert_refused(refund(shop, preauth, NULL), "1261", "AUT-05");
}

static void
an_unpaid_preauthorisation_can_be_reversed(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "pay_type", "801808", NULL);

    assert_respcd(
        call_api(shop, "reversal", "syssn", text_of(order, "syssn"), "txamt", "300", NULL), "0000");
    assert_refused(capture(shop, order, "1"), "1263", "AUT-01");
}

static void
a_capture_may_be_in_progress(void **state)
{
    struct shop *shop = *state;
    const struct answer *preauth = frozen(shop);
    const struct answer *taken;

    shop->trigger = "respcd=1145";
    taken = capture(shop, preauth, "1000");
    shop->trigger = NULL;

    assert_respcd(taken, "1145");
    assert_record(shop, taken, "1145");
    assert_record(shop, taken, "1145");
    assert_record(shop, taken, "0000");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(a_capture_answers_with_the_keys_of_the_sample),
        SHOP_TEST(a_capture_without_txdtm_shows_the_time_in_utc),
        SHOP_TEST(a_capture_is_a_payment_that_knows_where_it_came_from),
        SHOP_TEST(captures_may_not_exceed_what_is_frozen),
        SHOP_TEST(a_capture_may_have_a_number_of_its_own),
        SHOP_TEST(a_capture_in_another_currency_does_not_match),
        SHOP_TEST(an_ordinary_payment_cannot_be_captured_or_released),
        SHOP_TEST(nothing_is_taken_before_it_is_frozen),
        SHOP_TEST(an_unknown_preauthorisation_is_1136),
        SHOP_TEST(another_merchants_preauthorisation_is_unknown),
        SHOP_TEST(the_hold_lasts_seven_days),
        SHOP_TEST(a_query_sees_the_automatic_release),
        SHOP_TEST(hotels_and_rentals_hold_for_28_days),
        SHOP_TEST(a_release_answers_with_the_keys_of_the_sample),
        SHOP_TEST(a_release_is_no_record),
        SHOP_TEST(only_the_rest_can_be_released),
        SHOP_TEST(a_release_works_once_and_ends_captures),
        SHOP_TEST(a_release_names_the_preauthorisations_own_number),
        SHOP_TEST(a_capture_is_refunded_by_its_own_syssn),
        SHOP_TEST(a_preauthorisation_itself_cannot_be_refunded),
        SHOP_TEST(an_unpaid_preauthorisation_can_be_reversed),
        SHOP_TEST(a_capture_may_be_in_progress),
    };

    return cmocka_run_group_tests_name("preauth", tests, NULL, NULL);
}
