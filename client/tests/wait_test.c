/*
 * Waiting for an order: what ends a wait, what does not, and how long it pauses.
 */
#include "till.h"

#include <string.h>

static struct qfpay_wait
for_the_order(void)
{
    return (struct qfpay_wait){.out_trade_no = "order-1"};
}

static enum qfpay_status
wait_for(struct till *till, const struct qfpay_wait *wait)
{
    return qfpay_wait(till->client, wait, &till->answer, &till->err);
}

static void
an_unpaid_order_is_asked_about_until_it_is_paid(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    qfpay_answers(till, a_query(a_record("1143")));
    qfpay_answers(till, a_query(a_record("1145")));
    qfpay_answers(till, a_query(a_record("1298")));
    qfpay_answers(till, a_query(a_record("0000")));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
    assert_asked(till, "query query query query");
}

static void
pauses_grow_from_one_second_to_five(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    for (int i = 0; i < 6; i++)
        qfpay_answers(till, a_query(a_record("1143")));
    qfpay_answers(till, a_query(a_record("0000")));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_paused(till, 1000, 1500, 2250, 3375, 5000, 5000, -1);
}

static void
an_expired_order_ends_the_wait_as_a_failure(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    qfpay_answers(till, a_query(a_record("1143")));
    qfpay_answers(till, a_query(a_record("1181")));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_FAILURE);
    assert_respcd(till, "1181");
}

static void
the_callers_limit_ends_the_wait_with_the_order_pending(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    wait.timeout_ms = 3000;
    for (int i = 0; i < 4; i++)
        qfpay_answers(till, a_query(a_record("1143")));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_PENDING);
    assert_paused(till, 1000, 1500, 500, -1);
}

static void
an_order_paid_in_its_last_second_is_not_missed(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    wait.lifetime_ms = 2000;
    for (int i = 0; i < 4; i++)
        qfpay_answers(till, a_query(a_record("1143")));
    qfpay_answers(till, a_query(a_record("0000")));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
    assert_int_equal(till->now_ms, 5000);
}

static void
an_order_that_the_query_does_not_show_yet_is_pending(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    qfpay_answers(till, a_query(""));
    qfpay_answers(till, a_query(a_record("0000")));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
}

static void
a_lost_query_is_simply_asked_again(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    qfpay_loses_the_answer(till);
    (void)qfpay_replies(till, 502, "bad gateway");
    (void)qfpay_replies(till, 200, "garbage");
    qfpay_answers(till, a_query(a_record("0000")));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
}

static void
ten_queries_without_an_answer_end_the_wait(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    qfpay_answers(till, a_query(a_record("1143")));
    for (int i = 0; i < QFPAY_WAIT_FAILURES_MAX; i++)
        qfpay_is_out_of_reach(till);

    assert_int_equal(wait_for(till, &wait), QFPAY_E_TRANSPORT);
    assert_null(till->answer);
}

static void
maintenance_passes(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    qfpay_answers(till, "{\"respcd\": \"1100\"}");
    qfpay_answers(till, a_query(a_record("0000")));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
}

static void
a_refused_query_ends_the_wait_and_says_nothing_of_the_payment(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    qfpay_answers(till, "{\"respcd\": \"1108\", \"resperr\": \"Signature error(1108)\"}");

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_false(qfpay_answer_worked(till->answer));
    assert_outcome(till, QFPAY_OUTCOME_PENDING);
    assert_respcd(till, "1108");
}

static void
a_path_that_does_not_exist_ends_the_wait(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    (void)qfpay_replies(till, 404, "{}");

    assert_int_equal(wait_for(till, &wait), QFPAY_E_HTTP);
}

static void
a_forged_answer_ends_the_wait(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    qfpay_answers(till, a_query(a_record("1143")));
    qfpay_replies(till, 200, a_query(a_record("0000")))->sign = "FORGED";

    assert_int_equal(wait_for(till, &wait), QFPAY_E_SIGNATURE);
    assert_null(till->answer);
}

