/*
 * qfpay close and qfpay reverse: end an order that is not paid. The same options, two calls.
 */
#include "cli.h"
#include "followup.h"
#include "qfpay/followup.h"
#include "show.h"

struct cancel {
    struct cli_settings settings;
    struct qfpay_cancel order;
};

#define ROWS_OF struct cancel
static const struct option_row rows[] = {
    {"syssn", "NO", "QFPay's number of the order ...", TEXT(order.syssn)},
    {"out-trade-no", "NO", "... or yours.", TEXT(order.out_trade_no)},
    {"txamt", "MINOR", "The order's amount in minor units.", AMOUNT(order.txamt)},
    {"txdtm", "TIME", "The order's time (default now, UTC+8).", TEXT(order.txdtm)},
    {"udid", "TEXT", NULL, TEXT(order.udid)},
};

static int
cancel_order(const struct cli_command *command, int argc, char **argv,
             enum qfpay_status (*call)(qfpay_client *, const struct qfpay_cancel *, qfpay_answer **,
                                       struct qfpay_error *),
             const struct followup_words *words)
{
    struct cancel cancel = {.order = {.txamt = 0}};
    struct qfpay_error err = {.status = QFPAY_OK};
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    int exit_status = CLI_OK;

    if (!cli_parse(command, &cancel, &cancel.settings, argc, argv, NULL, &exit_status) ||
        !cli_client_new(&cancel.settings, &client, &exit_status))
        return exit_status;
    if (call(client, &cancel.order, &answer, &err) != QFPAY_OK)
        exit_status = show_failure(command->name, cancel.settings.json, &err);
    else
        exit_status = followup_end(words, cancel.settings.json, answer);
    qfpay_answer_free(answer);
    qfpay_client_free(client);
    return exit_status;
}

static int
run_close(const struct cli_command *command, int argc, char **argv)
{
    static const struct followup_words words = {
        .done = "Closed.", .pending = "The close is in progress; qfpay query shows its end."};

    return cancel_order(command, argc, argv, qfpay_close, &words);
}

static int
run_reverse(const struct cli_command *command, int argc, char **argv)
{
    static const struct followup_words words = {
        .done = "Reversed.",
        .pending = "The reversal is in progress; qfpay query shows its end.",
        .hint = "A reversal does not prove that nothing was charged: query the order."};

    return cancel_order(command, argc, argv, qfpay_reverse, &words);
}

const struct cli_command cmd_close = {
    .name = "close",
    .arguments = "",
    .about = "Close an unpaid order, so that its code can no longer be paid.",
    .more = "A paid order cannot be closed: refund it. Which pay types know close and which know\n"
            "reverse is theirs to say; WeChat Pay 800201 knows both. Exit status: 0 closed,\n"
            "3 in progress, 4 refused, 5 no answer.\n"
            "\n"
            "  qfpay close --out-trade-no ORDER12345 --txamt 1000",
    CLI_ROWS(rows),
    .settings = CLI_FOR_CALLS,
    .run = run_close,
};

const struct cli_command cmd_reverse = {
    .name = "reverse",
    .arguments = "",
    .about = "Reverse an order whose payment did not succeed.",
    .more =
        "The last resort for a payment that stays open; a paid order is refunded instead. Query\n"
        "the order afterwards. Exit status: 0 reversed, 3 in progress, 4 refused, 5 no answer.\n"
        "\n"
        "  qfpay reverse --syssn 20261123000300020000000001 --txamt 1000",
    CLI_ROWS(rows),
    .settings = CLI_FOR_CALLS,
    .run = run_reverse,
};
