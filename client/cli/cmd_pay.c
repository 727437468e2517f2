/*
 * qfpay pay: place an order, show its QR code, wait if asked to.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "doubt.h"
#include "fresh.h"
#include "progress.h"
#include "qr.h"
#include "show.h"

/* PAY-EXP-02: what holds when expired_time is not sent. */
#define DEFAULT_EXPIRED_TIME 30

#define MINUTE_MS 60000

struct pay {
    struct cli_settings settings;
    struct qfpay_payment payment;
    struct qfpay_wait wait;
    int64_t expired_time;
    bool is_waiting;
    bool no_qr;
    enum doubt doubt; /* whether the payment's own answer left open that money moved */
};

static void
add_options(struct cli_options *options, struct pay *pay)
{
    struct qfpay_payment *payment = &pay->payment;

    cli_option_number(options, "txamt", "MINOR", "The amount in minor units: 1000 is 10.00 HKD.",
                      &payment->txamt);
    cli_option_text(options, "txcurrcd", "CUR", "The currency (default HKD).", &payment->txcurrcd);
    cli_option_text(options, "pay-type", "TYPE",
                    "The pay type (default 800201, with --auth-code 800008).", &payment->pay_type);
    cli_option_text(options, "out-trade-no", "NO", "Your number (default a fresh one).",
                    &payment->out_trade_no);
    cli_option_text(options, "txdtm", "TIME", "Time of the order (default now, UTC+8).",
                    &payment->txdtm);
    cli_option_number(options, "expired-time", "MIN", NULL, &pay->expired_time);
    cli_option_text(options, "goods-name", "TEXT", NULL, &payment->goods_name);
    cli_option_text(options, "txzone", "ZONE", NULL, &payment->txzone);
    cli_option_text(options, "udid", "TEXT", NULL, &payment->udid);
    cli_option_text(options, "rmb-tag", "Y", NULL, &payment->rmb_tag);
    cli_option_text(options, "extend-info", "JSON", NULL, &payment->extend_info);
    cli_option_text(options, "limit-pay", "TEXT", NULL, &payment->limit_pay);
    cli_option_text(options, "notify-url", "URL", NULL, &payment->notify_url);
    cli_option_text(options, "auth-code", "CODE", "The payer's code, for pay types that scan it.",
                    &payment->auth_code);
    cli_option_text(options, "return-url", "URL", NULL, &payment->return_url);
    cli_option_text(options, "sub-openid", "ID", NULL, &payment->sub_openid);
    cli_option_text(options, "openid", "ID", NULL, &payment->openid);
    cli_option_text(options, "pay-tag", "TAG", NULL, &payment->pay_tag);
    cli_option_text(options, "goods-info", "TEXT", NULL, &payment->goods_info);
    cli_option_text(options, "seller-id", "ID", NULL, &payment->seller_id);
    cli_option_flag(options, "wait", "Wait for the payer and exit with the final outcome.",
                    &pay->is_waiting);
    cli_option_duration(options, "timeout", "With --wait: give up after this long.",
                        &pay->wait.timeout_ms);
    cli_option_flag(options, "no-qr", "Do not draw the QR code.", &pay->no_qr);
    cli_settings_options(options, &pay->settings);
}

/* What was not told. The number has to live as long as the payment. */
static bool
fill_in(struct pay *pay, char number[FRESH_NUMBER_SIZE])
{
    struct qfpay_payment *payment = &pay->payment;

    if (payment->txamt == 0) {
        cli_complain("pay", "--txamt is missing: the amount in minor units, 1000 for 10.00 HKD");
        return false;
    }
    if (pay->expired_time < -999 || pay->expired_time > 9999) {
        cli_complain("pay", "--expired-time is %" PRId64 "; it takes 5 to 120 minutes",
                     pay->expired_time);
        return false;
    }
    payment->expired_time = (int)pay->expired_time;
    if (!payment->txcurrcd)
        payment->txcurrcd = "HKD";
    if (!payment->pay_type)
        payment->pay_type = payment->auth_code ? "800008" : "800201";
    if (payment->out_trade_no)
        return true;
    if (!fresh_number(number)) {
        cli_complain("pay", "the system has no random numbers; give --out-trade-no");
        return false;
    }
    payment->out_trade_no = number;
    return true;
}

