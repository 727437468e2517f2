/* Amounts and a header that make a payment end in a certain code. Expected shapes are those of
 * RSP-12 and RSP-13: codes that QFPay says itself leave nothing behind, codes of the channel leave
 * a failed order and use its number up. */
#include "shop.h"

#include <string.h>

#include "qfpay/code.h"

/* The channel's refusal has the whole shape, with empty wallet fields. */
static void
assert_channel_refuses(const struct answer *answer, const char *respcd)
{
    assert_respcd(answer, respcd);
    assert_non_null(text_of(answer, "syssn"));
    assert_string_equal(text_of(answer, "sysdtm"), SHOP_NOW);
    assert_string_equal(text_of(answer, "paydtm"), SHOP_NOW);
    assert_string_equal(text_of(answer, "chnlsn"), "");
    assert_string_equal(text_of(answer, "cardcd"), "");
    assert_null(text_of(answer, "qrcode"));
}

static void
amount_99_and_a_code_of_the_channel_fails_the_order(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "991205", NULL);

    assert_channel_refuses(order, "1205");
    assert_state(shop, order, "failed");
    assert_record(shop, order, "1205");
}

static void
a_refusal_by_the_channel_uses_the_number_up(void **state)
{
    struct shop *shop = *state;

    assert_channel_refuses(pay(shop, "out_trade_no", "failed", "txamt", "991205", NULL), "1205");

    assert_refused(pay(shop, "out_trade_no", "failed", NULL), "1251", "PAY-OTN-02");
}

static void
amount_99_and_an_early_code_leaves_no_order(void **state)
{
    struct shop *shop = *state;

    assert_refused(pay(shop, "out_trade_no", "early", "txamt", "991100", NULL), "1100", "RSP-12");
    assert_unknown(shop, "early");

    assert_accepted(pay(shop, "out_trade_no", "early", NULL));
}

static void
every_code_of_the_catalogue_can_be_provoked_by_amount(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < qfpay_code_count(); i++) {
        const struct qfpay_code *code = qfpay_code_at(i);
        const struct answer *answer;

        if (code->stage == QFPAY_STAGE_OUTSIDE)
            continue;
        answer = pay(shop, "txamt", format(shop, "99%s", code->respcd), NULL);

        assert_int_equal(answer->reply.http_status, 200);
        assert_respcd(answer, code->respcd);
    }
}

static void
every_failure_can_be_the_end_of_an_accepted_order(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < qfpay_code_count(); i++) {
        const struct qfpay_code *code = qfpay_code_at(i);
        const struct answer *order;

        if (code->stage == QFPAY_STAGE_OUTSIDE || code->outcome != QFPAY_OUTCOME_FAILURE)
            continue;
        order = pay(shop, "txamt", format(shop, "98%s", code->respcd), NULL);

        assert_accepted(order);
        assert_record(shop, order, "1143");
        assert_record(shop, order, code->respcd);
        assert_record(shop, order, code->respcd);
    }
}

static void
amount_991143_answers_1143_twice_and_is_then_paid(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "991143", NULL);

    assert_respcd(order, "1143");
    assert_non_null(text_of(order, "qrcode"));
    assert_record(shop, order, "1143");
    assert_record(shop, order, "1143");
    assert_record(shop, order, "0000");
    assert_state(shop, order, "paid");
}

static void
amount_991145_answers_1145_twice_and_is_then_paid(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "991145", NULL);

    assert_respcd(order, "1145");
    assert_record(shop, order, "1145");
    assert_record(shop, order, "1145");
    assert_record(shop, order, "0000");
}

/* The page of status codes says of 1298 what it says of 1143: keep asking (PIT-53). */
static void
amount_991298_answers_1298_twice_and_is_then_paid(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "991298", NULL);

    assert_respcd(order, "1298");
    assert_non_null(text_of(order, "qrcode"));
    assert_state(shop, order, "unpaid");
    assert_record(shop, order, "1298");
    assert_record(shop, order, "1298");
    assert_record(shop, order, "0000");
    assert_state(shop, order, "paid");
}