static void
too_many_requests_double_the_pause_until_they_end(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    qfpay_is_too_busy(till, NULL);
    qfpay_is_too_busy(till, NULL);
    qfpay_is_too_busy(till, "30");
    qfpay_answers(till, a_query(a_record("1143")));
    qfpay_answers(till, a_query(a_record("0000")));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
    assert_paused(till, 1000, 2000, 30000, 1000, -1);
}

static void
the_pause_after_too_many_requests_starts_anew_after_an_answer(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    qfpay_is_too_busy(till, NULL);
    qfpay_is_too_busy(till, NULL);
    qfpay_answers(till, a_query(a_record("1143")));
    qfpay_is_too_busy(till, NULL);
    qfpay_answers(till, a_query(a_record("0000")));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_paused(till, 1000, 2000, 1000, 1000, -1);
}

static void
the_exact_number_is_asked_for_when_both_are_known(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    wait.syssn = "20200410000300020086358791";
    qfpay_answers(till, a_query(a_record("0000")));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_string_equal(asked_value(till, 0, "syssn"), "20200410000300020086358791");
    assert_null(asked_value(till, 0, "out_trade_no"));
}

static void
a_wait_without_a_number_is_refused(void **state)
{
    struct till *till = *state;

    assert_int_equal(wait_for(till, &(struct qfpay_wait){.timeout_ms = 1000}), QFPAY_E_ARG);
    assert_int_equal(wait_for(till, &(struct qfpay_wait){.syssn = "", .out_trade_no = ""}),
                     QFPAY_E_ARG);
}

static bool
stop_after_two(void *context, const struct qfpay_progress *progress)
{
    *(unsigned *)context = progress->queries;
    return progress->queries < 2;
}

static void
the_caller_can_end_the_wait_between_queries(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();
    unsigned queries = 0;

    wait.progress = stop_after_two;
    wait.context = &queries;
    qfpay_answers(till, a_query(a_record("1143")));
    qfpay_answers(till, a_query(a_record("1143")));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_PENDING);
    assert_int_equal(queries, 2);
}

/* Five attempts of one order, the paid one neither first nor last (PIT-55). */
static void
a_paid_attempt_decides_over_failed_ones(void **state)
{
    struct till *till = *state;
    struct qfpay_wait wait = for_the_order();

    qfpay_answers(
        till, a_query("{\"respcd\": \"1205\", \"out_trade_no\": \"order-1\", \"syssn\": \"3\"},"
                      "{\"respcd\": \"0000\", \"out_trade_no\": \"order-1\", \"syssn\": \"2\"},"
                      "{\"respcd\": \"1143\", \"out_trade_no\": \"order-1\", \"syssn\": \"1\"}"));

    assert_int_equal(wait_for(till, &wait), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
    assert_string_equal(qfpay_answer_syssn(till->answer), "2");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, till_open, till_close)
        TEST(an_unpaid_order_is_asked_about_until_it_is_paid),
        TEST(pauses_grow_from_one_second_to_five),
        TEST(an_expired_order_ends_the_wait_as_a_failure),
        TEST(the_callers_limit_ends_the_wait_with_the_order_pending),
        TEST(an_order_paid_in_its_last_second_is_not_missed),
        TEST(an_order_that_the_query_does_not_show_yet_is_pending),
        TEST(a_lost_query_is_simply_asked_again),
        TEST(ten_queries_without_an_answer_end_the_wait),
        TEST(maintenance_passes),
        TEST(a_refused_query_ends_the_wait_and_says_nothing_of_the_payment),
        TEST(a_path_that_does_not_exist_ends_the_wait),
        TEST(a_forged_answer_ends_the_wait),
        TEST(too_many_requests_double_the_pause_until_they_end),
        TEST(the_pause_after_too_many_requests_starts_anew_after_an_answer),
        TEST(the_exact_number_is_asked_for_when_both_are_known),
        TEST(a_wait_without_a_number_is_refused),
        TEST(the_caller_can_end_the_wait_between_queries),
        TEST(a_paid_attempt_decides_over_failed_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
