/*
 * The commands for what comes after a payment: exit statuses, what people read, what is asked.
 */
#include "terminal.h"

#include <string.h>

static void
a_refund_gets_a_fresh_number_and_exits_with_0(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"syssn\": \"R9\", \"orig_syssn\": "
                                 "\"S1\", \"txamt\": \"300\", \"txcurrcd\": \"HKD\"}");
    type(terminal, "qfpay refund --syssn S1 --txamt 300");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "Refunded.");
    assert_shows(terminal, "3.00 HKD");
    assert_asks(terminal, 0, "POST /trade/v1/refund");
    assert_asks(terminal, 0, "syssn=S1&out_trade_no=20");
}

static void
a_refund_in_progress_exits_with_3_and_says_how_to_go_on(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1143\", \"syssn\": \"R9\"}");
    type(terminal, "qfpay refund --syssn S1 --txamt 300");

    assert_int_equal(terminal->exit_status, 3);
    assert_shows(terminal, "qfpay wait --syssn R9");
}

static void
a_refund_that_is_waited_for_exits_with_its_end(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1145\", \"syssn\": \"R9\"}");
    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"1269\", "
                                 "\"order_type\": \"refund\", \"syssn\": \"R9\"}]}");
    type(terminal, "qfpay refund --syssn S1 --txamt 300 --wait");

    assert_int_equal(terminal->exit_status, 4);
    assert_shows(terminal, "Failed: 1269");
    assert_asks(terminal, 1, "syssn=R9");
}

static void
a_refund_whose_answer_is_lost_is_found_by_a_query(void **state)
{
    struct terminal *terminal = *state;

    peer_drops(terminal->peer);
    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"0000\", "
                                 "\"order_type\": \"refund\", \"out_trade_no\": \"R1\"}]}");
    type(terminal, "qfpay refund --syssn S1 --txamt 300 --out-trade-no R1");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "a query found the refund");
    assert_asks(terminal, 1, "POST /trade/v1/query");
    assert_int_equal(peer_request_count(terminal->peer), 2);
}

static void
both_meanings_of_1265_are_explained(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1265\", \"resperr\": \"no\"}");
    type(terminal, "qfpay refund --syssn S1 --txamt 300");

    assert_int_equal(terminal->exit_status, 4);
    assert_shows(terminal, "Between 23:30 and 00:30");
    assert_shows(terminal, "refund window is over");
}

static void
a_wait_for_a_refund_ends_with_refunded_not_with_paid(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"0000\", "
                                 "\"order_type\": \"refund\", \"syssn\": \"R9\"}]}");
    type(terminal, "qfpay wait --syssn R9");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "Refunded.");
    assert_null(strstr(terminal->output, "Paid."));
}

static void
a_query_for_a_refund_exits_as_the_refund_stands(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer,
                 "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"1145\", \"order_type\": "
                 "\"refund\", \"out_trade_no\": \"R1\", \"origssn\": \"S1\"}]}");
    type(terminal, "qfpay query --out-trade-no R1");

    assert_int_equal(terminal->exit_status, 3);
    assert_shows(terminal, "refund pending: 1145");
    assert_shows(terminal, "S1");
}

static void
a_paid_order_shows_when_it_was_paid_and_what_became_of_it(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer,
                 "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"0000\", \"order_type\": "
                 "\"payment\", \"out_trade_no\": \"A1\", \"paydtm\": \"2020-04-10 11:46:10\", "
                 "\"cancel\": \"5\"}]}");
    type(terminal, "qfpay query --out-trade-no A1");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "2020-04-10 11:46:10");
    assert_shows(terminal, "refunded in part");
}

static void
a_payment_that_was_given_back_exits_with_4(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer,
                 "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"0000\", \"order_type\": "
                 "\"payment\", \"out_trade_no\": \"A1\", \"cancel\": \"3\"}]}");
    type(terminal, "qfpay query --out-trade-no A1");

    assert_int_equal(terminal->exit_status, 4);
    assert_shows(terminal, "payment given back");
    assert_shows(terminal, "refunded in full");
}

static void
each_call_after_a_payment_has_a_command(void **state)
{
    static const struct {
        const char *line;
        const char *path;
        const char *says;
    } calls[] = {
        {"qfpay close --syssn S1 --txamt 1", "POST /trade/v1/close", "Closed."},
        {"qfpay reverse --out-trade-no A1 --txamt 1", "POST /trade/v1/reversal", "Reversed."},
        {"qfpay note --syssn S1 --note 'table 4'", "POST /trade/v1/add_note", "Noted."},
        {"qfpay capture --syssn S1 --txamt 1", "POST /trade/v1/authtrade", "Captured."},
        {"qfpay release --syssn S1 --out-trade-no A1 --txamt 1", "POST /trade/v1/unfreeze",
         "Released."},
    };

    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct terminal *terminal = NULL;

        (void)stand_up(state);
        assert_int_equal(sit_down(state), 0);
        terminal = *state;
        peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"syssn\": \"N1\"}");
        type(terminal, calls[i].line);
        assert_int_equal(terminal->exit_status, 0);
        assert_asks(terminal, 0, calls[i].path);
        assert_shows(terminal, calls[i].says);
    }
}

