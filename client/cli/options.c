/*
 * Command lines: tables of options over getopt_long, their help, the settings they share.
 *
 * An option's name is the API's field name with dashes; underscores are accepted too, because that
 * is how the API's documents write them.
 */
#include "cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/field.h"
#include "qfpay/near.h"

#define NAME_WIDTH 26

static struct cli_option *
add(struct cli_options *options, const char *name, const char *about)
{
    struct cli_option *option = NULL;

    if (options->count == CLI_OPTIONS_MAX)
        abort();
    option = &options->rows[options->count++];
    *option = (struct cli_option){.name = name, .about = about};
    return option;
}

void
cli_option_text(struct cli_options *options, const char *name, const char *value, const char *about,
                const char **text)
{
    struct cli_option *option = add(options, name, about);

    option->value = value;
    option->text = text;
}

void
cli_option_flag(struct cli_options *options, const char *name, const char *about, bool *flag)
{
    add(options, name, about)->flag = flag;
}

void
cli_option_number(struct cli_options *options, const char *name, const char *value,
                  const char *about, int64_t *number)
{
    struct cli_option *option = add(options, name, about);

    option->value = value;
    option->number = number;
}

void
cli_option_duration(struct cli_options *options, const char *name, const char *about,
                    int64_t *duration_ms)
{
    struct cli_option *option = add(options, name, about);

    option->value = "TIME";
    option->duration_ms = duration_ms;
}

void
cli_complain(const char *command, const char *format, ...)
{
    va_list args;

    (void)fflush(stdout);
    (void)fprintf(stderr, "qfpay %s: ", command);
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    (void)fputc('\n', stderr);
}

void
cli_complain_of_value(const char *command, const char *what, const char *value, const char *list)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    char otherwise[100];
    struct qfpay_near near;

    qfpay_near_begin(&near, value);
    qfpay_near_offer_list(&near, list);
    (void)snprintf(otherwise, sizeof otherwise, "; it must be %s", list);
    cli_complain(command, "unknown %s '%s'%s", what, value,
                 qfpay_near_hint(&near, hint, otherwise));
}

/* What the field rules say about the parameter that an option is named after. */
static const struct qfpay_field *
field_of(const char *name)
{
    char field_name[40];
    size_t len = strlen(name);
    const struct qfpay_field *field = NULL;

    if (len >= sizeof field_name)
        return NULL;
    memcpy(field_name, name, len + 1);
    for (char *at = field_name; *at != '\0'; at++)
        if (*at == '-')
            *at = '_';
    for (int i = 0; i < QFPAY_ENDPOINT_COUNT && !field; i++)
        field = qfpay_field_find((enum qfpay_endpoint)i, field_name, len);
    return field;
}

static void
print_help(const struct cli_command *command, const struct cli_options *options)
{
    (void)printf("Usage: qfpay %s [options]%s%s\n\n%s\n", command->name,
                 command->arguments[0] != '\0' ? " " : "", command->arguments, command->about);
    if (command->more[0] != '\0')
        (void)printf("\n%s\n", command->more);
    (void)printf("\nOptions:\n");
    for (size_t i = 0; i < options->count; i++) {
        const struct cli_option *option = &options->rows[i];
        const struct qfpay_field *field = option->about ? NULL : field_of(option->name);
        char left[64];

        (void)snprintf(left, sizeof left, "--%s%s%s", option->name, option->value ? " " : "",
                       option->value ? option->value : "");
        (void)printf("  %-*s %s\n", NAME_WIDTH, left,
                     option->about ? option->about : (field ? field->about : ""));
    }
    (void)printf("  %-*s %s\n", NAME_WIDTH, "--help", "This text.");
}

static bool
read_number(const char *text, int64_t *number)
{
    char *end = NULL;
    long long value = 0;

    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0')
        return false;
    *number = value;
    return true;
}

static bool
read_duration(const char *text, int64_t *duration_ms)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"", 1000}, {"s", 1000}, {"ms", 1}, {"m", 60000}, {"h", 3600000}};
    char *end = NULL;
    long value = 0;

    errno = 0;
    value = strtol(text, &end, 10);
    if (errno != 0 || end == text || value < 0 || value > 1000000)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(end, units[i].unit) == 0) {
            *duration_ms = value * units[i].ms;
            return true;
        }
    }
    return false;
}

static bool
take_value(const struct cli_command *command, const struct cli_option *option, char *value)
{
    if (option->flag)
        *option->flag = true;
    if (option->text)
        *option->text = value;
    if (option->number && !read_number(value, option->number)) {
        cli_complain(command->name, "--%s takes a whole number, not \"%s\"%s", option->name, value,
                     strcmp(option->name, "txamt") == 0
                         ? "; amounts are in minor units, 1050 for 10.50"
                         : "");
        return false;
    }
    if (option->duration_ms && !read_duration(value, option->duration_ms)) {
        cli_complain(command->name, "--%s takes a time such as 30s, 5m or 500ms, not \"%s\"",
                     option->name, value);
        return false;
    }
    return true;
}

static void
complain_of_option(const struct cli_command *command, const struct cli_options *options,
                   const char *word)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    char otherwise[64];
    struct qfpay_near near;

    qfpay_near_begin(&near, word);
    for (size_t i = 0; i < options->count; i++)
        qfpay_near_offer(&near, options->rows[i].name);
    (void)snprintf(otherwise, sizeof otherwise, "; qfpay help %s lists the options", command->name);
    cli_complain(command->name, "unknown option '%.*s'%s", (int)strcspn(word, "="), word,
                 qfpay_near_hint(&near, hint, otherwise));
}

/* --out_trade_no is --out-trade-no. Values, also after '=', stay as they are. */
static void
accept_underscores(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) != 0)
            continue;
        for (char *at = argv[i] + 2; *at != '\0' && *at != '='; at++)
            if (*at == '_')
                *at = '-';
    }
}

