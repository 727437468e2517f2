/*
 * qfpay refund: give back all or a part of a payment, and wait for it if asked to.
 */
#include <stdio.h>

#include "cli.h"
#include "doubt.h"
#include "followup.h"
#include "fresh.h"
#include "program/print.h"
#include "progress.h"
#include "show.h"

struct refund {
    struct cli_settings settings;
    struct qfpay_refund wanted;
    struct qfpay_wait wait;
    bool is_waiting;
};

#define ROWS_OF struct refund
static const struct option_row rows[] = {
    {"syssn", "NO", "QFPay's number of the payment, or of the capture.", TEXT(wanted.syssn)},
    {"txamt", "MINOR", "How much, in minor units; also of a full refund.", AMOUNT(wanted.txamt)},
    {"out-trade-no", "NO", "The refund's own number (default a fresh one).",
     TEXT(wanted.out_trade_no)},
    {"txdtm", "TIME", "Time of the refund (default now, UTC+8).", TEXT(wanted.txdtm)},
    {"txzone", "ZONE", NULL, TEXT(wanted.txzone)},
    {"udid", "TEXT", NULL, TEXT(wanted.udid)},
    {"wait", NULL, "Wait until it is final and exit with its outcome.", FLAG(is_waiting)},
    {"timeout", "TIME", "With --wait: give up after this long.", DURATION(wait.timeout_ms)},
};

/* The number has to live as long as the refund. */
static bool
fill_in(struct refund *refund, char number[FRESH_NUMBER_SIZE])
{
    if (!refund->wanted.syssn) {
        cli_complain("refund", "--syssn is missing: QFPay's number of the payment, which qfpay "
                               "query --out-trade-no shows");
        return false;
    }
    if (refund->wanted.txamt == 0) {
        cli_complain("refund", "--txamt is missing: the amount in minor units, 1000 for 10.00 HKD");
        return false;
    }
    if (refund->wanted.out_trade_no)
        return true;
    if (!fresh_number(number)) {
        cli_complain("refund", "the system has no random numbers; give --out-trade-no");
        return false;
    }
    refund->wanted.out_trade_no = number;
    return true;
}

static int
wait_for_end(struct refund *refund, qfpay_client *client, const qfpay_answer *answer)
{
    const char *syssn = qfpay_answer_syssn(answer);

    refund->wait.syssn = syssn[0] != '\0' ? syssn : NULL;
    return progress_wait("refund", client, &refund->wait, refund->settings.json);
}

/* An answer under 1298 may come without a syssn. */
static void
suggest_next(const struct refund *refund, const char *syssn)
{
    if (syssn[0] != '\0')
        show_next("qfpay wait --syssn", syssn, "");
    else
        show_next("qfpay wait --refund --out-trade-no", refund->wanted.out_trade_no, "");
}

static int
give_back(struct refund *refund, qfpay_client *client)
{
    static const struct followup_words words = {.done = "Refunded.",
                                                .pending = "The refund is in progress."};
    struct qfpay_error err = {.status = QFPAY_OK};
    qfpay_answer *answer = NULL;
    enum doubt doubt = DOUBT_NONE;
    int exit_status = CLI_OK;

    if (qfpay_refund(client, &refund->wanted, &answer, &err) != QFPAY_OK)
        return show_failure("refund", refund->settings.json, &err);
    refund->wait.out_trade_no = refund->wanted.out_trade_no;
    refund->wait.is_refund = true;
    if (refund->is_waiting)
        doubt = doubt_resolve(client, &refund->wait, &answer);
    exit_status = followup_end(&words, refund->settings.json, answer);
    if (!refund->settings.json && qfpay_answer_endpoint(answer) == QFPAY_ENDPOINT_QUERY)
        print("  %s; a query found the refund.\n", doubt == DOUBT_SHOWN
                                                       ? "The answer left open whether money moved"
                                                       : "The answer was lost on the way");
    if (exit_status == CLI_REFUSED && !refund->settings.json)
        show_field("out_trade_no", refund->wanted.out_trade_no);
    if (exit_status == CLI_PENDING && !refund->is_waiting && !refund->settings.json)
        suggest_next(refund, qfpay_answer_syssn(answer));
    if (doubt == DOUBT_UNKNOWN)
        exit_status = doubt_end_unknown(refund->wanted.out_trade_no, refund->settings.json);
    (void)fflush(stdout);
    if (exit_status == CLI_PENDING && refund->is_waiting && doubt != DOUBT_UNKNOWN)
        exit_status = wait_for_end(refund, client, answer);
    qfpay_answer_free(answer);
    return exit_status;
}

static int
run(const struct cli_command *command, int argc, char **argv)
{
    struct refund refund = {.is_waiting = false};
    char number[FRESH_NUMBER_SIZE];
    qfpay_client *client = NULL;
    int exit_status = CLI_OK;

    if (!cli_parse(command, &refund, &refund.settings, argc, argv, NULL, &exit_status))
        return exit_status;
    if (!fill_in(&refund, number))
        return CLI_USAGE;
    if (!cli_client_new(&refund.settings, &client, &exit_status))
        return exit_status;
    exit_status = give_back(&refund, client);
    qfpay_client_free(client);
    return exit_status;
}

const struct cli_command cmd_refund = {
    .name = "refund",
    .arguments = "",
    .about = "Give back all or a part of a payment.",
    .more =
        "The refund has a number of its own and gets a syssn of its own. When the answer is lost\n"
        "it is looked up, never sent again. Exit status: 0 refunded, 3 in progress, 4 refused,\n"
        "5 no answer. With --json and --wait a refund in progress prints two lines.\n"
        "\n"
        "  qfpay refund --syssn 20261123000300020000000001 --txamt 300 --wait",
    CLI_ROWS(rows),
    .settings = CLI_FOR_CALLS,
    .run = run,
};
