/* Refunds that arrive together: however they meet inside the mock, a payment gives back no more
 * than it took, and a number works once. */
#include "mock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOGETHER = 32, SYSSN_SIZE = 27 };

static void
pay(struct mock *mock, const char *txamt, char syssn[SYSSN_SIZE])
{
    const struct qfpay_param params[] = {
        qfpay_param_of("txamt", txamt),
        qfpay_param_of("txcurrcd", "HKD"),
        qfpay_param_of("pay_type", "800201"),
        qfpay_param_of("out_trade_no", "order-1"),
        qfpay_param_of("txdtm", "2026-03-10 12:00:00"),
    };
    struct answered answered;
    char path[64];

    mock_answer(mock_send(mock, "/trade/v1/payment", params, 5), &answered);
    assert_string_equal(answered.respcd, "0000");
    mock_member(&answered, "syssn", syssn, SYSSN_SIZE);
    snprintf(path, sizeof(path), "transactions/%s/payer", syssn);
    mock_answer(mock_send_control(mock, path, "{\"action\": \"pay\"}"), &answered);
}

static int
send_refund(struct mock *mock, const char *syssn, const char *number, const char *txamt)
{
    const struct qfpay_param params[] = {
        qfpay_param_of("syssn", syssn),
        qfpay_param_of("out_trade_no", number),
        qfpay_param_of("txamt", txamt),
        qfpay_param_of("txdtm", "2026-03-10 12:00:00"),
    };

    return mock_send(mock, "/trade/v1/refund", params, 4);
}

/* How many of the answers say this code. */
static int
count_answers(const int connections[TOGETHER], const char *respcd)
{
    int count = 0;

    for (int i = 0; i < TOGETHER; i++) {
        struct answered answered;

        mock_answer(connections[i], &answered);
        count += strcmp(answered.respcd, respcd) == 0;
    }
    return count;
}

static void
thirty_two_refunds_of_one_order_never_exceed_the_payment(void **state)
{
    struct mock *mock = *state;
    int connections[TOGETHER];
    char syssn[SYSSN_SIZE];

    pay(mock, "1000", syssn);
    for (int i = 0; i < TOGETHER; i++) {
        char number[16];

        snprintf(number, sizeof(number), "refund-%d", i);
        connections[i] = send_refund(mock, syssn, number, "100");
    }

    assert_int_equal(count_answers(connections, "0000"), 10);
}

static void
of_thirty_two_refunds_with_one_number_one_is_accepted(void **state)
{
    struct mock *mock = *state;
    int connections[TOGETHER];
    char syssn[SYSSN_SIZE];

    pay(mock, "1000", syssn);
    for (int i = 0; i < TOGETHER; i++)
        connections[i] = send_refund(mock, syssn, "refund-1", "10");

    assert_int_equal(count_answers(connections, "0000"), 1);
}

static void
of_thirty_two_pending_refunds_one_is_in_progress(void **state)
{
    struct mock *mock = *state;
    int connections[TOGETHER];
    char syssn[SYSSN_SIZE];

    pay(mock, "99999999", syssn);
    for (int i = 0; i < TOGETHER; i++) {
        char number[16];

        snprintf(number, sizeof(number), "refund-%d", i);
        connections[i] = send_refund(mock, syssn, number, "971143");
    }

    assert_int_equal(count_answers(connections, "1143"), 1);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        MOCK_TEST(thirty_two_refunds_of_one_order_never_exceed_the_payment),
        MOCK_TEST(of_thirty_two_refunds_with_one_number_one_is_accepted),
        MOCK_TEST(of_thirty_two_pending_refunds_one_is_in_progress),
    };

    return cmocka_run_group_tests_name("refund_race", tests, NULL, NULL);
}
