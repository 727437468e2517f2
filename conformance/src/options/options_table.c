/* See options_table.h. The order of the rows is the order of the help. */
#include "options/options_table.h"

#include <stddef.h>

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
#define FLAG(member)   OPTION_FLAG, offsetof(struct options, member), 0, 0
#define TEXT(member)   OPTION_TEXT, offsetof(struct options, member), 0, 0
#define SECRET(member) OPTION_SECRET, offsetof(struct options, member), 0, 0
#define PLACE(member)  OPTION_PLACE, offsetof(struct options, member), 0, 0
#define LIST(member)   OPTION_LIST, offsetof(struct options, member), 0, 0
#define NUMBER(member) OPTION_NUMBER, offsetof(struct options, member)

const struct option_row option_rows[] = {
    {"target", "URL", IN_ONE_TARGET, TEXT(target),
     "the server [QFPAY_BASE_URL, " DEFAULT_TARGET "]"},
    {"left", "URL", IN(DIFF), TEXT(left), "one side: a server, or a transcript"},
    {"right", "URL", IN(DIFF), TEXT(right), "the other side"},
    {"app-code", "CODE", IN_TARGETS, TEXT(merchants[ROLE_DEFAULT].app_code),
     "credentials [QFPAY_APP_CODE]"},
    {"client-key", "KEY", IN_TARGETS, SECRET(merchants[ROLE_DEFAULT].client_key),
     "[QFPAY_CLIENT_KEY]"},
    {"mchid", "ID", IN_TARGETS, TEXT(merchants[ROLE_DEFAULT].mchid),
     "only if QFPay gave you one [QFPAY_MCHID]"},
    {"sign-type", "TYPE", IN_TARGETS, TEXT(merchants[ROLE_DEFAULT].sign_type),
     "MD5 or SHA256 [QFPAY_SIGN_TYPE, MD5]"},
    {"agent-app-code", "CODE", IN_TARGETS, TEXT(merchants[ROLE_AGENT].app_code),
     "a second merchant, with mchid [QFPAY_AGENT_APP_CODE]"},
    {"agent-client-key", "KEY", IN_TARGETS, SECRET(merchants[ROLE_AGENT].client_key),
     "[QFPAY_AGENT_CLIENT_KEY]"},
    {"agent-mchid", "ID", IN_TARGETS, TEXT(merchants[ROLE_AGENT].mchid), "[QFPAY_AGENT_MCHID]"},
    {"agent-sign-type", "TYPE", IN_TARGETS, TEXT(merchants[ROLE_AGENT].sign_type),
     "[QFPAY_AGENT_SIGN_TYPE, MD5]"},
    {"other-app-code", "CODE", IN_TARGETS, TEXT(merchants[ROLE_OTHER].app_code),
     "a merchant that must know nothing of the first [QFPAY_OTHER_APP_CODE]"},
    {"other-client-key", "KEY", IN_TARGETS, SECRET(merchants[ROLE_OTHER].client_key),
     "[QFPAY_OTHER_CLIENT_KEY]"},
    {"other-mchid", "ID", IN_TARGETS, TEXT(merchants[ROLE_OTHER].mchid),
     "if it has one; another than the first's under the same app code [QFPAY_OTHER_MCHID]"},
    {"other-sign-type", "TYPE", IN_TARGETS, TEXT(merchants[ROLE_OTHER].sign_type),
     "[QFPAY_OTHER_SIGN_TYPE, MD5]"},
    {"left-app-code", "CODE", IN(DIFF), TEXT(left_merchant.app_code),
     "of the left side alone [QFPAY_LEFT_APP_CODE]"},
    {"left-client-key", "KEY", IN(DIFF), SECRET(left_merchant.client_key),
     "[QFPAY_LEFT_CLIENT_KEY]"},
    {"left-mchid", "ID", IN(DIFF), TEXT(left_merchant.mchid), "[QFPAY_LEFT_MCHID]"},
    {"left-sign-type", "TYPE", IN(DIFF), TEXT(left_merchant.sign_type), "[QFPAY_LEFT_SIGN_TYPE]"},
    {"right-app-code", "CODE", IN(DIFF), TEXT(right_merchant.app_code),
     "of the right side alone [QFPAY_RIGHT_APP_CODE]"},
    {"right-client-key", "KEY", IN(DIFF), SECRET(right_merchant.client_key),
     "[QFPAY_RIGHT_CLIENT_KEY]"},
    {"right-mchid", "ID", IN(DIFF), TEXT(right_merchant.mchid), "[QFPAY_RIGHT_MCHID]"},
    {"right-sign-type", "TYPE", IN(DIFF), TEXT(right_merchant.sign_type),
     "[QFPAY_RIGHT_SIGN_TYPE]"},
    {"cacert", "FILE", IN_TARGETS, TEXT(ca_file), "trusted authorities, PEM, for the system's"},
    {"ca-file", "FILE", IN_TARGETS, TEXT(ca_file), "the same, as qfpay calls it"},
    {"resolve", "H:P:A", IN_TARGETS, LIST(resolve),
     "HOST:PORT:ADDRESS, instead of asking DNS; may be repeated"},
    {"filter", "GLOB", IN_ALL & ~IN_READING, LIST(filters),
     "only those whose id matches, such as 'query.*'; may be repeated"},
    {"network", NULL, IN(CLIENT), FLAG(network), "whole scenarios against a mock, over HTTP"},
    {"mock", "FILE", IN(CLIENT) | IN(SELFTEST), TEXT(mock),
     "the qfpay-mock to use, instead of the one beside this program or in PATH"},
    {"all", NULL, IN(SELFTEST), FLAG(all),
     "run every case for each defect, not only until one notices"},
    {"level", "NAME", IN_JUDGING, TEXT(level),
     "certify for this level, and run what is mandatory for it: core, full, sandbox"},
    {"strict", NULL, IN_JUDGING, FLAG(strict), "differences from assumptions fail as well"},
    {"expect", "FILE", IN_JUDGING, TEXT(expect), "known failures, lines of 'ID: REASON'"},
    {"rate", "N/s", IN_TARGETS, OPTION_RATE, offsetof(struct options, rate), 1, 100000,
     "at most N requests a second"},
    {"case-timeout", "S", IN_TARGETS | IN(CLIENT), NUMBER(case_timeout), 1, 3600,
     "seconds that a case or a scenario may take [60]"},
    {"answer-timeout", "S", IN(CLIENT), NUMBER(answer_timeout), 1, 3600,
     "seconds that a testee may take for an answer [5]"},
    {"seed", "TEXT", IN_TARGETS, TEXT(seed),
     "the order numbers of another run again, on a target that has forgotten them"},
    {"live", NULL, IN_TARGETS, FLAG(live), "the target may be on another machine"},
    {"max-amount", "N", IN_TARGETS, NUMBER(max_amount), 1, 1000000,
     "with --live: no payment above N of the smallest unit"},
    {"ledger", "FILE", IN_TARGETS, PLACE(ledger), "with --live: where orders are written down"},
    {"attended", NULL, IN(SERVER), FLAG(attended),
     "somebody with a wallet is at hand: show codes, say what to do, wait, refund"},
    {"attended-wait", "S", IN(SERVER), NUMBER(attended_wait), 1, 3600,
     "seconds that they have for each code [120]"},
    {"patient", NULL, IN(SERVER), FLAG(patient),
     "without a clock to move: really wait, up to ten minutes, all cases side by side"},
    {"dry-run", NULL, IN(SERVER), FLAG(dry_run), "show what would be sent, send nothing"},
    {"out", "FILE", IN(RECORD), PLACE(out), "the transcript to write"},
    {"matrix", NULL, IN_JUDGING | IN(COVERAGE), FLAG(matrix),
     "one line per requirement instead of per group"},
    {"verbose", NULL, IN_JUDGING, FLAG(verbose),
     "tell every failure in full, not only the first of each cause"},
    {"tap", NULL, IN_JUDGING, FLAG(tap), "Test Anything Protocol on standard output"},
    {"junit", "FILE", IN_JUDGING, PLACE(junit), "write a JUnit report"},
    {"json", "FILE", IN_JUDGING | IN(DIFF) | IN(SELFTEST) | IN(COMPARE), PLACE(json),
     "write a report for programs"},
    {"html", "FILE", IN_JUDGING, PLACE(html), "write a report for people, one page"},
    {"badge", "FILE", IN_JUDGING, PLACE(badge), "write the level reached as an SVG"},
    {"sign-key", "FILE", IN_JUDGING, PLACE(sign_key),
     "sign the report of --json: a private key, PEM"},
    {"key", "FILE", IN(VERIFY), PLACE(key), "whose signature it must be: a public key, PEM"},
    {"fixtures", "DIR", IN_ALL, PLACE(fixtures), "where the fixtures are"},
    {"help", NULL, IN_ALL, OPTION_HELP, 0, 0, 0, "this text"},
    {"version", NULL, IN_ALL, OPTION_VERSION, 0, 0, 0, "the version"},
};

const size_t option_row_count = sizeof option_rows / sizeof option_rows[0];
