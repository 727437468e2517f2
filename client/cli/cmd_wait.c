/*
 * qfpay wait: until an order is paid or a refund done, failed or out of time.
 */
#include "cli.h"
#include "progress.h"

static int
run(const struct cli_command *command, int argc, char **argv)
{
    struct cli_settings settings;
    struct cli_options options = {.count = 0};
    struct qfpay_wait wait = {.syssn = NULL};
    qfpay_client *client = NULL;
    int first = 0;
    int exit_status = CLI_OK;

    cli_option_text(&options, "syssn", "NO", "QFPay's number of the order or the refund.",
                    &wait.syssn);
    cli_option_text(&options, "out-trade-no", "NO", "Your number of the order.",
                    &wait.out_trade_no);
    cli_option_flag(&options, "refund", "--out-trade-no is the number of a refund.",
                    &wait.is_refund);
    cli_option_duration(&options, "timeout", "Give up after this long (default 2h).",
                        &wait.timeout_ms);
    cli_settings_options(&options, &settings);
    if (!cli_parse(command, &options, argc, argv, &first, &exit_status))
        return exit_status;
    if (first < argc || (!wait.syssn && !wait.out_trade_no)) {
        cli_complain("wait", "give the order's number as --syssn or --out-trade-no");
        return CLI_USAGE;
    }
    if (!cli_client_new(&settings, &client, &exit_status))
        return exit_status;
    exit_status = progress_wait("wait", client, &wait, settings.json);
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
    .run = run,
};
