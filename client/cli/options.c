/*
 * Command lines: the rows of the settings that commands share, and their help.
 *
 * An option's name is the API's field name with dashes; underscores are accepted too, because that
 * is how the API's documents write them.
 */
#include "cli.h"
#include "program/print.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "qfpay/field.h"

#define ROWS_OF      struct cli_settings
#define FOR_THE_KEYS (CLI_FOR_CALLS | CLI_FOR_SIGNING | CLI_FOR_NOTIFICATIONS)

static const struct option_row settings_rows[] = {
    {"base-url", "URL", "Where QFPay is.", TEXT(qfpay.base_url), .environment = "QFPAY_BASE_URL",
     .commands = CLI_FOR_CALLS},
    {"app-code", "CODE", "The app code.", TEXT(qfpay.app_code), .environment = "QFPAY_APP_CODE",
     .commands = CLI_FOR_CALLS},
    {"client-key", "KEY", "The key; better in the environment.", TEXT(qfpay.client_key),
     .environment = "QFPAY_CLIENT_KEY", .commands = FOR_THE_KEYS, .is_secret = true},
    {"notify-key", "KEY", "The key of notifications, if it is another.", TEXT(qfpay.notify_key),
     .environment = "QFPAY_NOTIFY_KEY", .commands = CLI_FOR_NOTIFICATIONS, .is_secret = true},
    {"mchid", "ID", "The sub-merchant, for agents.", TEXT(qfpay.mchid),
     .environment = "QFPAY_MCHID", .commands = CLI_FOR_CALLS},
    {"sign-type", "TYPE", "MD5 or SHA256.", TEXT(sign_type), .environment = "QFPAY_SIGN_TYPE",
     .commands = CLI_FOR_CALLS | CLI_FOR_SIGNING},
    {"ca-file", "FILE", "Trusted authorities, PEM.", TEXT(qfpay.ca_file),
     .commands = CLI_FOR_CALLS},
    {"cacert", "FILE", "The same, as qfpay-conform calls it.", TEXT(qfpay.ca_file),
     .commands = CLI_FOR_CALLS},
    {"verify-responses", "when-present|strict|off",
     "Signatures: checked where there are some (the default), everywhere, nowhere.",
     WORD(qfpay.verify_responses), .commands = CLI_FOR_CALLS},
    {"json", NULL, "One JSON object on stdout, for programs.", FLAG(json),
     .commands = FOR_THE_KEYS},
    {"help", NULL, "This text.", .kind = OPTION_HELP},
};

void
cli_complain(const char *command, const char *format, ...)
{
    va_list args;

    (void)fflush(stdout);
    print_to(stderr, "qfpay %s: ", command);
    va_start(args, format);
    print_with(stderr, print_shown, format, args);
    va_end(args);
    (void)fputc('\n', stderr);
}

/* What the field rules say about the parameter that an option is named after. */
static const char *
about_of(const char *name)
{
    char field_name[40];
    size_t len = strlen(name);
    const struct qfpay_field *field = NULL;

    if (len >= sizeof field_name)
        return "";
    memcpy(field_name, name, len + 1);
    for (char *at = field_name; *at != '\0'; at++)
        if (*at == '-')
            *at = '_';
    for (int i = 0; i < QFPAY_ENDPOINT_COUNT && !field; i++)
        field = qfpay_field_find((enum qfpay_endpoint)i, field_name, len);
    return field ? field->about : "";
}

/* Lines broken by hand. */
static void
print_paragraphs(const char *text)
{
    (void)putchar('\n');
    print_own(stdout, text);
    (void)putchar('\n');
}

static void
print_help(const struct cli_command *command, const struct command_line *line)
{
    print("Usage: qfpay %s [options]%s%s\n\n%s\n", command->name,
          command->arguments[0] != '\0' ? " " : "", command->arguments, command->about);
    if (command->more[0] != '\0')
        print_paragraphs(command->more);
    (void)printf("\nOptions [environment, default]:\n");
    options_help(line, stdout);
}

/* Whether a command that takes no arguments has none. */
static bool
check_arguments(const struct cli_command *command, const char *argument)
{
    if (command->arguments[0] != '\0' || !argument)
        return true;
    cli_complain(command->name, "unexpected argument \"%s\"; %s", argument,
                 command->otherwise ? command->otherwise : "everything is an option here");
    return false;
}

static void
note(const char *sentence)
{
    print_to(stderr, "qfpay: %s\n", sentence);
}

bool
cli_parse(const struct cli_command *command, void *filled, struct cli_settings *settings, int argc,
          char **argv, int *first, int *exit_status)
{
    char see[64];
    char error[OPTIONS_ERROR_SIZE];
    int none = argc;
    int *rest = first ? first : &none;
    struct command_line line = {
        .tables = {{command->rows, command->row_count, filled},
                   {settings_rows, sizeof settings_rows / sizeof *settings_rows, settings}},
        .command_bit = command->settings,
        .see = see,
        .note = note,
        .about_of = about_of};

    if (settings) {
        *settings = (struct cli_settings){.json = false};
        qfpay_settings_init(&settings->qfpay);
    }
    (void)snprintf(see, sizeof see, "qfpay help %s lists the options", command->name);
    *exit_status = CLI_USAGE;
    switch (options_read(&line, argc, argv, rest, error)) {
    case OPTIONS_READ:
        if (!check_arguments(command, *rest < argc ? argv[*rest] : NULL))
            return false;
        *exit_status = CLI_OK;
        return true;
    case OPTIONS_HELP:
        print_help(command, &line);
        *exit_status = CLI_OK;
        return false;
    case OPTIONS_WRONG:
        cli_complain(command->name, "%s", error);
        return false;
    case OPTIONS_VERSION:
        break;
    }
    return false;
}

bool
cli_has_notify_key(const struct cli_settings *settings)
{
    return settings->qfpay.notify_key && settings->qfpay.notify_key[0] != '\0';
}

bool
cli_settings_complete(struct cli_settings *settings, int *exit_status)
{
    char error[OPTIONS_ERROR_SIZE];

    *exit_status = CLI_USAGE;
    if (!settings->sign_type || qfpay_digest_find(settings->sign_type, &settings->qfpay.digest))
        return true;
    (void)options_unknown(error, "sign type", settings->sign_type, "MD5 or SHA256");
    cli_complain("settings", "%s", error);
    return false;
}

bool
cli_client_new(struct cli_settings *settings, qfpay_client **client, int *exit_status)
{
    struct qfpay_error err = {.status = QFPAY_OK};
    enum qfpay_status status = QFPAY_OK;

    if (!cli_settings_complete(settings, exit_status))
        return false;
    status = qfpay_client_new(&settings->qfpay, client, &err);
    if (status != QFPAY_OK) {
        cli_complain("settings", "%s", err.message);
        *exit_status = cli_exit_of(status);
        return false;
    }
    return true;
}

int
cli_exit_of(enum qfpay_status status)
{
    switch (status) {
    case QFPAY_OK:
        return CLI_OK;
    case QFPAY_E_ARG:
    case QFPAY_E_DUPLICATE:
    case QFPAY_E_SPACE:
        return CLI_USAGE;
    case QFPAY_E_MEMORY:
    case QFPAY_E_CRYPTO:
        return CLI_FAULT;
    case QFPAY_E_PARSE:
    case QFPAY_E_LIMIT:
    case QFPAY_E_TRANSPORT:
    case QFPAY_E_TIMEOUT:
    case QFPAY_E_HTTP:
    case QFPAY_E_SIGNATURE:
        break;
    }
    return CLI_TRANSPORT;
}
