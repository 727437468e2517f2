/*
 * qfpay note: attach a note to a transaction.
 */
#include "followup.h"
#include "qfpay/followup.h"

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

static enum qfpay_status
call_note(qfpay_client *client, const void *filled, qfpay_answer **answer, struct qfpay_error *err)
{
    const struct note *note = filled;

    return qfpay_add_note(client, note->syssn, note->note, answer, err);
}

static int
run(const struct cli_command *command, int argc, char **argv)
{
    static const struct followup_words words = {.done = "Noted.", .pending = "Pending."};
    struct note note = {.note = NULL};

    return followup_run(command, &note, &note.settings, call_note, &words, argc, argv);
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
