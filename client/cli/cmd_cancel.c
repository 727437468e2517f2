/*
 * qfpay close and qfpay reverse: end an order that is not paid. The same options, two calls.
 */
#include "followup.h"

#define ROWS_OF struct followup
static const struct option_row rows[] = {
    {"syssn", "NO", "QFPay's number of the order ...", TEXT(cancel.syssn)},
    {"out-trade-no", "NO", "... or yours.", TEXT(cancel.out_trade_no)},
    {"txamt", "MINOR", "The order's amount in minor units.", AMOUNT(cancel.txamt)},
    {"txdtm", "TIME", "The order's time (default now, UTC+8).", TEXT(cancel.txdtm)},
    {"udid", "TEXT", NULL, TEXT(cancel.udid)},
};

static enum qfpay_status
call_close(qfpay_client *client, const struct followup *followup, qfpay_answer **answer,
           struct qfpay_error *err)
{
    return qfpay_close(client, &followup->cancel, answer, err);
}

static const struct followup_words close_words = {
    .call = call_close,
    .done = "Closed.",
    .pending = "The close is in progress; qfpay query shows its end."};

static enum qfpay_status
call_reverse(qfpay_client *client, const struct followup *followup, qfpay_answer **answer,
             struct qfpay_error *err)
{
    return qfpay_reverse(client, &followup->cancel, answer, err);
}

static const struct followup_words reverse_words = {
    .call = call_reverse,
    .done = "Reversed.",
    .pending = "The reversal is in progress; qfpay query shows its end.",
    .hint = "A reversal does not prove that nothing was charged: query the order."};

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
    .run = followup_run,
    .followup = &close_words,
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
    .run = followup_run,
    .followup = &reverse_words,
};
