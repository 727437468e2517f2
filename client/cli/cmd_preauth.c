/*
 * qfpay capture and qfpay release: take and give back what a pre-authorisation froze.
 */
#include "followup.h"

#define ROWS_OF struct followup
static const struct option_row capture_rows[] = {
    {"syssn", "NO", "QFPay's number of the pre-authorisation.", TEXT(capture.syssn)},
    {"txamt", "MINOR", "How much to take, in minor units.", AMOUNT(capture.txamt)},
    {"txcurrcd", "CUR", NULL, TEXT(capture.txcurrcd)},
    {"out-trade-no", "NO", "The capture's own number, of older documents.",
     TEXT(capture.out_trade_no)},
    {"txdtm", "TIME", "Time of the capture; not sent unless given.", TEXT(capture.txdtm)},
    {"udid", "TEXT", NULL, TEXT(capture.udid)},
};

static enum qfpay_status
call_capture(qfpay_client *client, const struct followup *followup, qfpay_answer **answer,
             struct qfpay_error *err)
{
    return qfpay_capture(client, &followup->capture, answer, err);
}

static const struct followup_words capture_words = {
    .call = call_capture,
    .done = "Captured.",
    .pending = "The capture is in progress; qfpay query shows its end."};

static const struct option_row release_rows[] = {
    {"syssn", "NO", "QFPay's number of the pre-authorisation ...", TEXT(release.syssn)},
    {"out-trade-no", "NO", "... and yours.", TEXT(release.out_trade_no)},
    {"txamt", "MINOR", "What was not captured, in minor units.", AMOUNT(release.txamt)},
    {"txdtm", "TIME", "Time of the release (default now, UTC+8).", TEXT(release.txdtm)},
};

static enum qfpay_status
call_release(qfpay_client *client, const struct followup *followup, qfpay_answer **answer,
             struct qfpay_error *err)
{
    return qfpay_release(client, &followup->release, answer, err);
}

static const struct followup_words release_words = {
    .call = call_release,
    .done = "Released.",
    .pending = "The release is in progress; qfpay query shows its end."};

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
    .run = followup_run,
    .followup = &capture_words,
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
    .run = followup_run,
    .followup = &release_words,
};
