/*
 * qfpay capture and qfpay release: take and give back what a pre-authorisation froze.
 */
#include "cli.h"
#include "followup.h"
#include "qfpay/followup.h"
#include "show.h"

/* Show how a call ended, and free what it left. */
static int
end(const struct cli_command *command, const struct cli_settings *settings,
    const struct followup_words *words, enum qfpay_status status, const struct qfpay_error *err,
    qfpay_answer *answer)
{
    int exit_status = status == QFPAY_OK ? followup_end(words, settings->json, answer)
                                         : show_failure(command->name, settings->json, err);

    qfpay_answer_free(answer);
    return exit_status;
}

static int
run_capture(const struct cli_command *command, int argc, char **argv)
{
    static const struct followup_words words = {
        .done = "Captured.", .pending = "The capture is in progress; qfpay query shows its end."};
    struct cli_settings settings;
    struct cli_options options = {.count = 0};
    struct qfpay_capture capture = {.txamt = 0};
    struct qfpay_error err = {.status = QFPAY_OK};
    enum qfpay_status status = QFPAY_OK;
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    int exit_status = CLI_OK;

    cli_option_text(&options, "syssn", "NO", "QFPay's number of the pre-authorisation.",
                    &capture.syssn);
    cli_option_number(&options, "txamt", "MINOR", "How much to take, in minor units.",
                      &capture.txamt);
    cli_option_text(&options, "txcurrcd", "CUR", NULL, &capture.txcurrcd);
    cli_option_text(&options, "out-trade-no", "NO", "The capture's own number, of older documents.",
                    &capture.out_trade_no);
    cli_option_text(&options, "txdtm", "TIME", "Time of the capture; not sent unless given.",
                    &capture.txdtm);
    cli_option_text(&options, "udid", "TEXT", NULL, &capture.udid);
    cli_settings_options(&options, &settings);
    if (!cli_parse_all(command, &options, argc, argv, &exit_status) ||
        !cli_client_new(&settings, &client, &exit_status))
        return exit_status;
    status = qfpay_capture(client, &capture, &answer, &err);
    exit_status = end(command, &settings, &words, status, &err, answer);
    qfpay_client_free(client);
    return exit_status;
}

static int
run_release(const struct cli_command *command, int argc, char **argv)
{
    static const struct followup_words words = {
        .done = "Released.", .pending = "The release is in progress; qfpay query shows its end."};
    struct cli_settings settings;
    struct cli_options options = {.count = 0};
    struct qfpay_release release = {.txamt = 0};
    struct qfpay_error err = {.status = QFPAY_OK};
    enum qfpay_status status = QFPAY_OK;
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    int exit_status = CLI_OK;

    cli_option_text(&options, "syssn", "NO", "QFPay's number of the pre-authorisation ...",
                    &release.syssn);
    cli_option_text(&options, "out-trade-no", "NO", "... and yours.", &release.out_trade_no);
    cli_option_number(&options, "txamt", "MINOR", "What was not captured, in minor units.",
                      &release.txamt);
    cli_option_text(&options, "txdtm", "TIME", "Time of the release (default now, UTC+8).",
                    &release.txdtm);
    cli_settings_options(&options, &settings);
    if (!cli_parse_all(command, &options, argc, argv, &exit_status) ||
        !cli_client_new(&settings, &client, &exit_status))
        return exit_status;
    status = qfpay_release(client, &release, &answer, &err);
    exit_status = end(command, &settings, &words, status, &err, answer);
    qfpay_client_free(client);
    return exit_status;
}

const struct cli_command cmd_capture = {
    .name = "capture",
    .arguments = "",
    .about = "Take all or a part of what a pre-authorisation froze.",
    .more = "Several captures are possible; their sum is at most the frozen amount. Each takes\n"
            "money, so look at the day's transactions before repeating one whose answer was lost.\n"
            "Exit status: 0 captured, 3 in progress, 4 refused, 5 no answer.\n"
            "\n"
            "  qfpay capture --syssn 20261123000300020000000001 --txamt 500",
    .run = run_capture,
};

const struct cli_command cmd_release = {
    .name = "release",
    .arguments = "",
    .about = "Give back what was frozen and not captured.",
    .more = "It works once, and nothing can be captured after it. Exit status: 0 released,\n"
            "3 in progress, 4 refused, 5 no answer.\n"
            "\n"
            "  qfpay release --syssn 20261123000300020000000001 --out-trade-no ORDER12345 "
            "--txamt 500",
    .run = run_release,
};
