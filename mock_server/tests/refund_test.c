/* What a refund does: in full and in parts, its answer and its record, the order that it leaves
 * behind, and every refusal. How long it is possible, and when, is refund_window_test.c. */
#include "shop.h"

#include <string.h>

static const char *const answer_keys[] = {
    "orig_syssn", "sysdtm",       "paydtm", "txdtm",  "udid",   "txcurrcd", "txamt", "resperr",
    "respmsg",    "out_trade_no", "syssn",  "respcd", "chnlsn", "cardcd",   NULL};

/* Refused, and nothing of the order was given back. */
static void
assert_kept(struct shop *shop, const struct answer *order, const char *cancel)
{
    assert_shows(shop, order, "cancel", cancel);
}

static void
a_full_refund_answers_with_the_keys_of_the_sample(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const struct answer *back = refund(shop, order, NULL);

    assert_respcd(back, "0000");
    assert_keys(back->json, answer_keys);
    assert_string_equal(text_of(back, "orig_syssn"), text_of(order, "syssn"));
    assert_string_not_equal(text_of(back, "syssn"), text_of(order, "syssn"));
    assert_string_equal(text_of(back, "txamt"), "300");
    assert_string_equal(text_of(back, "txcurrcd"), "HKD");
    assert_string_equal(text_of(back, "out_trade_no"), "refund-1");
}

static void
a_refund_repeats_the_wallets_number_of_the_payment(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const char *chnlsn = text_in(record_of(shop, order), "chnlsn");

    assert_string_equal(text_of(refund(shop, order, NULL), "chnlsn"), chnlsn);
}

static void
a_refund_echoes_txdtm_and_udid(void **state)
{
    struct shop *shop = *state;
    const struct answer *back = refund(shop, paid(shop, NULL), "txdtm", "2026-03-10 04:00:00",
                                       "udid", "till", NULL);

    assert_string_equal(text_of(back, "txdtm"), "2026-03-10 04:00:00");
    assert_string_equal(text_of(back, "sysdtm"), SHOP_NOW);
    assert_string_equal(text_of(back, "udid"), "till");
}

static void
a_fully_refunded_order_shows_cancel_3(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    assert_respcd(refund(shop, order, NULL), "0000");

    assert_shows(shop, order, "cancel", "3");
    assert_shows(shop, order, "respcd", "0000");
}

static void
a_partly_refunded_order_shows_cancel_5(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    assert_respcd(refund(shop, order, "txamt", "299", NULL), "0000");

    assert_shows(shop, order, "cancel", "5");
}

static void
parts_add_up_to_the_whole(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    assert_respcd(refund(shop, order, "txamt", "100", NULL), "0000");
    assert_respcd(refund(shop, order, "txamt", "199", NULL), "0000");
    assert_shows(shop, order, "cancel", "5");
    assert_respcd(refund(shop, order, "txamt", "1", NULL), "0000");

    assert_shows(shop, order, "cancel", "3");
}

static void
one_unit_more_than_the_rest_is_refused(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    assert_respcd(refund(shop, order, "txamt", "100", NULL), "0000");

    assert_refused(refund(shop, order, "txamt", "201", NULL), "1272", "RFD-11");
    assert_respcd(refund(shop, order, "txamt", "200", NULL), "0000");
}

static void
more_than_the_payment_is_refused(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    assert_refused(refund(shop, order, "txamt", "301", NULL), "1272", "RFD-11");
    assert_kept(shop, order, "0");
}

static void
after_a_full_refund_another_is_a_wrong_cancel(void **state)
{
    static const char *const keys[] = {"orig_syssn",   "txcurrcd", "resperr", "respmsg",
                                       "out_trade_no", "respcd",   NULL};
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const struct answer *again;

    refund(shop, order, NULL);
    again = refund(shop, order, "txamt", "1", NULL);

    assert_refused(again, "1264", "RFD-14");
    assert_string_equal(text_of(again, "respmsg"), "wrong cancel");
    assert_string_equal(text_of(again, "resperr"), "Order closed, please confirm the order status "
                                                   "before continuing(1264)");
    assert_keys(again->json, keys);
}