static void
the_payers_code_is_paid_at_once(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"syssn\": \"S1\", \"pay_type\": "
                                 "\"800008\", \"txamt\": \"1000\", \"txcurrcd\": \"HKD\"}");
    type(terminal, "qfpay pay --txamt 1000 --auth-code 130000000000000000");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "Paid.");
    assert_asks(terminal, 0, "pay_type=800008");
    assert_asks(terminal, 0, "auth_code=130000000000000000");
}

#define FOUND_ORDER                                                                                \
    "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"1143\", \"out_trade_no\": \"A1\", "          \
    "\"syssn\": \"S1\"}]}"

static void
an_order_whose_code_got_lost_is_to_be_closed_not_waited_for(void **state)
{
    struct terminal *terminal = *state;

    peer_drops(terminal->peer);
    peer_answers(terminal->peer, FOUND_ORDER);
    type(terminal, "qfpay pay --txamt 1000 --out-trade-no A1 --wait");

    assert_int_equal(terminal->exit_status, 3);
    assert_shows(terminal, "Next: qfpay close --txamt 1000 --syssn S1");
    assert_shows(terminal, "pay under a new number");
    assert_null(strstr(terminal->output, "qfpay wait"));
    assert_int_equal(peer_request_count(terminal->peer), 2);
}

static void
a_scanned_order_whose_answer_got_lost_is_waited_for(void **state)
{
    struct terminal *terminal = *state;

    peer_drops(terminal->peer);
    peer_answers(terminal->peer, FOUND_ORDER);
    type(terminal, "qfpay pay --txamt 1000 --out-trade-no A1 --auth-code 130000000000000000");

    assert_int_equal(terminal->exit_status, 3);
    assert_shows(terminal, "Next: qfpay wait --syssn S1");
}

static void
the_help_of_pay_tells_the_status_after_a_lost_answer(void **state)
{
    struct terminal *terminal = *state;

    type(terminal, "qfpay help pay");

    assert_shows(terminal, "lost answer");
    assert_shows(terminal, "3 when it is unpaid");
}

static void
a_payer_who_types_a_password_is_waited_for(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1143\", \"syssn\": \"S1\"}");
    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"0000\", "
                                 "\"syssn\": \"S1\"}]}");
    type(terminal, "qfpay pay --txamt 1000 --auth-code 130000000000000000 --wait");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "Paid.");
}

static void
who_waits_after_a_doubtful_code_is_told_what_a_query_says(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1296\", \"resperr\": \"slow\"}");
    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"0000\", "
                                 "\"order_type\": \"payment\", \"out_trade_no\": \"A1\"}]}");
    type(terminal, "qfpay pay --txamt 1000 --out-trade-no A1 --wait");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "Paid.");
    assert_asks(terminal, 1, "POST /trade/v1/query");
    assert_int_equal(peer_request_count(terminal->peer), 2);
}

static void
an_order_left_open_by_a_doubtful_code_is_pending_and_to_be_closed(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1296\", \"resperr\": \"slow\"}");
    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"1143\", "
                                 "\"order_type\": \"payment\", \"out_trade_no\": \"A1\", "
                                 "\"syssn\": \"S1\"}]}");
    type(terminal, "qfpay pay --txamt 1000 --out-trade-no A1 --wait");

    assert_int_equal(terminal->exit_status, 3);
    assert_shows(terminal, "left open whether money moved");
    assert_shows(terminal, "qfpay close --txamt 1000 --syssn S1");
}

static void
a_doubtful_code_without_an_order_is_a_refusal(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1296\", \"resperr\": \"slow\"}");
    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": []}");
    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": []}");
    type(terminal, "qfpay pay --txamt 1000 --out-trade-no A1 --wait --timeout 50ms");

    assert_int_equal(terminal->exit_status, 4);
    assert_shows(terminal, "1296");
}

static void
a_doubtful_code_and_no_answer_to_any_query_is_not_known(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1296\", \"resperr\": \"slow\"}");
    peer_drops(terminal->peer);
    peer_drops(terminal->peer);
    type(terminal, "qfpay pay --txamt 1000 --out-trade-no A1 --wait --timeout 50ms");

    assert_int_equal(terminal->exit_status, 3);
    assert_shows(terminal, "nobody knows whether money moved");
    assert_shows(terminal, "Next: qfpay query --out-trade-no A1");
}

