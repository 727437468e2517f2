/*
 * qfpay note: attach a note to a transaction.
 */
#include "cli.h"
#include "followup.h"
#include "qfpay/followup.h"
#include "show.h"

struct note {
    struct cli_settings settings;
    const char *syssn;
    const char *note;
};

#define ROWS_OF struct note
static const struct option_row rows[] = {
    {"syssn", "NO", "QFPay's number of the transaction.", TEXT(syssn)},
    {"note", "TEXT", "The note, at most 200 characters.", TEXT(note)},
};

static int
run(const struct cli_command *command, int argc, char **argv)
{
    static const struct followup_words words = {.done = "Noted.", .pending = "Pending."};
    struct note note = {.note = NULL};
    struct qfpay_error err = {.status = QFPAY_OK};
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    int exit_status = CLI_OK;

    if (!cli_parse(command, &note, &note.settings, argc, argv, NULL, &exit_status) ||
        !cli_client_new(&note.settings, &client, &exit_status))
        return exit_status;
    if (qfpay_add_note(client, note.syssn, note.note, &answer, &err) != QFPAY_OK)
        exit_status = show_failure("note", note.settings.json, &err);
    else
        exit_status = followup_end(&words, note.settings.json, answer);
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
    CLI_ROWS(rows),
    .settings = CLI_FOR_CALLS,
    .run = run,
};