static void
a_refund_is_a_record_of_its_own(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const struct answer *back = refund(shop, order, "txamt", "120", NULL);

    assert_shows(shop, back, "order_type", "refund");
    assert_shows(shop, back, "origssn", text_of(order, "syssn"));
    assert_shows(shop, back, "out_trade_no", "refund-1");
    assert_shows(shop, back, "txamt", "120");
    assert_shows(shop, back, "pay_type", "800201");
    assert_shows(shop, back, "cancel", "0");
    assert_shows(shop, back, "respcd", "0000");
}

static void
a_payment_has_no_origssn(void **state)
{
    struct shop *shop = *state;

    assert_null(text_in(record_of(shop, paid(shop, NULL)), "origssn"));
}

static void
a_refund_is_found_by_its_number_too(void **state)
{
    struct shop *shop = *state;

    refund(shop, paid(shop, NULL), NULL);

    assert_string_equal(numbers_in(shop, ask(shop, "out_trade_no", "refund-1,order-1", NULL)),
                        "refund-1 order-1");
}

static void
an_unpaid_order_cannot_be_refunded(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    assert_refused(refund(shop, order, NULL), "1261", "RFD-10");
    assert_unknown(shop, "refund-1");
}

static void
an_expired_order_cannot_be_refunded(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    advance(shop, 1800);

    assert_refused(refund(shop, order, NULL), "1261", "RFD-10");
}

static void
a_failed_payment_cannot_be_refunded(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    payer_does(shop, order, "fail");

    assert_refused(refund(shop, order, NULL), "1261", "RFD-10");
}

static void
a_closed_order_is_1264_for_a_refund(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    call_api(shop, "close", "syssn", text_of(order, "syssn"), "txamt", "300", NULL);

    assert_refused(refund(shop, order, NULL), "1264", "RFD-22");
}

static void
a_reversed_order_is_1263_for_a_refund(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    call_api(shop, "reversal", "syssn", text_of(order, "syssn"), "txamt", "300", NULL);

    assert_refused(refund(shop, order, NULL), "1263", "RFD-22");
}

static void
an_unknown_order_gets_the_captured_refusal_of_four_keys(void **state)
{
    static const char *const keys[] = {"resperr", "respcd", "respmsg", "out_trade_no", NULL};
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const struct answer *back = refund(shop, order, "syssn", "20260310000200020000000001", NULL);

    assert_refused(back, "1136", "RFD-21");
    assert_keys(back->json, keys);
}

static void
a_number_that_is_no_syssn_finds_nothing(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    assert_refused(refund(shop, order, "syssn", "order-1", NULL), "1136", "RFD-21");
}

static void
another_merchants_order_is_unknown(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    as_agent(shop, "ZaMVg00001");

    assert_refused(refund(shop, order, NULL), "1136", "RFD-21");
}

static void
an_agent_refunds_under_the_mchid_that_took_the_money(void **state)
{
    struct shop *shop = *state;

    as_agent(shop, "ZaMVg00001");

    assert_respcd(refund(shop, paid(shop, NULL), NULL), "0000");
}

static void
a_refund_cannot_be_refunded(void **state)
{
    struct shop *shop = *state;
    const struct answer *back = refund(shop, paid(shop, NULL), NULL);

    assert_refused(refund(shop, back, NULL), "1136", "RFD-21");
}

static void
the_payments_own_number_is_used(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const struct answer *back = refund(shop, order, "out_trade_no", "order-1", NULL);

    assert_refused(back, "1251", "RFD-19");
    assert_string_equal(text_of(back, "respmsg"), "out_trade_no is used");
    assert_string_equal(text_of(back, "resperr"),
                        "Do not use duplicate out_trade_no for request(1251)");
    assert_string_equal(text_of(back, "orig_syssn"), text_of(order, "syssn"));
    assert_kept(shop, order, "0");
}

static void
another_refunds_number_is_used(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    refund(shop, order, "txamt", "100", "out_trade_no", "twice", NULL);

    assert_refused(refund(shop, order, "txamt", "100", "out_trade_no", "twice", NULL), "1251",
                   "RFD-19");
}

static void
a_payment_cannot_take_a_refunds_number(void **state)
{
    struct shop *shop = *state;

    refund(shop, paid(shop, NULL), "out_trade_no", "taken", NULL);

    assert_refused(pay(shop, "out_trade_no", "taken", NULL), "1251", "PAY-OTN-02");
}

