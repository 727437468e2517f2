/* See options_table.h. The order of the rows is the order of the help. */
#include "options/options_table.h"

#include <stdio.h>

#include "program/print.h"

#define NO_SUBJECT 0, NULL

const struct command_row command_rows[COMMAND_COUNT] = {
    [COMMAND_SERVER] = {"server", "", "run the cases against a server", NO_SUBJECT},
    [COMMAND_CLIENT] = {"client", " -- COMMAND ARGS...", "run the vectors against a client",
                        NO_SUBJECT},
    [COMMAND_DIFF] = {"diff", "", "run the cases against two targets, report what differs",
                      NO_SUBJECT},
    [COMMAND_RECORD] = {"record", "", "run the cases against a server, keep what it answered",
                        NO_SUBJECT},
    [COMMAND_SELFTEST] = {"selftest", "", "show that every defect of a server is noticed",
                          NO_SUBJECT},
    [COMMAND_LIST] = {"list", "", "list the cases, vectors and scenarios", NO_SUBJECT},
    [COMMAND_EXPLAIN] = {"explain", " ID", "show one of them, a requirement or a known mistake", 1,
                         "explain takes the id of a case, a requirement or a known mistake"},
    [COMMAND_COVERAGE] = {"coverage", "",
                          "show which rules have no case that keeps or breaks them, and why",
                          NO_SUBJECT},
    [COMMAND_VERIFY] = {"verify", " REPORT", "check that a report of --json is whole and unchanged",
                        1, "verify takes a report of --json"},
    [COMMAND_COMPARE] = {"compare", " OLD NEW", "tell what got better or worse between two of them",
                         2, "compare takes two reports of --json: the older, then the newer"},
};

#define IN(command)    (1u << COMMAND_##command)
#define IN_ALL         ((1u << COMMAND_COUNT) - 1u)
#define IN_ONE_TARGET  (IN(SERVER) | IN(RECORD))
#define IN_TARGETS     (IN(SERVER) | IN(RECORD) | IN(DIFF))
#define IN_JUDGING     (IN(SERVER) | IN(CLIENT))
#define IN_READING     (IN(EXPLAIN) | IN(COVERAGE) | IN(VERIFY) | IN(COMPARE))
#define FLAG(member)   OPTION_FLAG_AT(struct options, member)
#define TEXT(member)   OPTION_TEXT_AT(struct options, member)
#define LIST(member)   OPTION_LIST_AT(struct options, member)
#define NUMBER(member) OPTION_NUMBER_AT(struct options, member)