static void
show_handover(const qfpay_answer *answer, bool no_qr)
{
    const char *qrcode = qfpay_answer_qrcode(answer);

    show_field("qrcode", qrcode);
    show_field("pay_url", qfpay_answer_text(answer, "pay_url"));
    show_field("pay_params", qfpay_answer_text(answer, "pay_params"));
    if (qrcode[0] == '\0' || no_qr)
        return;
    (void)putchar('\n');
    if (!qr_print(stdout, qrcode, show_has_colour(stdout)))
        (void)puts("  The code is too long to be drawn.");
    (void)putchar('\n');
}

/* Whether the payment's own answer was lost and a query found the order. */
static bool
is_recovered(const qfpay_answer *answer)
{
    return qfpay_answer_endpoint(answer) == QFPAY_ENDPOINT_QUERY;
}

/* Whether nobody can pay it any more, because what the payer needs was in the lost answer. */
static bool
is_out_of_reach(const struct pay *pay, const qfpay_answer *answer)
{
    return is_recovered(answer) && !pay->payment.auth_code;
}

static void
show_next(const struct pay *pay, const qfpay_answer *answer)
{
    const char *syssn = qfpay_answer_syssn(answer);
    const char *reason = pay->doubt == DOUBT_SHOWN
                             ? "The payment's answer left open whether money moved"
                             : "The answer was lost on the way";

    if (is_out_of_reach(pay, answer)) {
        (void)printf("  %s; a query found the order. What the payer needs was not\n  in any answer "
                     "that arrived, so nobody can pay this order any more.\n",
                     reason);
        (void)printf("Next: qfpay close --syssn %s --txamt %" PRId64
                     ", then pay under a new number\n",
                     syssn, pay->payment.txamt);
        return;
    }
    if (is_recovered(answer))
        (void)printf("  %s; a query found the order.\n", reason);
    if (pay->is_waiting)
        return;
    if (syssn[0] != '\0')
        (void)printf("Next: qfpay wait --syssn %s\n", syssn);
    else
        (void)printf("Next: qfpay wait --out-trade-no %s\n", pay->payment.out_trade_no);
}

static int
show_accepted(const struct pay *pay, const qfpay_answer *answer)
{
    show_toned(stdout, SHOW_OPEN,
               qfpay_answer_worked(answer) ? "Order accepted, not paid yet." : "Pending.");
    (void)putchar('\n');
    show_record(qfpay_answer_subject(answer));
    show_field("resperr", qfpay_answer_worked(answer) ? "" : qfpay_answer_resperr(answer));
    show_advice(answer);
    show_handover(answer, pay->no_qr);
    show_next(pay, answer);
    (void)fflush(stdout);
    return qfpay_answer_worked(answer) && !is_recovered(answer) ? CLI_OK : CLI_PENDING;
}

static int
show_answer(const struct pay *pay, const qfpay_answer *answer)
{
    switch (qfpay_answer_outcome(answer)) {
    case QFPAY_OUTCOME_SUCCESS:
        show_done(qfpay_answer_subject(answer));
        return CLI_OK;
    case QFPAY_OUTCOME_PENDING:
        if (qfpay_answer_subject(answer))
            return show_accepted(pay, answer);
        break;
    case QFPAY_OUTCOME_FAILURE:
        break;
    }
    show_refusal(answer);
    show_field("out_trade_no", pay->payment.out_trade_no);
    return CLI_REFUSED;
}

/* The exit status of an answer by itself: an order that was accepted is what pay was asked for. */
static int
exit_of_answer(const qfpay_answer *answer)
{
    bool is_accepted = qfpay_answer_endpoint(answer) == QFPAY_ENDPOINT_PAYMENT &&
                       qfpay_answer_worked(answer);

    switch (qfpay_answer_outcome(answer)) {
    case QFPAY_OUTCOME_SUCCESS:
        return CLI_OK;
    case QFPAY_OUTCOME_PENDING:
        if (!qfpay_answer_subject(answer))
            return CLI_REFUSED;
        return is_accepted ? CLI_OK : CLI_PENDING;
    case QFPAY_OUTCOME_FAILURE:
        break;
    }
    return CLI_REFUSED;
}

