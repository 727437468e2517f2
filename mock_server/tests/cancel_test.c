/* Reversal and close: what each ends, what each refuses, and what a query shows afterwards.
 * Which pay types have them is cancel_types_test.c. */
#include "shop.h"

#include <string.h>

static const struct answer *
cancel(struct shop *shop, const char *name, const struct answer *order)
{
    return call_api(shop, name, "syssn", text_of(order, "syssn"), "txamt", "300", NULL);
}

static void
feature(struct shop *shop, const char *name)
{
    control(shop, "PUT", "merchants/" DIRECT_APP,
            format(shop, "{\"features\": {\"%s\": true}}", name));
}

static void
a_reversal_answers_with_the_keys_of_the_sample(void **state)
{
    static const char *const keys[] = {"orig_syssn", "syssn",   "txamt",  "txcurrcd",
                                       "txdtm",      "sysdtm",  "chnlsn", "respcd",
                                       "resperr",    "respmsg", NULL};
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const struct answer *answer = cancel(shop, "reversal", order);

    assert_respcd(answer, "0000");
    assert_keys(answer->json, keys);
    assert_string_equal(text_of(answer, "orig_syssn"), text_of(order, "syssn"));
}

static void
a_close_answers_with_the_keys_of_the_capture(void **state)
{
    static const char *const keys[] = {"orig_syssn", "sysdtm",   "cardcd", "txdtm",
                                       "resperr",    "txcurrcd", "txamt",  "respmsg",
                                       "syssn",      "respcd",   NULL};
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const struct answer *answer = cancel(shop, "close", order);

    assert_respcd(answer, "0000");
    assert_keys(answer->json, keys);
    assert_string_equal(text_of(answer, "orig_syssn"), text_of(order, "syssn"));
}

static const char *const both[] = {"reversal", "close"};

static void
afterwards_the_order_is_1142_with_cancel_2_and_nobody_can_pay_it(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(both); i++) {
        const struct answer *order = pay(shop, NULL);

        cancel(shop, both[i], order);

        assert_record(shop, order, "1142");
        assert_shows(shop, order, "cancel", "2");
        assert_control_refuses(payer_does(shop, order, "pay"), 409);
    }
}

static void
numbers_of_two_orders_are_refused_and_end_neither(void **state)
{
    struct shop *shop = *state;
    const struct answer *one = pay(shop, NULL);
    const struct answer *other = pay(shop, NULL);

    for (size_t i = 0; i < COUNT_OF(both); i++)
        assert_refused(call_api(shop, both[i], "syssn", text_of(one, "syssn"), "out_trade_no",
                                text_of(other, "out_trade_no"), "txamt", "300", NULL),
                       "1267", "RVS-14");
    assert_state(shop, one, "unpaid");
    assert_state(shop, other, "unpaid");
}

static void
both_numbers_of_one_order_mean_it(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(both); i++) {
        const struct answer *order = pay(shop, NULL);

        assert_respcd(call_api(shop, both[i], "syssn", text_of(order, "syssn"), "out_trade_no",
                               text_of(order, "out_trade_no"), "txamt", "300", NULL),
                      "0000");
    }
}

static void
the_call_itself_is_no_record(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(both); i++) {
        const struct answer *answer = cancel(shop, both[i], pay(shop, NULL));

        assert_int_equal(record_count(ask(shop, "syssn", text_of(answer, "syssn"), NULL)), 0);
    }
}

static void
its_number_is_not_given_again(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const struct answer *answer = cancel(shop, "close", order);
    const struct answer *next = pay(shop, NULL);

    assert_string_not_equal(text_of(answer, "syssn"), text_of(order, "syssn"));
    assert_string_not_equal(text_of(answer, "syssn"), text_of(next, "syssn"));
}

static void
an_order_that_the_payer_looks_at_can_be_ended(void **state)
{
    static const char *const actions[] = {"scan", "password", "processing"};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        for (size_t way = 0; way < COUNT_OF(both); way++) {
            const struct answer *order = pay(shop, NULL);

            payer_does(shop, order, actions[i]);

            assert_respcd(cancel(shop, both[way], order), "0000");
            assert_record(shop, order, "1142");
        }
    }
}

static void
the_order_may_be_named_by_its_out_trade_no(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(both); i++) {
        const struct answer *order = pay(shop, NULL);

        assert_respcd(call_api(shop, both[i], "out_trade_no", text_of(order, "out_trade_no"),
                               "txamt", "300", NULL),
                      "0000");
        assert_record(shop, order, "1142");
    }
}

static void
get_and_post_are_both_accepted(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(both); i++) {
        const struct answer *order = pay(shop, NULL);
        struct call call = a_call(shop, both[i], "syssn", text_of(order, "syssn"), "txamt", "300",
                                  NULL);

        call.method = "GET";
        call.query = call.body;
        call.body = NULL;
        call.headers.content_type = NULL;

        assert_respcd(deliver(shop, &call), "0000");
    }
}

static void
a_paid_order_is_1260(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    assert_refused(cancel(shop, "reversal", order), "1260", "RVS-10");
    assert_refused(cancel(shop, "close", order), "1260", "CLS-01");
    assert_record(shop, order, "0000");
}

static void
a_refunded_order_is_1262(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    refund(shop, order, NULL);

    assert_refused(cancel(shop, "reversal", order), "1262", "RVS-10");
    assert_refused(cancel(shop, "close", order), "1262", "CLS-01");
}

