/*
 * Placing an order: what is sent, what an answer means, and that no trouble on the way makes a
 * second order.
 */
#include "till.h"

#include <string.h>

static struct qfpay_payment
an_order(void)
{
    return (struct qfpay_payment){
        .txamt = 1000, .txcurrcd = "HKD", .pay_type = "800201", .out_trade_no = "order-1"};
}

static enum qfpay_status
pay(struct till *till, const struct qfpay_payment *payment)
{
    return qfpay_pay(till->client, payment, &till->answer, &till->err);
}

static void
an_accepted_qr_order_is_pending_not_paid(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_answers(till, a_payment("0000"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_PENDING);
    assert_true(qfpay_answer_worked(till->answer));
    assert_string_equal(qfpay_answer_qrcode(till->answer), "weixin://wxpay/bizpayurl?pr=4PsXP5N");
}

static void
a_scanned_payer_code_that_is_accepted_is_paid(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    order.pay_type = "800208";
    order.auth_code = "130000000000000000";
    qfpay_answers(till, "{\"respcd\": \"0000\", \"syssn\": \"20200410000300020086358791\"}");

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
}

static void
a_refused_order_is_a_failure_with_its_code(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_answers(till, "{\"respcd\": \"1242\", \"resperr\": \"not configured(1242)\"}");

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_FAILURE);
    assert_respcd(till, "1242");
}

