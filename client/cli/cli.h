/*
 * What the commands of `qfpay` share: exit statuses, options, settings.
 */
#ifndef QFPAY_CLI_H
#define QFPAY_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "program/options.h"
#include "qfpay/client.h"

/* Exit statuses; programs depend on them. */
enum cli_exit {
    CLI_OK = 0,
    CLI_FAULT = 1,     /* this machine's: out of memory, no crypto */
    CLI_USAGE = 2,     /* a wrong option, or a parameter that QFPay would refuse */
    CLI_PENDING = 3,   /* the outcome is not known yet */
    CLI_REFUSED = 4,   /* QFPay said no, or a signature is not genuine */
    CLI_TRANSPORT = 5, /* no answer that can be believed */
};

/* Which of the settings' options a command takes. */
enum {
    CLI_FOR_CALLS = 1,         /* it talks to QFPay */
    CLI_FOR_SIGNING = 2,       /* it needs the key, and no connection */
    CLI_FOR_NOTIFICATIONS = 4, /* likewise, and the key of notifications */
};

struct followup_words;

struct cli_command {
    const char *name;
    const char *arguments; /* "[name=value ...]", or "" */
    const char *about;     /* one line */
    const char *more;      /* paragraphs of its help, lines broken by hand */
    const struct option_row *rows;
    size_t row_count;
    unsigned settings;     /* CLI_FOR_..., or 0 */
    const char *otherwise; /* said of an argument when there are none; may be NULL */
    int (*run)(const struct cli_command *command, int argc, char **argv);
    const struct followup_words *followup; /* of followup_run */
};

#define CLI_ROWS(rows_) .rows = (rows_), .row_count = sizeof(rows_) / sizeof((rows_)[0])

/* What a row of a command fills, when ROWS_OF is its struct. Where it says nothing of itself, help
 * tells what the field rules say about the parameter of its name. */
#define TEXT(member)     OPTION_TEXT_AT(ROWS_OF, member)
#define FLAG(member)     OPTION_FLAG_AT(ROWS_OF, member)
#define WORD(member)     OPTION_WORD_AT(ROWS_OF, member)
#define NUMBER(member)   OPTION_NUMBER_AT(ROWS_OF, member)
#define DURATION(member) OPTION_DURATION_AT(ROWS_OF, member, 1)
#define AMOUNT(member)   NUMBER(member), .note = "amounts are in minor units, 1050 for 10.50"

/* The commands, each in its own file. */
#define COMMAND(name) extern const struct cli_command cmd_##name;
#include "commands.def"
#undef COMMAND

/* The settings that commands share. */
struct cli_settings {
    struct qfpay_settings qfpay;
    const char *sign_type;
    bool json;
};

/* Whether there is a key of notifications. Without it the client key is theirs too. */
bool cli_has_notify_key(const struct cli_settings *settings);

/*
 * Read a command line and the environment. filled is what the command's rows fill, settings those
 * of its settings or NULL. *first becomes the index of the first argument that is no option; NULL
 * for commands that take none. Returns true to go on; false when *exit_status is to be returned:
 * help was printed, or an error.
 */
bool cli_parse(const struct cli_command *command, void *filled, struct cli_settings *settings,
               int argc, char **argv, int *first, int *exit_status);

/* Complete the settings after parsing and make the client. On false *exit_status is set. */
bool cli_client_new(struct cli_settings *settings, qfpay_client **client, int *exit_status);

/* As cli_client_new, but only settings: for commands that need the key and no connection. */
bool cli_settings_complete(struct cli_settings *settings, int *exit_status);

/* One line on stderr: "qfpay pay: ..." */
void cli_complain(const char *command, const char *format, ...) QFPAY_PRINTF(2, 3);

/* The exit status that belongs to a failed call. */
int cli_exit_of(enum qfpay_status status);

#endif