static void
a_refused_refund_does_not_use_its_number_up(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    refund(shop, order, "txamt", "301", "out_trade_no", "again", NULL);

    assert_respcd(refund(shop, order, "out_trade_no", "again", NULL), "0000");
}

static void
each_parameter_is_needed(void **state)
{
    static const struct {
        const char *name;
        const char *requirement;
    } rows[] = {
        {"syssn", "RFD-01"}, {"out_trade_no", "RFD-02"}, {"txamt", "RFD-03"}, {"txdtm", "RFD-04"}};
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_refused(refund(shop, order, rows[i].name, WITHOUT, NULL), "1104",
                       rows[i].requirement);
        assert_refused(refund(shop, order, rows[i].name, "", NULL), "1104", rows[i].requirement);
    }
}

/* 97CCCC of an order that is large enough. */
static const struct answer *
large_order(struct shop *shop)
{
    return paid(shop, "txamt", "2000000", NULL);
}

static void
a_pending_refund_passes_after_two_queries(void **state)
{
    static const char *const codes[] = {"1143", "1145"};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        const struct answer *order = large_order(shop);
        const struct answer *back = refund(shop, order, "txamt", format(shop, "97%s", codes[i]),
                                           NULL);

        assert_respcd(back, codes[i]);
        assert_keys(back->json, answer_keys);
        assert_string_equal(text_of(back, "paydtm"), text_of(back, "sysdtm"));
        assert_record(shop, back, codes[i]);
        assert_record(shop, back, codes[i]);
        assert_record(shop, back, "0000");
        assert_shows(shop, order, "cancel", "5");
    }
}

static void
a_pending_refund_does_not_count_yet(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = large_order(shop);

    refund(shop, order, "txamt", "971143", NULL);

    assert_shows(shop, order, "cancel", "0");
    assert_shows(shop, order, "respcd", "0000");
}

static void
a_second_refund_is_refused_while_one_is_in_progress(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = large_order(shop);
    const struct answer *second;

    refund(shop, order, "txamt", "971143", NULL);
    second = refund(shop, order, "txamt", "1", NULL);

    assert_refused(second, "1102", "RFD-20");
    assert_string_equal(text_of(second, "resperr"),
                        "You still have prosessing requests, please do not repeat the "
                        "initiation.\n該筆訂單仍有正在處理中的退款請求，請勿重複提交申請。");
}

static void
the_number_of_a_pending_refund_is_used(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = large_order(shop);

    refund(shop, order, "txamt", "971143", "out_trade_no", "pending", NULL);

    assert_refused(refund(shop, order, "txamt", "971143", "out_trade_no", "pending", NULL), "1251",
                   "RFD-19");
}

static void
a_pending_refund_lets_the_next_pass_when_it_is_final(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = large_order(shop);
    const struct answer *back = refund(shop, order, "txamt", "971143", NULL);

    for (int i = 0; i < 3; i++)
        record_of(shop, back);

    assert_refused(refund(shop, order, "txamt", "1028858", NULL), "1272", "RFD-11");
    assert_respcd(refund(shop, order, "txamt", "1028857", NULL), "0000");
    assert_shows(shop, order, "cancel", "3");
}

static void
a_refund_that_fails_in_the_end_gives_the_money_back_to_the_rest(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = large_order(shop);
    const struct answer *back = refund(shop, order, "txamt", "971269", NULL);

    assert_respcd(back, "1143");
    assert_record(shop, back, "1143");
    assert_record(shop, back, "1269");
    assert_record(shop, back, "1269");

    assert_shows(shop, order, "cancel", "0");
    assert_respcd(refund(shop, order, NULL), "0000");
}

static void
the_header_makes_the_refund_itself_answer_a_code(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    shop->trigger = "respcd=1155";
    assert_respcd(refund(shop, order, NULL), "1155");
    shop->trigger = NULL;

    assert_kept(shop, order, "0");
    assert_unknown(shop, "refund-1");
}

static void
a_code_of_the_channel_leaves_a_failed_refund(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const struct answer *back;

    shop->trigger = "respcd=1297";
    back = refund(shop, order, NULL);
    shop->trigger = NULL;

    assert_respcd(back, "1297");
    assert_keys(back->json, answer_keys);
    assert_record(shop, back, "1297");
    assert_kept(shop, order, "0");
}

