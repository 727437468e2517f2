/*
 * Closing, reversing, noting, capturing and releasing: each sends its own call once, and a lost
 * answer is never taken for an answer.
 */
#include "qfpay/followup.h"

#include <string.h>

#include "till.h"

#define SYSSN "20200410000300020086358791"

static void
an_unpaid_order_is_closed_by_its_own_number(void **state)
{
    struct till *till = *state;
    const struct qfpay_cancel order = {.out_trade_no = "order-1", .txamt = 1000};

    qfpay_answers(till, "{\"respcd\": \"0000\", \"syssn\": \"1\", \"orig_syssn\": \"2\"}");

    assert_int_equal(qfpay_close(till->client, &order, &till->answer, &till->err), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
    assert_asked(till, "close");
    assert_string_equal(asked_value(till, 0, "out_trade_no"), "order-1");
    assert_string_equal(asked_value(till, 0, "txamt"), "1000");
    assert_string_equal(asked_value(till, 0, "txdtm"), "2020-04-10 11:45:44");
    assert_null(asked_value(till, 0, "syssn"));
}

static void
a_close_that_names_no_order_is_not_sent(void **state)
{
    struct till *till = *state;
    const struct qfpay_cancel order = {.txamt = 1000};
    const struct qfpay_cancel empty = {.txamt = 1000, .syssn = "", .out_trade_no = ""};

    assert_int_equal(qfpay_close(till->client, &empty, &till->answer, &till->err), QFPAY_E_ARG);
    assert_int_equal(qfpay_close(till->client, &order, &till->answer, &till->err), QFPAY_E_ARG);
    assert_asked(till, "");
}

static void
a_close_of_a_paid_order_is_refused(void **state)
{
    struct till *till = *state;
    const struct qfpay_cancel order = {.syssn = SYSSN, .txamt = 1000};

    qfpay_answers(till, "{\"respcd\": \"1260\", \"resperr\": \"text\"}");

    assert_int_equal(qfpay_close(till->client, &order, &till->answer, NULL), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_FAILURE);
}

static void
a_close_whose_answer_is_lost_is_a_failure_that_says_how_to_find_out(void **state)
{
    struct till *till = *state;
    const struct qfpay_cancel order = {.syssn = SYSSN, .txamt = 1000};

    qfpay_loses_the_answer(till);

    assert_int_equal(qfpay_close(till->client, &order, &till->answer, &till->err),
                     QFPAY_E_TRANSPORT);
    assert_null(till->answer);
    assert_asked(till, "close");
    assert_non_null(strstr(till->err.message, "query the order"));
}

static void
a_reversal_is_a_call_of_its_own(void **state)
{
    struct till *till = *state;
    const struct qfpay_cancel order = {
        .syssn = SYSSN, .txamt = 1000, .txdtm = "2020-04-10 11:00:00"};

    qfpay_answers(till, "{\"respcd\": \"1145\"}");

    assert_int_equal(qfpay_reverse(till->client, &order, &till->answer, NULL), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_PENDING);
    assert_asked(till, "reversal");
    assert_string_equal(asked_value(till, 0, "txdtm"), "2020-04-10 11:00:00");
}

static void
a_note_carries_the_app_code(void **state)
{
    struct till *till = *state;

    qfpay_answers(till, "{\"respcd\": \"0000\", \"data\": {\"syssn\": \"" SYSSN "\"}}");

    assert_int_equal(qfpay_add_note(till->client, SYSSN, "table 4", &till->answer, NULL), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
    assert_asked(till, "add_note");
    assert_string_equal(asked_value(till, 0, "code"), TILL_APP_CODE);
    assert_string_equal(asked_value(till, 0, "note"), "table 4");
}

static void
an_agent_cannot_send_notes(void **state)
{
    struct till *till = *state;
    struct qfpay_settings settings;

    till_settings(till, &settings);
    settings.mchid = "ZaMVg00001";
    till_reopen(till, &settings);

    assert_int_equal(qfpay_add_note(till->client, SYSSN, "table 4", &till->answer, &till->err),
                     QFPAY_E_ARG);
    assert_asked(till, "");
}

static void
a_part_of_a_frozen_amount_is_captured(void **state)
{
    struct till *till = *state;
    const struct qfpay_capture capture = {.syssn = SYSSN, .txamt = 500};

    qfpay_answers(till, "{\"respcd\": \"0000\", \"respmsg\": \"Capture received\"}");

    assert_int_equal(qfpay_capture(till->client, &capture, &till->answer, NULL), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
    assert_asked(till, "authtrade");
    assert_string_equal(asked_value(till, 0, "txamt"), "500");
    assert_null(asked_value(till, 0, "txdtm"));
}

static void
a_capture_whose_answer_is_lost_is_not_repeated(void **state)
{
    struct till *till = *state;
    const struct qfpay_capture capture = {.syssn = SYSSN, .txamt = 500};

    qfpay_loses_the_answer(till);

    assert_int_equal(qfpay_capture(till->client, &capture, &till->answer, &till->err),
                     QFPAY_E_TRANSPORT);
    assert_asked(till, "authtrade");
    assert_false(till->asked[0].repeatable);
}

static void
the_rest_is_released(void **state)
{
    struct till *till = *state;
    const struct qfpay_release release = {.syssn = SYSSN, .out_trade_no = "order-1", .txamt = 500};

    qfpay_answers(till, "{\"respcd\": \"0000\", \"respmsg\": \"Void received\"}");

    assert_int_equal(qfpay_release(till->client, &release, &till->answer, NULL), QFPAY_OK);
    assert_outcome(till, QFPAY_OUTCOME_SUCCESS);
    assert_asked(till, "unfreeze");
    assert_string_equal(asked_value(till, 0, "out_trade_no"), "order-1");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, till_open, till_close)
        TEST(an_unpaid_order_is_closed_by_its_own_number),
        TEST(a_close_that_names_no_order_is_not_sent),
        TEST(a_close_of_a_paid_order_is_refused),
        TEST(a_close_whose_answer_is_lost_is_a_failure_that_says_how_to_find_out),
        TEST(a_reversal_is_a_call_of_its_own),
        TEST(a_note_carries_the_app_code),
        TEST(an_agent_cannot_send_notes),
        TEST(a_part_of_a_frozen_amount_is_captured),
        TEST(a_capture_whose_answer_is_lost_is_not_repeated),
        TEST(the_rest_is_released),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