bool
cli_parse(const struct cli_command *command, const struct cli_options *options, int argc,
          char **argv, int *first, int *exit_status)
{
    struct option table[CLI_OPTIONS_MAX + 2] = {{0}};
    size_t help = options->count;
    int index = 0;
    int found = 0;

    for (size_t i = 0; i < options->count; i++)
        table[i] = (struct option){options->rows[i].name,
                                   options->rows[i].value ? required_argument : no_argument, NULL,
                                   'o'};
    table[help] = (struct option){"help", no_argument, NULL, 'h'};
    accept_underscores(argc, argv);
    opterr = 0;
    optind = 1;
    *exit_status = CLI_USAGE;
    while ((found = getopt_long(argc, argv, ":h", table, &index)) != -1) {
        if (found == 'h') {
            print_help(command, options);
            *exit_status = CLI_OK;
            return false;
        }
        if (found == 'o') {
            if (!take_value(command, &options->rows[index], optarg))
                return false;
            continue;
        }
        if (found == ':')
            cli_complain(command->name,
                         "a value is missing after %s; qfpay help %s lists the options",
                         argv[optind - 1], command->name);
        else
            complain_of_option(command, options, argv[optind - 1]);
        return false;
    }
    *first = optind;
    *exit_status = CLI_OK;
    return true;
}

bool
cli_parse_all(const struct cli_command *command, const struct cli_options *options, int argc,
              char **argv, int *exit_status)
{
    int first = 0;

    if (!cli_parse(command, options, argc, argv, &first, exit_status))
        return false;
    if (first == argc)
        return true;
    cli_complain(command->name, "unexpected argument \"%s\"; everything is an option here",
                 argv[first]);
    *exit_status = CLI_USAGE;
    return false;
}

static void
take_environment(struct cli_settings *settings)
{
    *settings = (struct cli_settings){.json = false};
    /* A wrong QFPAY_SIGN_TYPE is complained about later, unless --sign-type overrides it. */
    if (qfpay_settings_from_env(&settings->qfpay, NULL) != QFPAY_OK)
        settings->sign_type = getenv("QFPAY_SIGN_TYPE");
}

static void
add_key(struct cli_options *options, struct cli_settings *settings)
{
    cli_option_text(options, "client-key", "KEY", "The key; better in QFPAY_CLIENT_KEY.",
                    &settings->qfpay.client_key);
}

static void
add_sign_type(struct cli_options *options, struct cli_settings *settings)
{
    cli_option_text(options, "sign-type", "TYPE", "MD5 or SHA256 (QFPAY_SIGN_TYPE).",
                    &settings->sign_type);
}

static void
add_json(struct cli_options *options, struct cli_settings *settings)
{
    cli_option_flag(options, "json", "One JSON object on stdout, for programs.", &settings->json);
}

void
cli_settings_options(struct cli_options *options, struct cli_settings *settings)
{
    struct qfpay_settings *qfpay = &settings->qfpay;

    take_environment(settings);
    cli_option_text(options, "base-url", "URL", "Where QFPay is (QFPAY_BASE_URL).",
                    &qfpay->base_url);
    cli_option_text(options, "app-code", "CODE", "The app code (QFPAY_APP_CODE).",
                    &qfpay->app_code);
    add_key(options, settings);
    cli_option_text(options, "mchid", "ID", "The sub-merchant, for agents (QFPAY_MCHID).",
                    &qfpay->mchid);
    add_sign_type(options, settings);
    cli_option_text(options, "ca-file", "FILE", "Trusted authorities, PEM.", &qfpay->ca_file);
    cli_option_text(options, "cacert", "FILE", "The same, as qfpay-conform calls it.",
                    &qfpay->ca_file);
    cli_option_text(options, "verify-responses", "MODE",
                    "Their signatures: when-present (default), strict or off.",
                    &settings->verify_responses);
    add_json(options, settings);
}

void
cli_notify_key_option(struct cli_options *options, struct cli_settings *settings)
{
    cli_option_text(options, "notify-key", "KEY",
                    "The key of notifications, if it is another (QFPAY_NOTIFY_KEY).",
                    &settings->qfpay.notify_key);
}

bool
cli_has_notify_key(const struct cli_settings *settings)
{
    return settings->qfpay.notify_key && settings->qfpay.notify_key[0] != '\0';
}

void
cli_key_options(struct cli_options *options, struct cli_settings *settings, bool has_sign_type)
{
    take_environment(settings);
    add_key(options, settings);
    if (has_sign_type)
        add_sign_type(options, settings);
    add_json(options, settings);
}

static bool
read_verify(const char *text, enum qfpay_verify *verify)
{
    if (strcmp(text, "when-present") == 0)
        *verify = QFPAY_VERIFY_WHEN_PRESENT;
    else if (strcmp(text, "strict") == 0)
        *verify = QFPAY_VERIFY_STRICT;
    else if (strcmp(text, "off") == 0)
        *verify = QFPAY_VERIFY_OFF;
    else
        return false;
    return true;
}

bool
cli_settings_complete(struct cli_settings *settings, int *exit_status)
{
    *exit_status = CLI_USAGE;
    if (settings->sign_type && !qfpay_digest_find(settings->sign_type, &settings->qfpay.digest)) {
        cli_complain_of_value("settings", "sign type", settings->sign_type, "MD5 or SHA256");
        return false;
    }
    if (settings->verify_responses &&
        !read_verify(settings->verify_responses, &settings->qfpay.verify_responses)) {
        cli_complain_of_value("settings", "--verify-responses", settings->verify_responses,
                              "when-present, strict or off");
        return false;
    }
    return true;
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
