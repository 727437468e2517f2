/*
 * qfpay close and qfpay reverse: end an order that is not paid. The same options, two calls.
 */
#include "followup.h"
#include "qfpay/followup.h"

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

static enum qfpay_status
call_close(qfpay_client *client, const void *filled, qfpay_answer **answer, struct qfpay_error *err)
{
    const struct cancel *cancel = filled;

    return qfpay_close(client, &cancel->order, answer, err);
}

static int
run_close(const struct cli_command *command, int argc, char **argv)
{
    static const struct followup_words words = {
        .done = "Closed.", .pending = "The close is in progress; qfpay query shows its end."};
    struct cancel cancel = {.order = {.txamt = 0}};

    return followup_run(command, &cancel, &cancel.settings, call_close, &words, argc, argv);
}

static enum qfpay_status
call_reverse(qfpay_client *client, const void *filled, qfpay_answer **answer,
             struct qfpay_error *err)
{
    const struct cancel *cancel = filled;

    return qfpay_reverse(client, &cancel->order, answer, err);
}

static int
run_reverse(const struct cli_command *command, int argc, char **argv)
{
    static const struct followup_words words = {
        .done = "Reversed.",
        .pending = "The reversal is in progress; qfpay query shows its end.",
        .hint = "A reversal does not prove that nothing was charged: query the order."};
    struct cancel cancel = {.order = {.txamt = 0}};

    return followup_run(command, &cancel, &cancel.settings, call_reverse, &words, argc, argv);
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
