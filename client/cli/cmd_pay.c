/*
 * qfpay pay: place an order, show its QR code, wait if asked to.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "doubt.h"
#include "fresh.h"
#include "program/print.h"
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
    bool is_waiting;
    bool no_qr;
    enum doubt doubt; /* whether the payment's own answer left open that money moved */
};

#define ROWS_OF struct pay
static const struct option_row rows[] = {
    {"txamt", "MINOR", "The amount in minor units: 1000 is 10.00 HKD.", AMOUNT(payment.txamt)},
    {"txcurrcd", "CUR", "The currency (default HKD).", TEXT(payment.txcurrcd)},
    {"pay-type", "TYPE", "The pay type (default 800201, with --auth-code 800008).",
     TEXT(payment.pay_type)},
    {"out-trade-no", "NO", "Your number (default a fresh one).", TEXT(payment.out_trade_no)},
    {"txdtm", "TIME", "Time of the order (default now, UTC+8).", TEXT(payment.txdtm)},
    {"expired-time", "MIN", NULL, NUMBER(payment.expired_time), .max = 9999},
    {"goods-name", "TEXT", NULL, TEXT(payment.goods_name)},
    {"txzone", "ZONE", NULL, TEXT(payment.txzone)},
    {"udid", "TEXT", NULL, TEXT(payment.udid)},
    {"rmb-tag", "Y", NULL, TEXT(payment.rmb_tag)},
    {"extend-info", "JSON", NULL, TEXT(payment.extend_info)},
    {"limit-pay", "TEXT", NULL, TEXT(payment.limit_pay)},
    {"notify-url", "URL", NULL, TEXT(payment.notify_url)},
    {"auth-code", "CODE", "The payer's code, for pay types that scan it.", TEXT(payment.auth_code)},
    {"return-url", "URL", NULL, TEXT(payment.return_url)},
    {"sub-openid", "ID", NULL, TEXT(payment.sub_openid)},
    {"openid", "ID", NULL, TEXT(payment.openid)},
    {"pay-tag", "TAG", NULL, TEXT(payment.pay_tag)},
    {"goods-info", "TEXT", NULL, TEXT(payment.goods_info)},
    {"seller-id", "ID", NULL, TEXT(payment.seller_id)},
    {"wait", NULL, "Wait for the payer and exit with the final outcome.", FLAG(is_waiting)},
    {"timeout", "TIME", "With --wait: give up after this long.", DURATION(wait.timeout_ms)},
    {"no-qr", NULL, "Do not draw the QR code.", FLAG(no_qr)},
};

/* What was not told. The number has to live as long as the payment. */
static bool
fill_in(struct pay *pay, char number[FRESH_NUMBER_SIZE])
{
    struct qfpay_payment *payment = &pay->payment;

    if (payment->txamt == 0) {
        cli_complain("pay", "--txamt is missing: the amount in minor units, 1000 for 10.00 HKD");
        return false;
    }
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
suggest_next(const struct pay *pay, const qfpay_answer *answer)
{
    const char *syssn = qfpay_answer_syssn(answer);
    char command[60];
    const char *reason = pay->doubt == DOUBT_SHOWN
                             ? "The payment's answer left open whether money moved"
                             : "The answer was lost on the way";

    if (is_out_of_reach(pay, answer)) {
        print("  %s; a query found the order. What the payer needs was not\n  in any answer "
              "that arrived, so nobody can pay this order any more.\n",
              reason);
        (void)snprintf(command, sizeof command, "qfpay close --txamt %" PRId64 " --syssn",
                       pay->payment.txamt);
        show_next(command, syssn, ", then pay under a new number");
        return;
    }
    if (is_recovered(answer))
        print("  %s; a query found the order.\n", reason);
    if (pay->is_waiting)
        return;
    if (syssn[0] != '\0')
        show_next("qfpay wait --syssn", syssn, "");
    else
        show_next("qfpay wait --out-trade-no", pay->payment.out_trade_no, "");
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
    suggest_next(pay, answer);
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
    char number[FRESH_NUMBER_SIZE];
    qfpay_client *client = NULL;
    int exit_status = CLI_OK;

    if (!cli_parse(command, &pay, &pay.settings, argc, argv, NULL, &exit_status))
        return exit_status;
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
    CLI_ROWS(rows),
    .settings = CLI_FOR_CALLS,
    .otherwise = "the amount is --txamt",
    .run = run,
};