static void
amount_981145_is_accepted_pending_twice_and_then_paid(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "981145", NULL);

    assert_accepted(order);
    assert_record(shop, order, "1145");
    assert_record(shop, order, "1145");
    assert_record(shop, order, "0000");
}

static void
a_paid_ending_has_a_time_and_the_wallets_ids(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "980000", NULL);
    const cJSON *record;

    assert_record(shop, order, "1143");
    advance(shop, 60);
    record = record_at(ask(shop, "syssn", text_of(order, "syssn"), NULL), 0);

    assert_string_equal(text_in(record, "respcd"), "0000");
    assert_string_equal(text_in(record, "paydtm"), "2026-03-10 12:01:00");
    assert_memory_equal(text_in(record, "chnlsn"), "4200", 4);
}

static void
amount_990000_is_an_ordinary_order(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "990000", NULL);

    assert_accepted(order);
    assert_record(shop, order, "1143");
    assert_record(shop, order, "1143");
}

static void
an_unknown_code_makes_an_amount_an_ordinary_one(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "999999", NULL);

    assert_accepted(order);
    assert_not_advised(order);
}

static void
a_trigger_amount_has_six_digits(void **state)
{
    assert_accepted(pay(*state, "txamt", "9912050", NULL));
    assert_accepted(pay(*state, "txamt", "99120", NULL));
}

static void
a_followed_trigger_is_said_in_the_advice(void **state)
{
    const struct answer *order = pay(*state, "txamt", "981201", NULL);

    assert_accepted(order);
    assert_non_null(strstr(order->reply.advice, "981201"));
}

static void
no_triggers_makes_all_amounts_ordinary(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--no-triggers", NULL);

    assert_accepted(pay(shop, "txamt", "991205", NULL));
}

static void
the_header_provokes_a_code_whatever_the_amount(void **state)
{
    struct shop *shop = *state;

    shop->trigger = "respcd=1205";

    assert_channel_refuses(pay(shop, NULL), "1205");
}

static void
the_header_wins_over_the_amount(void **state)
{
    struct shop *shop = *state;

    shop->trigger = "respcd=1100";

    assert_refused(pay(shop, "txamt", "991205", NULL), "1100", "RSP-12");
}

static void
the_header_works_without_trigger_amounts(void **state)
{
    struct shop *shop = *state;

    shop_restart(shop, "--no-triggers", NULL);
    shop->trigger = "respcd=1205";

    assert_channel_refuses(pay(shop, NULL), "1205");
}

static void
the_header_provokes_a_code_of_the_query_itself(void **state)
{
    struct shop *shop = *state;

    shop->trigger = "respcd=1297";

    assert_respcd(ask(shop, NULL), "1297");
}

static void
a_header_that_cannot_be_read_is_ignored_with_advice(void **state)
{
    static const char *const headers[] = {"",
                                          "respcd=",
                                          "respcd=9999",
                                          "respcd=1205 ",
                                          "1205",
                                          "lost=answer",
                                          "respcd=1104;ending=0000",
                                          "respcd=0000;ending=0000",
                                          "respcd=1298;ending=9999",
                                          "respcd=1298;ending=",
                                          "respcd=1298;ending=0000;"};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        const struct answer *order;

        shop->trigger = headers[i];
        order = pay(shop, NULL);

        assert_accepted(order);
        assert_non_null(strstr(order->reply.advice, "not understood"));
    }
}

static void
the_header_can_name_a_failing_answer_and_another_ending(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    shop->trigger = "respcd=2999;ending=0000";
    order = pay(shop, NULL);
    shop->trigger = NULL;

    assert_channel_refuses(order, "2999");
    assert_record(shop, order, "1143");
    assert_record(shop, order, "0000");
}

static void
a_scanned_code_can_have_a_failing_answer_and_another_ending(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    shop->trigger = "respcd=2999;ending=0000";
    order = pay(shop, "pay_type", "800208", "auth_code", "130000000000000001", NULL);
    shop->trigger = NULL;

    assert_channel_refuses(order, "2999");
    assert_record(shop, order, "1143");
    assert_record(shop, order, "0000");
}

