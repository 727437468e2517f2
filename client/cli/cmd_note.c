/*
 * qfpay note: attach a note to a transaction.
 */
#include "cli.h"
#include "followup.h"
#include "qfpay/followup.h"
#include "show.h"

static int
run(const struct cli_command *command, int argc, char **argv)
{
    static const struct followup_words words = {.done = "Noted.", .pending = "Pending."};
    struct cli_settings settings;
    struct cli_options options = {.count = 0};
    struct qfpay_error err = {.status = QFPAY_OK};
    const char *syssn = NULL;
    const char *note = NULL;
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    int exit_status = CLI_OK;

    cli_option_text(&options, "syssn", "NO", "QFPay's number of the transaction.", &syssn);
    cli_option_text(&options, "note", "TEXT", "The note, at most 200 characters.", &note);
    cli_settings_options(&options, &settings);
    if (!cli_parse_all(command, &options, argc, argv, &exit_status) ||
        !cli_client_new(&settings, &client, &exit_status))
        return exit_status;
    if (qfpay_add_note(client, syssn, note, &answer, &err) != QFPAY_OK)
        exit_status = show_failure("note", settings.json, &err);
    else
        exit_status = followup_end(&words, settings.json, answer);
    qfpay_answer_free(answer);
    qfpay_client_free(client);
    return exit_status;
}

const struct cli_command cmd_note = {
    .name = "note",
    .arguments = "",
    .about = "Attach a note to a transaction; a new one replaces the old.",
    .more =
        "For completed transactions of merchants without an mchid; portal and reports show it.\n"
        "Exit status: 0 noted, 4 refused, 5 no answer.\n"
        "\n"
        "  qfpay note --syssn 20261123000300020000000001 --note 'table 4'",
    .run = run,
};