static void
the_payer_has_no_hand_in_a_refund(void **state)
{
    struct shop *shop = *state;
    const struct answer *back = refund(shop, large_order(shop), "txamt", "971143", NULL);

    assert_control_refuses(payer_does(shop, back, "pay"), 409);
}

static void
a_channel_may_refund_a_pay_type_in_full_only(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    control(shop, "PUT", "merchants/" DIRECT_APP,
            "{\"features\": {\"full_refund_only\": [\"800201\"]}}");

    assert_refused(refund(shop, order, "txamt", "299", NULL), "1271", "RFD-12");
    assert_respcd(refund(shop, order, NULL), "0000");
}

static void
a_channel_may_refund_a_currency_in_full_only(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    control(shop, "PUT", "merchants/" DIRECT_APP,
            "{\"features\": {\"full_refund_only\": [\"HKD\"]}}");

    assert_refused(refund(shop, order, "txamt", "299", NULL), "1270", "RFD-12");
    assert_respcd(refund(shop, order, NULL), "0000");
}

static void
a_refund_by_get_is_not_allowed(void **state)
{
    struct shop *shop = *state;
    struct call call = a_call(shop, "refund", NULL);

    call.method = "GET";

    assert_int_equal(deliver(shop, &call)->reply.http_status, 405);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(a_full_refund_answers_with_the_keys_of_the_sample),
        SHOP_TEST(a_refund_repeats_the_wallets_number_of_the_payment),
        SHOP_TEST(a_refund_echoes_txdtm_and_udid),
        SHOP_TEST(a_fully_refunded_order_shows_cancel_3),
        SHOP_TEST(a_partly_refunded_order_shows_cancel_5),
        SHOP_TEST(parts_add_up_to_the_whole),
        SHOP_TEST(one_unit_more_than_the_rest_is_refused),
        SHOP_TEST(more_than_the_payment_is_refused),
        SHOP_TEST(after_a_full_refund_another_is_a_wrong_cancel),
        SHOP_TEST(a_refund_is_a_record_of_its_own),
        SHOP_TEST(a_payment_has_no_origssn),
        SHOP_TEST(a_refund_is_found_by_its_number_too),
        SHOP_TEST(an_unpaid_order_cannot_be_refunded),
        SHOP_TEST(an_expired_order_cannot_be_refunded),
        SHOP_TEST(a_failed_payment_cannot_be_refunded),
        SHOP_TEST(a_closed_order_is_1264_for_a_refund),
        SHOP_TEST(a_reversed_order_is_1263_for_a_refund),
        SHOP_TEST(an_unknown_order_gets_the_captured_refusal_of_four_keys),
        SHOP_TEST(a_number_that_is_no_syssn_finds_nothing),
        SHOP_TEST(another_merchants_order_is_unknown),
        SHOP_TEST(an_agent_refunds_under_the_mchid_that_took_the_money),
        SHOP_TEST(a_refund_cannot_be_refunded),
        SHOP_TEST(the_payments_own_number_is_used),
        SHOP_TEST(another_refunds_number_is_used),
        SHOP_TEST(a_payment_cannot_take_a_refunds_number),
        SHOP_TEST(a_refused_refund_does_not_use_its_number_up),
        SHOP_TEST(each_parameter_is_needed),
        SHOP_TEST(a_pending_refund_passes_after_two_queries),
        SHOP_TEST(a_pending_refund_does_not_count_yet),
        SHOP_TEST(a_second_refund_is_refused_while_one_is_in_progress),
        SHOP_TEST(the_number_of_a_pending_refund_is_used),
        SHOP_TEST(a_pending_refund_lets_the_next_pass_when_it_is_final),
        SHOP_TEST(a_refund_that_fails_in_the_end_gives_the_money_back_to_the_rest),
        SHOP_TEST(the_header_makes_the_refund_itself_answer_a_code),
        SHOP_TEST(a_code_of_the_channel_leaves_a_failed_refund),
        SHOP_TEST(the_payer_has_no_hand_in_a_refund),
        SHOP_TEST(a_channel_may_refund_a_pay_type_in_full_only),
        SHOP_TEST(a_channel_may_refund_a_currency_in_full_only),
        SHOP_TEST(a_refund_by_get_is_not_allowed),
    };

    return cmocka_run_group_tests_name("refund", tests, NULL, NULL);
}
