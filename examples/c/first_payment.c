/*
 * A WeChat QR payment of 10.00 HKD and its state:
 *     first_payment [query SYSSN | refund SYSSN TXAMT]
 */
#include <qfpay/client.h>
#include <qfpay/followup.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
show_refusal(const qfpay_answer *answer)
{
    /* The sandbox says why in a header. */
    const char *diagnosis = qfpay_response_header(qfpay_answer_response(answer),
                                                  "X-QFMock-Diagnosis");

    (void)fprintf(stderr, "refused: %s %s\n", qfpay_answer_respcd(answer),
                  qfpay_answer_resperr(answer));
    if (diagnosis)
        (void)fprintf(stderr, "diagnosis %s\n", diagnosis);
}

/* The outcome is the order's; qfpay_wait asks until it is final. */
static enum qfpay_status
show_state(qfpay_client *client, const struct qfpay_filter *order, struct qfpay_error *err)
{
    qfpay_answer *state = NULL;
    enum qfpay_status status = qfpay_query(client, order, &state, err);

    if (status == QFPAY_OK)
        printf("state  %s (0000 paid, 1143, 1145 or 1298 ask again)\n", qfpay_answer_respcd(state));
    qfpay_answer_free(state);
    return status;
}

static enum qfpay_status
pay_and_ask(qfpay_client *client, const char *number, qfpay_answer **answer,
            struct qfpay_error *err)
{
    struct qfpay_payment payment = {
        .txamt = 1000, /* minor units: 10.00 HKD */
        .txcurrcd = "HKD",
        .pay_type = "800201",
        .out_trade_no = number,
        .goods_name = "缶コーヒー",
    };
    enum qfpay_status status = qfpay_pay(client, &payment, answer, err);

    if (status != QFPAY_OK || qfpay_answer_outcome(*answer) == QFPAY_OUTCOME_FAILURE)
        return status;
    printf("syssn  %s\n", qfpay_answer_syssn(*answer));
    printf("qrcode %s\n", qfpay_answer_qrcode(*answer));
    return show_state(client, &(struct qfpay_filter){.out_trade_no = number}, err);
}

static enum qfpay_status
refund(qfpay_client *client, const char *number, char **arguments, qfpay_answer **answer,
       struct qfpay_error *err)
{
    struct qfpay_refund wanted = {
        .syssn = arguments[0],
        .txamt = strtoll(arguments[1], NULL, 10),
        .out_trade_no = number,
    };
    enum qfpay_status status = qfpay_refund(client, &wanted, answer, err);

    if (status == QFPAY_OK && qfpay_answer_outcome(*answer) != QFPAY_OUTCOME_FAILURE)
        printf("refund %s (0000 done, 1143, 1145 or 1298 ask again)\n",
               qfpay_answer_respcd(*answer));
    return status;
}

int
main(int argc, char **argv)
{
    struct qfpay_settings settings;
    struct qfpay_error err;
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    struct timespec now;
    char number[64]; /* new for each payment and each refund */
    int exit_status = 1;

    (void)timespec_get(&now, TIME_UTC);
    (void)snprintf(number, sizeof number, "c-%lld-%09ld", (long long)now.tv_sec, now.tv_nsec);

    /* QFPAY_BASE_URL, QFPAY_APP_CODE, QFPAY_CLIENT_KEY, QFPAY_MCHID; else the sandbox's. */
    enum qfpay_status status = qfpay_settings_from_env(&settings, &err);

    if (status == QFPAY_OK)
        status = qfpay_client_new(&settings, &client, &err);
    if (status == QFPAY_OK && argc == 3 && strcmp(argv[1], "query") == 0)
        status = show_state(client, &(struct qfpay_filter){.syssn = argv[2]}, &err);
    else if (status == QFPAY_OK && argc == 4 && strcmp(argv[1], "refund") == 0)
        status = refund(client, number, argv + 2, &answer, &err);
    else if (status == QFPAY_OK)
        status = pay_and_ask(client, number, &answer, &err);

    if (status != QFPAY_OK)
        (void)fprintf(stderr, "%s\n", err.message);
    else if (answer && qfpay_answer_outcome(answer) == QFPAY_OUTCOME_FAILURE)
        show_refusal(answer);
    else
        exit_status = 0;
    qfpay_answer_free(answer);
    qfpay_client_free(client);
    return exit_status;
}