static void
a_refund_of_a_doubtful_code_is_what_the_query_shows(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1296\", \"resperr\": \"slow\"}");
    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"0000\", "
                                 "\"order_type\": \"refund\", \"out_trade_no\": \"R1\"}]}");
    type(terminal, "qfpay refund --syssn S1 --txamt 300 --out-trade-no R1 --wait");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "Refunded.");
    assert_shows(terminal, "left open whether money moved; a query found the refund");
    assert_int_equal(peer_request_count(terminal->peer), 2);
}

static void
a_refund_of_a_doubtful_code_that_no_query_tells_of_is_not_known(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1296\", \"resperr\": \"slow\"}");
    peer_drops(terminal->peer);
    peer_drops(terminal->peer);
    type(terminal, "qfpay refund --syssn S1 --txamt 300 --out-trade-no R1 --wait --timeout 50ms");

    assert_int_equal(terminal->exit_status, 3);
    assert_shows(terminal, "nobody knows whether money moved");
    assert_shows(terminal, "Next: qfpay query --out-trade-no R1");
}

/* 1298 is no refusal: whoever pays again after it may pay twice (PIT-53). */
static void
an_order_under_1298_is_pending_and_not_to_be_paid_again(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1298\", \"resperr\": \"slow\"}");
    type(terminal, "qfpay pay --txamt 1000 --out-trade-no A1");

    assert_int_equal(terminal->exit_status, 3);
    assert_shows(terminal, "Pending.");
    assert_shows(terminal, "Money may have moved: query until it is decided, and do not pay again");
    assert_shows(terminal, "Next: qfpay wait --out-trade-no A1");
    assert_int_equal(peer_request_count(terminal->peer), 1);
}

static void
an_order_under_1298_is_waited_for_until_it_is_decided(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1298\", \"resperr\": \"slow\"}");
    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"0000\", "
                                 "\"order_type\": \"payment\", \"out_trade_no\": \"A1\"}]}");
    type(terminal, "qfpay pay --txamt 1000 --out-trade-no A1 --wait");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "Paid.");
    assert_int_equal(peer_request_count(terminal->peer), 2);
}

static void
a_refund_under_1298_is_in_progress_and_waited_for_by_its_number(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1298\", \"resperr\": \"slow\"}");
    type(terminal, "qfpay refund --syssn S1 --txamt 300 --out-trade-no R1");

    assert_int_equal(terminal->exit_status, 3);
    assert_shows(terminal, "The refund is in progress.");
    assert_shows(terminal, "Money may have moved");
    assert_shows(terminal, "Next: qfpay wait --refund --out-trade-no R1");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, sit_down, stand_up)
        TEST(a_refund_gets_a_fresh_number_and_exits_with_0),
        TEST(a_refund_in_progress_exits_with_3_and_says_how_to_go_on),
        TEST(a_refund_that_is_waited_for_exits_with_its_end),
        TEST(a_refund_whose_answer_is_lost_is_found_by_a_query),
        TEST(an_order_under_1298_is_pending_and_not_to_be_paid_again),
        TEST(an_order_under_1298_is_waited_for_until_it_is_decided),
        TEST(a_refund_under_1298_is_in_progress_and_waited_for_by_its_number),
        TEST(a_refund_of_a_doubtful_code_is_what_the_query_shows),
        TEST(a_refund_of_a_doubtful_code_that_no_query_tells_of_is_not_known),
        TEST(both_meanings_of_1265_are_explained),
        TEST(a_wait_for_a_refund_ends_with_refunded_not_with_paid),
        TEST(a_query_for_a_refund_exits_as_the_refund_stands),
        TEST(a_paid_order_shows_when_it_was_paid_and_what_became_of_it),
        TEST(a_payment_that_was_given_back_exits_with_4),
        TEST(each_call_after_a_payment_has_a_command),
        TEST(the_payers_code_is_paid_at_once),
        TEST(a_payer_who_types_a_password_is_waited_for),
        TEST(an_order_whose_code_got_lost_is_to_be_closed_not_waited_for),
        TEST(a_scanned_order_whose_answer_got_lost_is_waited_for),
        TEST(the_help_of_pay_tells_the_status_after_a_lost_answer),
        TEST(who_waits_after_a_doubtful_code_is_told_what_a_query_says),
        TEST(an_order_left_open_by_a_doubtful_code_is_pending_and_to_be_closed),
        TEST(a_doubtful_code_without_an_order_is_a_refusal),
        TEST(a_doubtful_code_and_no_answer_to_any_query_is_not_known),
    };

    terminal_clear_environment();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