static void
a_code_that_leaves_open_whether_money_moved_is_doubtful(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_answers(till, a_payment("1296"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_FAILURE);
    assert_true(qfpay_answer_is_doubtful(till->answer));
}

static void
a_payment_under_1298_is_pending_and_doubtful(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_answers(till, a_payment("1298"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_PENDING);
    assert_true(qfpay_answer_is_doubtful(till->answer));
}

static void
an_order_carries_its_members_under_the_names_of_the_api(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    order.expired_time = 10;
    order.goods_name = "Tea & cake";
    qfpay_answers(till, a_payment("0000"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_string_equal(asked_value(till, 0, "txamt"), "1000");
    assert_string_equal(asked_value(till, 0, "expired_time"), "10");
    assert_string_equal(asked_value(till, 0, "goods_name"), "Tea & cake");
    assert_null(asked_value(till, 0, "udid"));
    assert_null(asked_value(till, 0, "mchid"));
}

static void
an_empty_member_counts_as_not_given(void **state)
{
    struct till *till = *state;
    const struct qfpay_param other = qfpay_param_of("trade_name", "");
    struct qfpay_payment order = an_order();

    order.goods_name = "";
    order.txdtm = "";
    order.others = &other;
    order.other_count = 1;
    qfpay_answers(till, a_payment("0000"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_null(asked_value(till, 0, "goods_name"));
    assert_null(asked_value(till, 0, "trade_name"));
    assert_string_equal(asked_value(till, 0, "txdtm"), "2020-04-10 11:45:44");
}

static void
an_empty_member_that_is_mandatory_is_missing(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    order.txcurrcd = "";

    assert_int_equal(pay(till, &order), QFPAY_E_ARG);
    assert_non_null(strstr(till->err.message, "txcurrcd is missing"));
}

static void
an_order_without_a_time_gets_the_wall_clock_of_utc_plus_8(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_answers(till, a_payment("0000"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_string_equal(asked_value(till, 0, "txdtm"), "2020-04-10 11:45:44");
}

static void
an_order_without_a_time_gets_the_wall_clock_of_its_own_zone(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    order.txzone = "+0900";
    qfpay_answers(till, a_payment("0000"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_string_equal(asked_value(till, 0, "txdtm"), "2020-04-10 12:45:44");
}

static void
an_agents_order_carries_the_mchid_of_the_settings(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();
    struct qfpay_settings settings;

    till_settings(till, &settings);
    settings.mchid = "ZaMVg00001";
    till_reopen(till, &settings);
    qfpay_answers(till, a_payment("0000"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_string_equal(asked_value(till, 0, "mchid"), "ZaMVg00001");
}

static void
a_parameter_that_breaks_its_rule_is_named_and_nothing_is_sent(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    order.expired_time = 4;

    assert_int_equal(pay(till, &order), QFPAY_E_ARG);
    assert_non_null(strstr(till->err.message, "expired_time"));
    assert_asked(till, "");
}

static void
extend_info_follows_the_rules_of_its_pay_type(void **state)
{
    static const char scene[] = "{\"scene_info\": {\"h5_info\": {\"type\": \"Wap\", \"wap_url\": "
                                "\"https://shop.example\", \"wap_name\": \"Shop\"}}, "
                                "\"spbill_create_ip\": \"192.0.2.1\"}";
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    order.pay_type = "800212";
    order.extend_info = scene;
    qfpay_answers(till, a_payment("0000"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_string_equal(asked_value(till, 0, "extend_info"), scene);
}

static void
a_parameter_that_the_pay_type_needs_is_named_and_nothing_is_sent(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    order.pay_type = "800208";

    assert_int_equal(pay(till, &order), QFPAY_E_ARG);
    assert_non_null(strstr(till->err.message, "auth_code"));
    assert_asked(till, "");
}

static void
what_the_documents_only_recommend_may_be_left_out(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    order.pay_type = "801107";
    qfpay_answers(till, a_payment("0000"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_asked(till, "payment");
}

static void
an_order_whose_answer_is_lost_is_looked_up_and_never_sent_again(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_loses_the_answer(till);
    qfpay_answers(till, a_query(a_record("1143")));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_PENDING);
    assert_asked(till, "payment query");
    assert_string_equal(asked_value(till, 1, "out_trade_no"), "order-1");
    assert_string_equal(qfpay_answer_syssn(till->answer), "20200410000300020086358791");
}

static void
a_lost_order_that_appears_late_is_found(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_loses_the_answer(till);
    qfpay_answers(till, a_query(""));
    qfpay_loses_the_answer(till);
    qfpay_answers(till, a_query(a_record("0000")));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
    assert_asked(till, "payment query query query");
    assert_paused(till, 1000, 2000, -1);
}

static void
a_lost_order_that_qfpay_does_not_know_is_the_failure_that_it_was(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_loses_the_answer(till);
    for (int i = 0; i < 4; i++)
        qfpay_answers(till, a_query(""));

    assert_int_equal(pay(till, &order), QFPAY_E_TRANSPORT);
    assert_null(till->answer);
    assert_non_null(strstr(till->err.message, "shows no order order-1"));
}

static void
a_lost_order_that_cannot_be_looked_up_is_said_to_be_unknown(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_loses_the_answer(till);
    for (int i = 0; i < 4; i++)
        qfpay_is_out_of_reach(till);

    assert_int_equal(pay(till, &order), QFPAY_E_TRANSPORT);
    assert_non_null(strstr(till->err.message, "query it before trying again"));
}

static void
an_unreadable_answer_counts_as_lost(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    (void)qfpay_replies(till, 200, "<html>busy</html>");
    qfpay_answers(till, a_query(a_record("1143")));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_asked(till, "payment query");
}

static void
a_bad_gateway_counts_as_lost(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    (void)qfpay_replies(till, 502, "bad gateway");
    qfpay_answers(till, a_query(a_record("1143")));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_asked(till, "payment query");
}

static void
a_request_that_never_left_is_not_looked_up(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_is_out_of_reach(till);

    assert_int_equal(pay(till, &order), QFPAY_E_TRANSPORT);
    assert_asked(till, "payment");
}

static void
an_order_may_not_be_repeated_by_the_transport(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_answers(till, a_payment("0000"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_false(till->asked[0].repeatable);
}

static void
too_many_requests_are_waited_out_under_the_same_number(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_is_too_busy(till, NULL);
    qfpay_is_too_busy(till, NULL);
    qfpay_answers(till, a_payment("0000"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_PENDING);
    assert_asked(till, "payment payment payment");
    assert_string_equal(asked_value(till, 2, "out_trade_no"), "order-1");
    assert_paused(till, 1000, 2000, -1);
}

static void
a_retry_after_in_seconds_is_honoured(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_is_too_busy(till, "7");
    qfpay_answers(till, a_payment("0000"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_paused(till, 7000, -1);
}

static void
a_retry_after_as_a_date_is_honoured(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_is_too_busy(till, "Fri, 10 Apr 2020 03:45:53 GMT");
    qfpay_answers(till, a_payment("0000"));

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_paused(till, 9000, -1);
}

static void
an_endless_429_is_handed_out_as_refused_and_undecided(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    for (int i = 0; i < 6; i++)
        qfpay_is_too_busy(till, NULL);

    assert_int_equal(pay(till, &order), QFPAY_OK);
    assert_false(qfpay_answer_worked(till->answer));
    assert_outcome(till, QFPAY_OUTCOME_PENDING);
    assert_paused(till, 1000, 2000, 4000, 8000, 16000, -1);
}

static void
an_answer_with_a_wrong_signature_is_not_believed(void **state)
{
    struct till *till = *state;
    struct qfpay_payment order = an_order();

    qfpay_replies(till, 200, a_payment("0000"))->sign = "00000000000000000000000000000000";

    assert_int_equal(pay(till, &order), QFPAY_E_SIGNATURE);
    assert_null(till->answer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, till_open, till_close)
        TEST(an_accepted_qr_order_is_pending_not_paid),
        TEST(a_scanned_payer_code_that_is_accepted_is_paid),
        TEST(a_refused_order_is_a_failure_with_its_code),
        TEST(a_code_that_leaves_open_whether_money_moved_is_doubtful),
        TEST(a_payment_under_1298_is_pending_and_doubtful),
        TEST(an_order_carries_its_members_under_the_names_of_the_api),
        TEST(an_empty_member_counts_as_not_given),
        TEST(an_empty_member_that_is_mandatory_is_missing),
        TEST(an_order_without_a_time_gets_the_wall_clock_of_utc_plus_8),
        TEST(an_order_without_a_time_gets_the_wall_clock_of_its_own_zone),
        TEST(an_agents_order_carries_the_mchid_of_the_settings),
        TEST(a_parameter_that_breaks_its_rule_is_named_and_nothing_is_sent),
        TEST(extend_info_follows_the_rules_of_its_pay_type),
        TEST(a_parameter_that_the_pay_type_needs_is_named_and_nothing_is_sent),
        TEST(what_the_documents_only_recommend_may_be_left_out),
        TEST(an_order_whose_answer_is_lost_is_looked_up_and_never_sent_again),
        TEST(a_lost_order_that_appears_late_is_found),
        TEST(a_lost_order_that_qfpay_does_not_know_is_the_failure_that_it_was),
        TEST(a_lost_order_that_cannot_be_looked_up_is_said_to_be_unknown),
        TEST(an_unreadable_answer_counts_as_lost),
        TEST(a_bad_gateway_counts_as_lost),
        TEST(a_request_that_never_left_is_not_looked_up),
        TEST(an_order_may_not_be_repeated_by_the_transport),
        TEST(too_many_requests_are_waited_out_under_the_same_number),
        TEST(a_retry_after_in_seconds_is_honoured),
        TEST(a_retry_after_as_a_date_is_honoured),
        TEST(an_endless_429_is_handed_out_as_refused_and_undecided),
        TEST(an_answer_with_a_wrong_signature_is_not_believed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
