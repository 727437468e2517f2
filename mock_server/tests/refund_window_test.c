/* When a refund is possible: the channels' windows, the night, the takings of the day, and the day
 * of sale of a card. The windows here are written from RFD-17 and OQ-19, not from the mock's table.
 */
#include "shop.h"

#include <string.h>

enum { DAY = 24 * 3600 };

/* Captured from FPS; the night's 1265 has another text. */
#define TOO_LATE "該筆訂單被禁止退款，已經超出可退款時限"

static void
feature(struct shop *shop, const char *name)
{
    control(shop, "PUT", "merchants/" DIRECT_APP,
            format(shop, "{\"features\": {\"%s\": true}}", name));
}

static const struct answer *
paid_by(struct shop *shop, const char *pay_type)
{
    return paid(shop, "pay_type", pay_type, NULL);
}

static void
each_wallet_has_its_window_and_its_code_after_it(void **state)
{
    static const struct {
        const char *pay_type;
        int days;
        const char *respcd;
    } rows[] = {{"802001", 29, "1265"},  {"805801", 90, "1250"},  {"800101", 365, "1297"},
                {"801501", 365, "1297"}, {"800201", 365, "1265"}, {"802808", 365, "1265"}};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct answer *order = paid_by(shop, rows[i].pay_type);
        const struct answer *late;

        advance(shop, rows[i].days * DAY);
        assert_respcd(refund(shop, order, "txamt", "100", NULL), "0000");
        advance(shop, 1);
        late = refund(shop, order, "txamt", "100", NULL);

        assert_respcd(late, rows[i].respcd);
        assert_string_equal(qfpay_requirement(late->reply.requirement)->id, "RFD-17");
        assert_record(shop, late, rows[i].respcd);
        assert_shows(shop, order, "cancel", "5");
    }
}

static void
fps_says_in_its_own_words_that_it_is_too_late(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    shop_restart(shop, "--lang", "zh-hant", NULL);
    order = paid_by(shop, "802001");
    advance(shop, 29 * DAY + 1);

    assert_string_equal(text_of(refund(shop, order, NULL), "resperr"), TOO_LATE);
}

static void
too_late_is_said_in_the_language_of_the_mock_and_not_as_the_night_is(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const char *resperr;

    advance(shop, 366 * DAY);
    resperr = text_of(refund(shop, order, NULL), "resperr");

    assert_non_null(strstr(resperr, "time limit for refunds"));
    assert_null(strstr(resperr, "11:30pm"));
}

static void
the_documents_do_not_know_refunds_of_fps(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--profile", "documented", NULL);

    assert_refused(refund(shop, paid_by(shop, "802001"), NULL), "1155", "RFD-25");
}

static void
the_window_counts_from_the_payment_not_from_the_order(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "pay_type", "802001", NULL);

    advance(shop, 600);
    payer_does(shop, order, "pay");
    advance(shop, 29 * DAY);

    assert_respcd(refund(shop, order, NULL), "0000");
}

static void
nothing_closes_at_night_by_default(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    set_clock(shop, "2026-03-11 00:00:00");

    assert_respcd(refund(shop, order, NULL), "0000");
}

static void
from_half_past_eleven_to_half_past_midnight_there_are_no_refunds(void **state)
{
    static const struct {
        const char *now;
        const char *respcd;
    } rows[] = {{"2026-03-10 23:29:59", "0000"},
                {"2026-03-10 23:30:00", "1265"},
                {"2026-03-11 00:29:59", "1265"},
                {"2026-03-11 00:30:00", "0000"}};
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    feature(shop, "night_window");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        set_clock(shop, rows[i].now);
        assert_respcd(refund(shop, order, "txamt", "10", NULL), rows[i].respcd);
    }
}

static void
the_two_meanings_of_1265_differ_in_their_text(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const struct answer *at_night;

    feature(shop, "night_window");
    set_clock(shop, "2026-03-10 23:45:00");
    at_night = refund(shop, order, NULL);

    assert_refused(at_night, "1265", "RFD-16");
    assert_non_null(strstr(text_of(at_night, "resperr"), "11:30pm"));
}

static void
the_days_takings_must_cover_a_refund(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, "txamt", "1000", NULL);

    feature(shop, "refund_balance");
    advance(shop, DAY);
    paid(shop, "txamt", "300", NULL);

    assert_refused(refund(shop, order, "txamt", "301", NULL), "1269", "RFD-15");
    assert_respcd(refund(shop, order, "txamt", "300", NULL), "0000");
}

