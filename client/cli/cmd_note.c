/*
 * qfpay note: attach a note to a transaction.
 */
#include "followup.h"

#define ROWS_OF struct followup
static const struct option_row rows[] = {
    {"syssn", "NO", "QFPay's number of the transaction.", TEXT(note.syssn)},
    {"note", "TEXT", "The note, at most 200 characters.", TEXT(note.note)},
};

static enum qfpay_status
call_note(qfpay_client *client, const struct followup *followup, qfpay_answer **answer,
          struct qfpay_error *err)
{
    return qfpay_add_note(client, followup->note.syssn, followup->note.note, answer, err);
}

static const struct followup_words note_words = {
    .call = call_note, .done = "Noted.", .pending = "Pending."};

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
    .run = followup_run,
    .followup = &note_words,
};
