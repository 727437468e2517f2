/* A first WeChat QR payment with libqfpay. */
#include <qfpay/client.h>
#include <stdio.h>
#include <time.h>

static enum qfpay_status
pay_and_ask(qfpay_client *client, qfpay_answer **answer, qfpay_answer **state,
            struct qfpay_error *err)
{
    char order[64];
    struct timespec now;

    (void)timespec_get(&now, TIME_UTC);
    (void)snprintf(order, sizeof(order), "c-%lld-%09ld", (long long)now.tv_sec, now.tv_nsec);
    struct qfpay_payment payment = {
        .txamt = 1000, /* minor units: 10.00 HKD */
        .txcurrcd = "HKD",
        .pay_type = "800201",
        .out_trade_no = order,
        .goods_name = "缶コーヒー",
    };
    enum qfpay_status status = qfpay_pay(client, &payment, answer, err);

    if (status != QFPAY_OK || qfpay_answer_outcome(*answer) == QFPAY_OUTCOME_FAILURE)
        return status;
    printf("syssn  %s\n", qfpay_answer_syssn(*answer));
    printf("qrcode %s\n", qfpay_answer_qrcode(*answer));
    return qfpay_query(client, &(struct qfpay_filter){.out_trade_no = order}, state, err);
}

static void
show_refusal(const qfpay_answer *answer)
{
    /* The sandbox says why in a header. */
    const char *diagnosis = qfpay_response_header(qfpay_answer_response(answer),
                                                  "X-QFMock-Diagnosis");

    (void)fprintf(stderr, "payment refused: %s %s\n", qfpay_answer_respcd(answer),
                  qfpay_answer_resperr(answer));
    if (diagnosis != NULL)
        (void)fprintf(stderr, "diagnosis %s\n", diagnosis);
}

int
main(void)
{
    struct qfpay_settings settings;
    struct qfpay_error err;
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    qfpay_answer *state = NULL;
    int exit_status = 1;

    /* QFPAY_BASE_URL, QFPAY_APP_CODE and QFPAY_CLIENT_KEY; the sandbox's when they are not set. */
    enum qfpay_status status = qfpay_settings_from_env(&settings, &err);

    if (status == QFPAY_OK)
        status = qfpay_client_new(&settings, &client, &err);
    if (status == QFPAY_OK)
        status = pay_and_ask(client, &answer, &state, &err);

    if (status != QFPAY_OK) {
        (void)fprintf(stderr, "%s\n", err.message);
    } else if (state == NULL) {
        show_refusal(answer);
    } else {
        /* The outcome is the order's; qfpay_wait asks until it is final. */
        printf("state  %s (0000 paid, 1143 or 1145 ask again)\n", qfpay_answer_respcd(state));
        exit_status = 0;
    }
    qfpay_answer_free(state);
    qfpay_answer_free(answer);
    qfpay_client_free(client);
    return exit_status;
}
