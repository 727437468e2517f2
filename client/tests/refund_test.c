/*
 * Refunding: what is sent, what an answer means, and that no trouble on the way refunds twice.
 */
#include "till.h"

#include <stdio.h>
#include <string.h>

#include "qfpay/followup.h"

#define PAYMENT_SYSSN "20200410000300020086358791"
#define REFUND_SYSSN  "20200410000300020086358800"

static struct qfpay_refund
a_refund(void)
{
    return (struct qfpay_refund){.syssn = PAYMENT_SYSSN, .out_trade_no = "refund-1", .txamt = 300};
}

static enum qfpay_status
refund(struct till *till, const struct qfpay_refund *wanted)
{
    return qfpay_refund(till->client, wanted, &till->answer, &till->err);
}

static const char *
a_refund_record(const char *respcd)
{
    static char record[512];

    (void)snprintf(record, sizeof record,
                   "{\"respcd\": \"%s\", \"order_type\": \"refund\", \"out_trade_no\": "
                   "\"refund-1\", \"syssn\": \"" REFUND_SYSSN "\", \"origssn\": \"" PAYMENT_SYSSN
                   "\", \"txamt\": \"300\", \"cancel\": \"0\"}",
                   respcd);
    return record;
}

/* A payment of 2017 under the number that a refund has as well. */
static const char *
a_payment_record_under_the_refunds_number(void)
{
    return "{\"respcd\": \"0000\", \"order_type\": \"payment\", \"out_trade_no\": \"refund-1\", "
           "\"syssn\": \"" PAYMENT_SYSSN "\", \"cancel\": \"0\"}";
}

