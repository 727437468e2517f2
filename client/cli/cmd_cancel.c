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

static void
add_options(struct cli_options *options, struct cancel *cancel)
{
    struct qfpay_cancel *order = &cancel->order;

    cli_option_text(options, "syssn", "NO", "QFPay's number of the order ...", &order->syssn);
    cli_option_text(options, "out-trade-no", "NO", "... or yours.", &order->out_trade_no);
    cli_option_number(options, "txamt", "MINOR", "The order's amount in minor units.",
                      &order->txamt);
    cli_option_text(options, "txdtm", "TIME", "The order's time (default now, UTC+8).",
                    &order->txdtm);
    cli_option_text(options, "udid", "TEXT", NULL, &order->udid);
    cli_settings_options(options, &cancel->settings);
}

static int
cancel_order(const struct cli_command *command, int argc, char **argv,
             enum qfpay_status (*call)(qfpay_client *, const struct qfpay_cancel *, qfpay_answer **,
                                       struct qfpay_error *),
             const struct followup_words *words)
{
    struct cancel cancel = {.order = {.txamt = 0}};
    struct cli_options options = {.count = 0};
    struct qfpay_error err = {.status = QFPAY_OK};
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    int exit_status = CLI_OK;

    add_options(&options, &cancel);
    if (!cli_parse_all(command, &options, argc, argv, &exit_status) ||
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
    .run = run_reverse,
};