/* The four of a merchant. NOLINTBEGIN(bugprone-macro-parentheses): texts are joined. */
#define CREDENTIALS(of, variable, in, member, no_mchid, no_sign_type, about_code, about_mchid)     \
    {of "app-code",         "CODE",         about_code,                                            \
     TEXT(member.app_code), .commands = in, .environment = variable "APP_CODE"},                   \
        {of "client-key",         "KEY",          "",                                              \
         TEXT(member.client_key), .commands = in, .environment = variable "CLIENT_KEY",            \
         .is_secret = true},                                                                       \
        {of "mchid",          "ID",           about_mchid,                                         \
         TEXT(member.mchid),  .commands = in, .environment = variable "MCHID",                     \
         .fallback = no_mchid},                                                                    \
    {                                                                                              \
        of "sign-type", "TYPE", "MD5 or SHA256", TEXT(member.sign_type),                           \
            .commands = in, .environment = variable "SIGN_TYPE", .fallback = no_sign_type          \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct option_row option_rows[] = {
    {"target", "URL", "the server", TEXT(target), .environment = "QFPAY_BASE_URL",
     .fallback = DEFAULT_TARGET, .commands = IN_ONE_TARGET},
    {"left", "URL", "one side: a server, or a transcript", TEXT(left), .commands = IN(DIFF)},
    {"right", "URL", "the other side", TEXT(right), .commands = IN(DIFF)},
    CREDENTIALS("", "QFPAY_", IN_TARGETS, merchants[ROLE_DEFAULT], "", "MD5", "credentials",
                "only if QFPay gave you one"),
    CREDENTIALS("agent-", "QFPAY_AGENT_", IN_TARGETS, merchants[ROLE_AGENT], NULL, "MD5",
                "a second merchant, with mchid", ""),
    CREDENTIALS("other-", "QFPAY_OTHER_", IN_TARGETS, merchants[ROLE_OTHER], NULL, "MD5",
                "a merchant that must know nothing of the first",
                "if it has one; another than the first's under the same app code"),
    CREDENTIALS("left-", "QFPAY_LEFT_", IN(DIFF), left_merchant, NULL, NULL,
                "of the left side alone", ""),
    CREDENTIALS("right-", "QFPAY_RIGHT_", IN(DIFF), right_merchant, NULL, NULL,
                "of the right side alone", ""),
    {"cacert", "FILE", "trusted authorities, PEM, for the system's", TEXT(ca_file),
     .commands = IN_TARGETS},
    {"ca-file", "FILE", "the same, as qfpay calls it", TEXT(ca_file), .commands = IN_TARGETS},
    {"resolve", "H:P:A", "HOST:PORT:ADDRESS, instead of asking DNS; may be repeated", LIST(resolve),
     .commands = IN_TARGETS},
    {"filter", "GLOB", "only those whose id matches, such as 'query.*'; may be repeated",
     LIST(filters), .commands = IN_ALL & ~IN_READING},
    {"network", NULL, "whole scenarios against a mock, over HTTP", FLAG(network),
     .commands = IN(CLIENT)},
    {"mock", "FILE", "the qfpay-mock to use, instead of the one beside this program or in PATH",
     TEXT(mock), .commands = IN(CLIENT) | IN(SELFTEST)},
    {"all", NULL, "run every case for each defect, not only until one notices", FLAG(all),
     .commands = IN(SELFTEST)},
    {"level", "NAME",
     "certify for this level, and run what is mandatory for it: core, full, sandbox", TEXT(level),
     .commands = IN_JUDGING},
    {"strict", NULL, "differences from assumptions fail as well", FLAG(strict),
     .commands = IN_JUDGING},
    {"expect", "FILE", "known failures, lines of 'ID: REASON'", TEXT(expect),
     .commands = IN_JUDGING},
    {"rate", "N/s", "at most N requests a second", NUMBER(rate), .min = 1, .max = 100000,
     .unit = "/s", .note = "requests a second, such as 5/s", .commands = IN_TARGETS},
    {"case-timeout", "S", "seconds that a case or a scenario may take", NUMBER(case_timeout),
     .min = 1, .max = 3600, .fallback = "60", .commands = IN_TARGETS | IN(CLIENT)},
    {"answer-timeout", "S", "seconds that a testee may take for an answer", NUMBER(answer_timeout),
     .min = 1, .max = 3600, .fallback = "5", .commands = IN(CLIENT)},
    {"seed", "TEXT", "the order numbers of another run again, on a target that has forgotten them",
     TEXT(seed), .commands = IN_TARGETS},
    {"live", NULL, "the target may be on another machine", FLAG(live), .commands = IN_TARGETS},
    {"max-amount", "N", "with --live: no payment above N of the smallest unit", NUMBER(max_amount),
     .min = 1, .max = 1000000, .commands = IN_TARGETS},
    {"ledger", "FILE", "with --live: where orders are written down", TEXT(ledger), .is_place = true,
     .commands = IN_TARGETS},
    {"attended", NULL,
     "somebody with a wallet is at hand: show codes, say what to do, wait, refund", FLAG(attended),
     .commands = IN(SERVER)},
    {"attended-wait", "S", "seconds that they have for each code", NUMBER(attended_wait), .min = 1,
     .max = 3600, .fallback = "120", .commands = IN(SERVER)},
    {"patient", NULL,
     "without a clock to move: really wait, up to ten minutes, all cases side by side",
     FLAG(patient), .commands = IN(SERVER)},
    {"dry-run", NULL, "show what would be sent, send nothing", FLAG(dry_run),
     .commands = IN(SERVER)},
    {"out", "FILE", "the transcript to write", TEXT(out), .is_place = true, .commands = IN(RECORD)},
    {"matrix", NULL, "one line per requirement instead of per group", FLAG(matrix),
     .commands = IN_JUDGING | IN(COVERAGE)},
    {"verbose", NULL, "tell every failure in full, not only the first of each cause", FLAG(verbose),
     .commands = IN_JUDGING},
    {"tap", NULL, "Test Anything Protocol on standard output", FLAG(tap), .commands = IN_JUDGING},
    {"junit", "FILE", "write a JUnit report", TEXT(junit), .is_place = true,
     .commands = IN_JUDGING},
    {"json", "FILE", "write a report for programs", TEXT(json), .is_place = true,
     .commands = IN_JUDGING | IN(DIFF) | IN(SELFTEST) | IN(COMPARE)},
    {"html", "FILE", "write a report for people, one page", TEXT(html), .is_place = true,
     .commands = IN_JUDGING},
    {"badge", "FILE", "write the level reached as an SVG", TEXT(badge), .is_place = true,
     .commands = IN_JUDGING},
    {"sign-key", "FILE", "sign the report of --json: a private key, PEM", TEXT(sign_key),
     .is_place = true, .needs = "json", .because = "what is signed is its report",
     .commands = IN_JUDGING},
    {"key", "FILE", "whose signature it must be: a public key, PEM", TEXT(key), .is_place = true,
     .commands = IN(VERIFY)},
    {"fixtures", "DIR", "where the fixtures are", TEXT(fixtures), .is_place = true},
    {"help", NULL, "this text", .kind = OPTION_HELP},
    {"version", NULL, "the version", .kind = OPTION_VERSION},
};

static void
note(const char *sentence)
{
    print_to(stderr, "qfpay-conform: %s\n", sentence);
}

struct command_line
options_line(enum command command)
{
    return (struct command_line){
        .tables = {{option_rows, sizeof option_rows / sizeof option_rows[0], NULL}},
        .command = command_rows[command].name,
        .command_bit = 1u << command,
        .see = "see qfpay-conform --help",
        .note = note,
        /* The options of a client's command are its own. */
        .stops_at_word = command == COMMAND_CLIENT,
    };
}
