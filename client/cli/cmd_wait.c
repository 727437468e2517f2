/*
 * qfpay wait: until an order is paid or a refund done, failed or out of time.
 */
#include "cli.h"
#include "progress.h"

struct wait {
    struct cli_settings settings;
    struct qfpay_wait order;
};

#define ROWS_OF struct wait
static const struct option_row rows[] = {
    {"syssn", "NO", "QFPay's number of the order or the refund.", TEXT(order.syssn)},
    {"out-trade-no", "NO", "Your number of the order.", TEXT(order.out_trade_no)},
    {"refund", NULL, "--out-trade-no is the number of a refund.", FLAG(order.is_refund)},
    {"timeout", "TIME", "Give up after this long (default 2h).", DURATION(order.timeout_ms)},
};

static int
run(const struct cli_command *command, int argc, char **argv)
{
    struct wait wait = {.order = {.syssn = NULL}};
    qfpay_client *client = NULL;
    int exit_status = CLI_OK;

    if (!cli_parse(command, &wait, &wait.settings, argc, argv, NULL, &exit_status))
        return exit_status;
    if (!wait.order.syssn && !wait.order.out_trade_no) {
        cli_complain("wait", "give the order's number as --syssn or --out-trade-no");
        return CLI_USAGE;
    }
    if (!cli_client_new(&wait.settings, &client, &exit_status))
        return exit_status;
    exit_status = progress_wait("wait", client, &wait.order, wait.settings.json);
    qfpay_client_free(client);
    return exit_status;
}

const struct cli_command cmd_wait = {
    .name = "wait",
    .arguments = "",
    .about = "Wait until an order is paid or a refund done, has failed, or time is up.",
    .more =
        "Queries with growing pauses from 1 to 5 seconds; lost answers and HTTP 429 are waited\n"
        "through. Ctrl-C ends the wait after one last look. Exit status: 0 paid or refunded, 3 "
        "still\n"
        "pending, 4 failed or refused, 5 no answers.\n"
        "\n"
        "  qfpay wait --out-trade-no ORDER12345 --timeout 10m",
    CLI_ROWS(rows),
    .settings = CLI_FOR_CALLS,
    .otherwise = "numbers are --syssn or --out-trade-no",
    .run = run,
};