static void
without_a_number_it_is_1104(void **state)
{
    struct shop *shop = *state;

    assert_refused(call_api(shop, "reversal", "txamt", "300", NULL), "1104", "RVS-14");
    assert_refused(call_api(shop, "close", "txamt", "300", NULL), "1104", "CLS-03");
}

static void
amount_and_time_are_needed(void **state)
{
    struct shop *shop = *state;
    const char *syssn = text_of(pay(shop, NULL), "syssn");

    for (size_t i = 0; i < COUNT_OF(both); i++) {
        assert_respcd(call_api(shop, both[i], "syssn", syssn, NULL), "1104");
        assert_respcd(
            call_api(shop, both[i], "syssn", syssn, "txamt", "300", "txdtm", WITHOUT, NULL),
            "1104");
    }
}

static void
an_unknown_order_is_1136(void **state)
{
    struct shop *shop = *state;

    assert_refused(call_api(shop, "reversal", "out_trade_no", "none", "txamt", "1", NULL), "1136",
                   "RVS-14");
    assert_refused(call_api(shop, "close", "out_trade_no", "none", "txamt", "1", NULL), "1136",
                   "CLS-05");
}

static void
another_merchants_order_is_unknown(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    as_agent(shop, "ZaMVg00001");

    assert_refused(cancel(shop, "reversal", order), "1136", "RVS-14");
    assert_refused(cancel(shop, "close", order), "1136", "CLS-05");
}

static void
a_refund_cannot_be_cancelled(void **state)
{
    struct shop *shop = *state;
    const struct answer *back = refund(shop, paid(shop, NULL), NULL);

    assert_refused(cancel(shop, "reversal", back), "1136", "RVS-14");
    assert_refused(cancel(shop, "close", back), "1136", "CLS-05");
}

static void
a_reversal_compares_the_amount_and_a_close_does_not(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "301", NULL);

    assert_refused(cancel(shop, "reversal", order), "1266", "RVS-14");
    assert_respcd(cancel(shop, "close", order), "0000");
}

static void
closing_twice_is_1142(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    cancel(shop, "close", order);

    assert_refused(cancel(shop, "close", order), "1142", "CLS-07");
}

static void
reversing_twice_is_1263(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    cancel(shop, "reversal", order);

    assert_refused(cancel(shop, "reversal", order), "1263", "RVS-18");
}

static void
an_expired_order_is_1181(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "expired_time", "5", NULL);

    advance(shop, 299);
    assert_record(shop, order, "1143");
    advance(shop, 1);

    assert_refused(cancel(shop, "close", order), "1181", "CLS-08");
    assert_refused(cancel(shop, "reversal", order), "1181", "RVS-10");
}

static void
a_failed_payment_has_nothing_to_cancel(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    payer_does(shop, order, "fail");

    assert_refused(cancel(shop, "reversal", order), "1136", "RVS-14");
    assert_refused(cancel(shop, "close", order), "1136", "CLS-05");
}

static void
a_t0_merchant_cannot_cancel(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    feature(shop, "t0");

    assert_refused(cancel(shop, "reversal", order), "1150", "RVS-17");
    assert_refused(cancel(shop, "close", order), "1150", "RVS-17");
    assert_record(shop, order, "1143");
}

static void
a_reversal_may_be_in_progress(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    shop->trigger = "respcd=1145";
    assert_respcd(cancel(shop, "reversal", order), "1145");
    shop->trigger = NULL;

    assert_record(shop, order, "1142");
}

static void
a_forced_refusal_leaves_the_order_alone(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    shop->trigger = "respcd=1267";
    assert_respcd(cancel(shop, "close", order), "1267");
    shop->trigger = NULL;

    assert_record(shop, order, "1143");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(a_reversal_answers_with_the_keys_of_the_sample),
        SHOP_TEST(a_close_answers_with_the_keys_of_the_capture),
        SHOP_TEST(afterwards_the_order_is_1142_with_cancel_2_and_nobody_can_pay_it),
        SHOP_TEST(numbers_of_two_orders_are_refused_and_end_neither),
        SHOP_TEST(both_numbers_of_one_order_mean_it),
        SHOP_TEST(the_call_itself_is_no_record),
        SHOP_TEST(its_number_is_not_given_again),
        SHOP_TEST(an_order_that_the_payer_looks_at_can_be_ended),
        SHOP_TEST(the_order_may_be_named_by_its_out_trade_no),
        SHOP_TEST(get_and_post_are_both_accepted),
        SHOP_TEST(a_paid_order_is_1260),
        SHOP_TEST(a_refunded_order_is_1262),
        SHOP_TEST(without_a_number_it_is_1104),
        SHOP_TEST(amount_and_time_are_needed),
        SHOP_TEST(an_unknown_order_is_1136),
        SHOP_TEST(another_merchants_order_is_unknown),
        SHOP_TEST(a_refund_cannot_be_cancelled),
        SHOP_TEST(a_reversal_compares_the_amount_and_a_close_does_not),
        SHOP_TEST(closing_twice_is_1142),
        SHOP_TEST(reversing_twice_is_1263),
        SHOP_TEST(an_expired_order_is_1181),
        SHOP_TEST(a_failed_payment_has_nothing_to_cancel),
        SHOP_TEST(a_t0_merchant_cannot_cancel),
        SHOP_TEST(a_reversal_may_be_in_progress),
        SHOP_TEST(a_forced_refusal_leaves_the_order_alone),
    };

    return cmocka_run_group_tests_name("cancel", tests, NULL, NULL);
}