static void
an_accepted_refund_is_a_success_with_a_number_of_its_own(void **state)
{
    struct till *till = *state;
    struct qfpay_refund wanted = a_refund();

    qfpay_answers(till, "{\"orig_syssn\": \"" PAYMENT_SYSSN "\", \"syssn\": \"" REFUND_SYSSN
                        "\", \"respcd\": \"0000\"}");

    assert_int_equal(refund(till, &wanted), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
    assert_string_equal(qfpay_answer_syssn(till->answer), REFUND_SYSSN);
}

static void
a_refund_carries_its_members_under_the_names_of_the_api(void **state)
{
    struct till *till = *state;
    struct qfpay_refund wanted = a_refund();

    qfpay_answers(till, "{\"respcd\": \"0000\"}");

    assert_int_equal(refund(till, &wanted), QFPAY_OK);
    assert_asked(till, "refund");
    assert_string_equal(asked_value(till, 0, "syssn"), PAYMENT_SYSSN);
    assert_string_equal(asked_value(till, 0, "out_trade_no"), "refund-1");
    assert_string_equal(asked_value(till, 0, "txamt"), "300");
    assert_string_equal(asked_value(till, 0, "txdtm"), "2020-04-10 11:45:44");
    assert_null(asked_value(till, 0, "udid"));
}

static void
a_refund_without_an_amount_is_not_sent(void **state)
{
    struct till *till = *state;
    struct qfpay_refund wanted = a_refund();

    wanted.txamt = 0;

    assert_int_equal(refund(till, &wanted), QFPAY_E_ARG);
    assert_non_null(strstr(till->err.message, "txamt"));
    assert_asked(till, "");
}

static void
a_refused_refund_is_a_failure_with_its_code(void **state)
{
    struct till *till = *state;
    struct qfpay_refund wanted = a_refund();

    qfpay_answers(till, "{\"respcd\": \"1265\", \"resperr\": \"text\", \"respmsg\": \"\"}");

    assert_int_equal(refund(till, &wanted), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_FAILURE);
    assert_respcd(till, "1265");
}

static void
a_refund_in_progress_is_pending_and_waited_for_by_its_syssn(void **state)
{
    struct till *till = *state;
    struct qfpay_refund wanted = a_refund();
    struct qfpay_wait wait = {.syssn = REFUND_SYSSN};

    qfpay_answers(till, "{\"respcd\": \"1145\", \"syssn\": \"" REFUND_SYSSN "\"}");
    qfpay_answers(till, a_query(a_refund_record("1143")));
    qfpay_answers(till, a_query(a_refund_record("0000")));

    assert_int_equal(refund(till, &wanted), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_PENDING);
    qfpay_answer_free(till->answer);
    till->answer = NULL;
    assert_int_equal(qfpay_wait(till->client, &wait, &till->answer, &till->err), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
    assert_asked(till, "refund query query");
    assert_string_equal(asked_value(till, 1, "syssn"), REFUND_SYSSN);
}

static void
a_refund_whose_answer_is_lost_is_looked_up_and_never_sent_again(void **state)
{
    struct till *till = *state;
    struct qfpay_refund wanted = a_refund();

    qfpay_loses_the_answer(till);
    qfpay_answers(till, a_query(a_refund_record("0000")));

    assert_int_equal(refund(till, &wanted), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
    assert_asked(till, "refund query");
    assert_string_equal(asked_value(till, 1, "out_trade_no"), "refund-1");
    assert_string_equal(qfpay_answer_syssn(till->answer), REFUND_SYSSN);
}

static void
a_lost_refund_is_not_answered_by_a_payment_of_the_same_number(void **state)
{
    struct till *till = *state;
    struct qfpay_refund wanted = a_refund();

    qfpay_loses_the_answer(till);
    for (int i = 0; i < 4; i++)
        qfpay_answers(till, a_query(a_payment_record_under_the_refunds_number()));

    assert_int_equal(refund(till, &wanted), QFPAY_E_TRANSPORT);
    assert_non_null(strstr(till->err.message, "shows no refund refund-1"));
}

static void
a_lost_payment_is_not_answered_by_a_refund_of_the_same_number(void **state)
{
    struct till *till = *state;
    const struct qfpay_payment payment = {
        .txamt = 300, .txcurrcd = "HKD", .pay_type = "800201", .out_trade_no = "refund-1"};

    qfpay_loses_the_answer(till);
    for (int i = 0; i < 4; i++)
        qfpay_answers(till, a_query(a_refund_record("0000")));

    assert_int_equal(qfpay_pay(till->client, &payment, &till->answer, &till->err),
                     QFPAY_E_TRANSPORT);
    assert_null(till->answer);
}

static void
a_lost_refund_that_cannot_be_looked_up_is_said_to_be_unknown(void **state)
{
    struct till *till = *state;
    struct qfpay_refund wanted = a_refund();

    qfpay_loses_the_answer(till);
    for (int i = 0; i < 4; i++)
        qfpay_is_out_of_reach(till);

    assert_int_equal(refund(till, &wanted), QFPAY_E_TRANSPORT);
    assert_non_null(strstr(till->err.message, "query it before trying again"));
}

static void
too_many_requests_are_waited_out_under_the_same_number(void **state)
{
    struct till *till = *state;
    struct qfpay_refund wanted = a_refund();

    qfpay_is_too_busy(till, NULL);
    qfpay_answers(till, "{\"respcd\": \"0000\"}");

    assert_int_equal(refund(till, &wanted), QFPAY_OK);
    assert_asked(till, "refund refund");
    assert_string_equal(asked_value(till, 1, "out_trade_no"), "refund-1");
    assert_paused(till, 1000, -1);
}

static void
a_payment_that_was_refunded_in_part_is_still_a_success(void **state)
{
    struct till *till = *state;
    const struct qfpay_filter filter = {.syssn = PAYMENT_SYSSN};

    qfpay_answers(till, a_query("{\"respcd\": \"0000\", \"cancel\": \"5\", \"syssn\": "
                                "\"" PAYMENT_SYSSN "\"}"));

    assert_int_equal(qfpay_query(till->client, &filter, &till->answer, NULL), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, till_open, till_close)
        TEST(an_accepted_refund_is_a_success_with_a_number_of_its_own),
        TEST(a_refund_carries_its_members_under_the_names_of_the_api),
        TEST(a_refund_without_an_amount_is_not_sent),
        TEST(a_refused_refund_is_a_failure_with_its_code),
        TEST(a_refund_in_progress_is_pending_and_waited_for_by_its_syssn),
        TEST(a_refund_whose_answer_is_lost_is_looked_up_and_never_sent_again),
        TEST(a_lost_refund_is_not_answered_by_a_payment_of_the_same_number),
        TEST(a_lost_payment_is_not_answered_by_a_refund_of_the_same_number),
        TEST(a_lost_refund_that_cannot_be_looked_up_is_said_to_be_unknown),
        TEST(too_many_requests_are_waited_out_under_the_same_number),
        TEST(a_payment_that_was_refunded_in_part_is_still_a_success),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
