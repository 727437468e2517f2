/*
 * What the commands of `qfpay` share: exit statuses, options, settings.
 */
#ifndef QFPAY_CLI_H
#define QFPAY_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* One option. Exactly one of the last four is set: where its value goes. */
struct cli_option {
    const char *name;  /* "out-trade-no" */
    const char *value; /* what stands for its value in help texts; NULL for a flag */
    const char *about; /* NULL: what the field rules say about the parameter of that name */
    const char **text;
    bool *flag;
    int64_t *number;
    int64_t *duration_ms; /* "30", "30s", "5m", "500ms" */
};

struct cli_command {
    const char *name;
    const char *arguments; /* "[name=value ...]", or "" */
    const char *about;     /* one line */
    const char *more;      /* paragraphs of its help, lines broken by hand */
    int (*run)(const struct cli_command *command, int argc, char **argv);
};

/* The commands, each in its own file. */
extern const struct cli_command cmd_pay;
extern const struct cli_command cmd_query;
extern const struct cli_command cmd_wait;
extern const struct cli_command cmd_refund;
extern const struct cli_command cmd_close;
extern const struct cli_command cmd_reverse;
extern const struct cli_command cmd_note;
extern const struct cli_command cmd_capture;
extern const struct cli_command cmd_release;
extern const struct cli_command cmd_listen;
extern const struct cli_command cmd_sign;
extern const struct cli_command cmd_verify;
extern const struct cli_command cmd_codes;
extern const struct cli_command cmd_doctor;
extern const struct cli_command cmd_testee;

/* The settings that every command which talks to QFPay takes, from options and environment. */
struct cli_settings {
    struct qfpay_settings qfpay;
    const char *sign_type;
    const char *verify_responses;
    bool json;
};

/* An options table on the stack has room for this many. */
#define CLI_OPTIONS_MAX 40

struct cli_options {
    struct cli_option rows[CLI_OPTIONS_MAX];
    size_t count;
};

void cli_option_text(struct cli_options *options, const char *name, const char *value,
                     const char *about, const char **text);
void cli_option_flag(struct cli_options *options, const char *name, const char *about, bool *flag);
void cli_option_number(struct cli_options *options, const char *name, const char *value,
                       const char *about, int64_t *number);
void cli_option_duration(struct cli_options *options, const char *name, const char *about,
                         int64_t *duration_ms);

/* Add the settings' options and fill in what the environment says. */
void cli_settings_options(struct cli_options *options, struct cli_settings *settings);

/* As cli_settings_options, for commands that need the key and no connection. */
void cli_key_options(struct cli_options *options, struct cli_settings *settings,
                     bool has_sign_type);

/* --notify-key, behind one of the above; and whether there is one. Without it the client key is the
 * key of notifications too. */
void cli_notify_key_option(struct cli_options *options, struct cli_settings *settings);
bool cli_has_notify_key(const struct cli_settings *settings);

/*
 * Parse a command line. *first becomes the index of the first argument that is no option.
 * Returns true to go on; false when *exit_status is to be returned: help was printed, or an error.
 */
bool cli_parse(const struct cli_command *command, const struct cli_options *options, int argc,
               char **argv, int *first, int *exit_status);

/* As cli_parse, for commands that take options only. */
bool cli_parse_all(const struct cli_command *command, const struct cli_options *options, int argc,
                   char **argv, int *exit_status);

/* Complete the settings after parsing and make the client. On false *exit_status is set. */
bool cli_client_new(struct cli_settings *settings, qfpay_client **client, int *exit_status);

/* As cli_client_new, but only settings: for commands that need the key and no connection. */
bool cli_settings_complete(struct cli_settings *settings, int *exit_status);

/* One line on stderr: "qfpay pay: ..." */
void cli_complain(const char *command, const char *format, ...) QFPAY_PRINTF(2, 3);

/* Complain that a value is none of a list, such as "a, b or c": with the nearest, else with them
 * all. */
void cli_complain_of_value(const char *command, const char *what, const char *value,
                           const char *list);

/* The exit status that belongs to a failed call. */
int cli_exit_of(enum qfpay_status status);

#endif