static int
wait_for_payer(struct pay *pay, qfpay_client *client, const qfpay_answer *answer)
{
    int minutes = pay->payment.expired_time > 0 ? pay->payment.expired_time : DEFAULT_EXPIRED_TIME;
    const char *syssn = qfpay_answer_syssn(answer);

    pay->wait.syssn = syssn[0] != '\0' ? syssn : NULL;
    pay->wait.lifetime_ms = (int64_t)minutes * MINUTE_MS;
    return progress_wait("pay", client, &pay->wait, pay->settings.json);
}

static int
place(struct pay *pay, qfpay_client *client)
{
    struct qfpay_error err = {.status = QFPAY_OK};
    qfpay_answer *answer = NULL;
    int exit_status = CLI_OK;

    if (qfpay_pay(client, &pay->payment, &answer, &err) != QFPAY_OK)
        return show_failure("pay", pay->settings.json, &err);
    pay->wait.out_trade_no = pay->payment.out_trade_no;
    if (pay->is_waiting)
        pay->doubt = doubt_resolve(client, &pay->wait, &answer);
    if (pay->settings.json)
        show_json(answer);
    exit_status = pay->settings.json ? exit_of_answer(answer) : show_answer(pay, answer);
    if (pay->doubt == DOUBT_UNKNOWN)
        exit_status = doubt_end_unknown(pay->payment.out_trade_no, pay->settings.json);
    if (pay->is_waiting && !is_out_of_reach(pay, answer) &&
        qfpay_answer_outcome(answer) == QFPAY_OUTCOME_PENDING && exit_status != CLI_REFUSED)
        exit_status = wait_for_payer(pay, client, answer);
    qfpay_answer_free(answer);
    return exit_status;
}

static int
run(const struct cli_command *command, int argc, char **argv)
{
    struct pay pay = {.is_waiting = false};
    struct cli_options options = {.count = 0};
    char number[FRESH_NUMBER_SIZE];
    qfpay_client *client = NULL;
    int first = 0;
    int exit_status = CLI_OK;

    add_options(&options, &pay);
    if (!cli_parse(command, &options, argc, argv, &first, &exit_status))
        return exit_status;
    if (first < argc) {
        cli_complain("pay", "unexpected argument \"%s\"; the amount is --txamt", argv[first]);
        return CLI_USAGE;
    }
    if (!fill_in(&pay, number))
        return CLI_USAGE;
    if (!cli_client_new(&pay.settings, &client, &exit_status))
        return exit_status;
    exit_status = place(&pay, client);
    qfpay_client_free(client);
    return exit_status;
}

const struct cli_command cmd_pay = {
    .name = "pay",
    .arguments = "",
    .about = "Place a payment order and show what the payer has to scan.",
    .more =
        "Only --txamt is needed. Exit status: 0 when the order was accepted (which is not paid\n"
        "yet) or, with --wait, paid; 3 pending; 4 refused; 5 no answer; 2 wrong usage.\n"
        "After a lost answer the order is looked up, never sent again: 0 when the query finds it\n"
        "paid, 3 when it is unpaid, 4 when it failed, 5 when it is not found. An unpaid one that\n"
        "is found has lost its code, so --wait does not wait for it: close it, then pay under a\n"
        "new number. Only an order with --auth-code needs no code and is waited for. With --wait\n"
        "the order is looked up as well after a code that leaves open whether money moved (1296).\n"
        "With --json and --wait two lines are printed: the order, then its end. With the code\n"
        "that the payer shows (--auth-code) accepted means paid, and what is needed beside it\n"
        "depends on the pay type.\n"
        "\n"
        "  qfpay pay --txamt 1000 --goods-name Tea --wait",
    .run = run,
};
