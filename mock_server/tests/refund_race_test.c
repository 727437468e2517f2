/* Refunds that arrive together: however they meet inside the mock, a payment gives back no more
 * than it took, and a number works once. */
#include "stage.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TOGETHER = 32, SYSSN_SIZE = 27 };

static void
pay(struct stage *stage, const struct mock *mock, const char *txamt, char syssn[SYSSN_SIZE])
{
    const struct qfpay_param params[] = {
        qfpay_param_of("txamt", txamt),
        qfpay_param_of("txcurrcd", "HKD"),
        qfpay_param_of("pay_type", "800201"),
        qfpay_param_of("out_trade_no", "order-1"),
        qfpay_param_of("txdtm", "2026-03-10 12:00:00"),
    };
    struct wire_reply reply = ask_mock(
        mock, call_request(stage, "/trade/v1/payment", params, COUNT_OF(params)));
    char path[64];

    assert_true(says(reply.body, "respcd", "0000"));
    take_member(reply.body, "syssn", syssn, SYSSN_SIZE);
    reply_free(&reply);
    snprintf(path, sizeof path, "transactions/%s/payer", syssn);
    assert_int_equal(control_call(mock, "POST", path, "{\"action\": \"pay\"}", NULL), 200);
}

static const char *
refund_request(struct stage *stage, const char *syssn, const char *number, const char *txamt)
{
    const struct qfpay_param params[] = {
        qfpay_param_of("syssn", syssn),
        qfpay_param_of("out_trade_no", number),
        qfpay_param_of("txamt", txamt),
        qfpay_param_of("txdtm", "2026-03-10 12:00:00"),
    };

    return call_request(stage, "/trade/v1/refund", params, COUNT_OF(params));
}

/* Everything but the last byte of all refunds, then all last bytes at once. number NULL: each has
 * one of its own. */
static void
refund_together(struct stage *stage, const struct mock *mock, const char *syssn, const char *number,
                const char *txamt, int fds[TOGETHER])
{
    char last[TOGETHER];

    for (int i = 0; i < TOGETHER; i++) {
        char own[16];
        const char *request;
        size_t len;

        snprintf(own, sizeof own, "refund-%d", i);
        request = refund_request(stage, syssn, number ? number : own, txamt);
        len = strlen(request);
        last[i] = request[len - 1];
        fds[i] = mock_connect(mock);
        send_bytes(fds[i], request, len - 1);
    }
    for (int i = 0; i < TOGETHER; i++)
        send_bytes(fds[i], &last[i], 1);
}

/* Pay, refund, and count the answers of this code. */
static int
count_refunds(struct stage *stage, const char *paid, const char *number, const char *txamt,
              const char *respcd)
{
    struct mock *mock = mock_start(stage, NULL);
    struct wire_reply reply = {0};
    char syssn[SYSSN_SIZE];
    int fds[TOGETHER];
    int count = 0;

    pay(stage, mock, paid, syssn);
    refund_together(stage, mock, syssn, number, txamt, fds);
    for (int i = 0; i < TOGETHER; i++) {
        assert_true(read_reply(fds[i], &reply));
        count += says(reply.body, "respcd", respcd);
        close(fds[i]);
    }
    reply_free(&reply);
    return count;
}

static void
thirty_two_refunds_of_one_order_never_exceed_the_payment(void **state)
{
    assert_int_equal(count_refunds(*state, "1000", NULL, "100", "0000"), 10);
}

static void
of_thirty_two_refunds_with_one_number_one_is_accepted(void **state)
{
    assert_int_equal(count_refunds(*state, "1000", "refund-1", "10", "0000"), 1);
}

static void
of_thirty_two_pending_refunds_one_is_in_progress(void **state)
{
    assert_int_equal(count_refunds(*state, "99999999", NULL, "971143", "1143"), 1);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        STAGE_TEST(thirty_two_refunds_of_one_order_never_exceed_the_payment),
        STAGE_TEST(of_thirty_two_refunds_with_one_number_one_is_accepted),
        STAGE_TEST(of_thirty_two_pending_refunds_one_is_in_progress),
    };

    return cmocka_run_group_tests_name("refund_race", tests, NULL, NULL);
}