static void
refunds_of_the_day_lessen_its_balance(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, "txamt", "1000", NULL);

    feature(shop, "refund_balance");
    assert_respcd(refund(shop, order, "txamt", "400", NULL), "0000");

    assert_refused(refund(shop, order, "txamt", "601", NULL), "1272", "RFD-11");
    assert_respcd(refund(shop, order, "txamt", "600", NULL), "0000");
}

static void
an_empty_balance_is_told_in_the_captured_words(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const struct answer *back;

    feature(shop, "refund_balance");
    advance(shop, DAY);
    back = refund(shop, order, NULL);

    assert_refused(back, "1269", "RFD-15");
    assert_string_equal(text_of(back, "resperr"),
                        "Today this payment method refundable balance is 0 HKD, not enough.Please "
                        "try it again when you have enough incomes.(1269)");
}

static void
unpaid_orders_are_no_takings(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    feature(shop, "refund_balance");
    advance(shop, DAY);
    pay(shop, NULL);

    assert_refused(refund(shop, order, NULL), "1269", "RFD-15");
}

static void
another_currency_is_another_balance(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    feature(shop, "refund_balance");
    advance(shop, DAY);
    paid(shop, "txcurrcd", "USD", NULL);

    assert_refused(refund(shop, order, NULL), "1269", "RFD-15");
}

static void
another_wallet_is_another_balance(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    feature(shop, "refund_balance");
    advance(shop, DAY);
    paid_by(shop, "800101");

    assert_refused(refund(shop, order, NULL), "1269", "RFD-15");
}

static void
a_card_is_voided_on_the_day_of_sale(void **state)
{
    struct shop *shop = *state;
    const struct answer *back = refund(shop, paid_by(shop, "802808"), NULL);

    assert_respcd(back, "0000");
    assert_string_equal(text_of(back, "respmsg"), "Void received");
    assert_string_equal(text_of(back, "chnlsn"), "");
    assert_string_equal(text_of(back, "cardcd"), "");
}

static void
a_void_must_be_a_full_refund(void **state)
{
    static const char *const keys[] = {"orig_syssn",   "resperr", "respmsg",
                                       "out_trade_no", "respcd",  NULL};
    struct shop *shop = *state;
    const struct answer *order = paid_by(shop, "802808");
    const struct answer *back = refund(shop, order, "txamt", "299", NULL);

    assert_refused(back, "1124", "RFD-18");
    assert_keys(back->json, keys);
    assert_string_equal(text_of(back, "resperr"),
                        "For void request, it must be a full refund, please correct refund amount "
                        "and re-initiate it");
}

static void
from_midnight_on_a_card_can_be_refunded_in_parts(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid_by(shop, "802808");

    set_clock(shop, "2026-03-10 23:59:59");
    assert_refused(refund(shop, order, "txamt", "100", NULL), "1124", "RFD-18");
    set_clock(shop, "2026-03-11 00:00:00");

    assert_respcd(refund(shop, order, "txamt", "100", NULL), "0000");
    assert_shows(shop, order, "cancel", "5");
}

static void
a_refund_of_a_card_on_another_day_is_no_void(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid_by(shop, "802808");

    advance(shop, DAY);

    assert_string_equal(text_of(refund(shop, order, NULL), "respmsg"), "OK");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(each_wallet_has_its_window_and_its_code_after_it),
        SHOP_TEST(fps_says_in_its_own_words_that_it_is_too_late),
        SHOP_TEST(too_late_is_said_in_the_language_of_the_mock_and_not_as_the_night_is),
        SHOP_TEST(the_documents_do_not_know_refunds_of_fps),
        SHOP_TEST(the_window_counts_from_the_payment_not_from_the_order),
        SHOP_TEST(nothing_closes_at_night_by_default),
        SHOP_TEST(from_half_past_eleven_to_half_past_midnight_there_are_no_refunds),
        SHOP_TEST(the_two_meanings_of_1265_differ_in_their_text),
        SHOP_TEST(the_days_takings_must_cover_a_refund),
        SHOP_TEST(refunds_of_the_day_lessen_its_balance),
        SHOP_TEST(an_empty_balance_is_told_in_the_captured_words),
        SHOP_TEST(unpaid_orders_are_no_takings),
        SHOP_TEST(another_currency_is_another_balance),
        SHOP_TEST(another_wallet_is_another_balance),
        SHOP_TEST(a_card_is_voided_on_the_day_of_sale),
        SHOP_TEST(a_void_must_be_a_full_refund),
        SHOP_TEST(from_midnight_on_a_card_can_be_refunded_in_parts),
        SHOP_TEST(a_refund_of_a_card_on_another_day_is_no_void),
    };

    return cmocka_run_group_tests_name("refund_window", tests, NULL, NULL);
}
