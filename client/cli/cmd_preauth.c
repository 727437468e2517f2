/*
 * qfpay capture and qfpay release: take and give back what a pre-authorisation froze.
 */
#include "followup.h"
#include "qfpay/followup.h"

struct capture {
    struct cli_settings settings;
    struct qfpay_capture order;
};

struct release {
    struct cli_settings settings;
    struct qfpay_release order;
};

#define ROWS_OF struct capture
static const struct option_row capture_rows[] = {
    {"syssn", "NO", "QFPay's number of the pre-authorisation.", TEXT(order.syssn)},
    {"txamt", "MINOR", "How much to take, in minor units.", AMOUNT(order.txamt)},
    {"txcurrcd", "CUR", NULL, TEXT(order.txcurrcd)},
    {"out-trade-no", "NO", "The capture's own number, of older documents.",
     TEXT(order.out_trade_no)},
    {"txdtm", "TIME", "Time of the capture; not sent unless given.", TEXT(order.txdtm)},
    {"udid", "TEXT", NULL, TEXT(order.udid)},
};

static enum qfpay_status
call_capture(qfpay_client *client, const void *filled, qfpay_answer **answer,
             struct qfpay_error *err)
{
    const struct capture *capture = filled;

    return qfpay_capture(client, &capture->order, answer, err);
}

static int
run_capture(const struct cli_command *command, int argc, char **argv)
{
    static const struct followup_words words = {
        .done = "Captured.", .pending = "The capture is in progress; qfpay query shows its end."};
    struct capture capture = {.order = {.txamt = 0}};

    return followup_run(command, &capture, &capture.settings, call_capture, &words, argc, argv);
}

#undef ROWS_OF
#define ROWS_OF struct release
static const struct option_row release_rows[] = {
    {"syssn", "NO", "QFPay's number of the pre-authorisation ...", TEXT(order.syssn)},
    {"out-trade-no", "NO", "... and yours.", TEXT(order.out_trade_no)},
    {"txamt", "MINOR", "What was not captured, in minor units.", AMOUNT(order.txamt)},
    {"txdtm", "TIME", "Time of the release (default now, UTC+8).", TEXT(order.txdtm)},
};

static enum qfpay_status
call_release(qfpay_client *client, const void *filled, qfpay_answer **answer,
             struct qfpay_error *err)
{
    const struct release *release = filled;

    return qfpay_release(client, &release->order, answer, err);
}

static int
run_release(const struct cli_command *command, int argc, char **argv)
{
    static const struct followup_words words = {
        .done = "Released.", .pending = "The release is in progress; qfpay query shows its end."};
    struct release release = {.order = {.txamt = 0}};

    return followup_run(command, &release, &release.settings, call_release, &words, argc, argv);
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
    CLI_ROWS(capture_rows),
    .settings = CLI_FOR_CALLS,
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
    CLI_ROWS(release_rows),
    .settings = CLI_FOR_CALLS,
    .run = run_release,
};