static void
the_header_can_name_a_pending_answer_and_another_ending(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    shop->trigger = "respcd=1298;ending=1201";
    order = pay(shop, NULL);
    shop->trigger = NULL;

    assert_respcd(order, "1298");
    assert_non_null(text_of(order, "qrcode"));
    assert_record(shop, order, "1143");
    assert_record(shop, order, "1201");
}

static void
a_refused_request_follows_no_trigger(void **state)
{
    struct shop *shop = *state;

    shop->trigger = "respcd=1205";

    assert_refused(pay(shop, "txdtm", "now", NULL), "1104", "PAY-TXDTM-02");
}

static void
looking_with_the_control_api_does_not_count_as_a_query(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "981201", NULL);

    for (int i = 0; i < 5; i++)
        assert_state(shop, order, "unpaid");

    assert_record(shop, order, "1143");
    assert_record(shop, order, "1201");
}

static void
a_query_for_other_orders_does_not_count(void **state)
{
    struct shop *shop = *state;
    const struct answer *other = pay(shop, NULL);
    const struct answer *order = pay(shop, "txamt", "981201", NULL);

    assert_record(shop, other, "1143");
    assert_record(shop, other, "1143");

    assert_record(shop, order, "1143");
    assert_record(shop, order, "1201");
}

static void
a_scripted_order_still_expires(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "981201", NULL);

    advance(shop, 30L * 60);

    assert_record(shop, order, "1181");
}

static void
the_payer_can_pay_before_the_script_ends(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "981201", NULL);

    assert_int_equal(payer_does(shop, order, "pay")->reply.http_status, 200);

    assert_record(shop, order, "0000");
    assert_record(shop, order, "0000");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(amount_99_and_a_code_of_the_channel_fails_the_order),
        SHOP_TEST(a_refusal_by_the_channel_uses_the_number_up),
        SHOP_TEST(amount_99_and_an_early_code_leaves_no_order),
        SHOP_TEST(every_code_of_the_catalogue_can_be_provoked_by_amount),
        SHOP_TEST(every_failure_can_be_the_end_of_an_accepted_order),
        SHOP_TEST(amount_991143_answers_1143_twice_and_is_then_paid),
        SHOP_TEST(amount_991298_answers_1298_twice_and_is_then_paid),
        SHOP_TEST(amount_991145_answers_1145_twice_and_is_then_paid),
        SHOP_TEST(amount_981145_is_accepted_pending_twice_and_then_paid),
        SHOP_TEST(a_paid_ending_has_a_time_and_the_wallets_ids),
        SHOP_TEST(amount_990000_is_an_ordinary_order),
        SHOP_TEST(an_unknown_code_makes_an_amount_an_ordinary_one),
        SHOP_TEST(a_trigger_amount_has_six_digits),
        SHOP_TEST(a_followed_trigger_is_said_in_the_advice),
        SHOP_TEST(no_triggers_makes_all_amounts_ordinary),
        SHOP_TEST(the_header_provokes_a_code_whatever_the_amount),
        SHOP_TEST(the_header_wins_over_the_amount),
        SHOP_TEST(the_header_works_without_trigger_amounts),
        SHOP_TEST(the_header_provokes_a_code_of_the_query_itself),
        SHOP_TEST(a_header_that_cannot_be_read_is_ignored_with_advice),
        SHOP_TEST(the_header_can_name_a_failing_answer_and_another_ending),
        SHOP_TEST(the_header_can_name_a_pending_answer_and_another_ending),
        SHOP_TEST(a_scanned_code_can_have_a_failing_answer_and_another_ending),
        SHOP_TEST(a_refused_request_follows_no_trigger),
        SHOP_TEST(looking_with_the_control_api_does_not_count_as_a_query),
        SHOP_TEST(a_query_for_other_orders_does_not_count),
        SHOP_TEST(a_scripted_order_still_expires),
        SHOP_TEST(the_payer_can_pay_before_the_script_ends),
    };

    return cmocka_run_group_tests_name("trigger", tests, NULL, NULL);
}
