/* See read_settings.h. A new option is one row. */
#include "start/read_settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "control/guard.h"
#include "program/print.h"
#include "qfpay/datetime.h"
#include "qfpay/near.h"
#include "start/config_file.h"

static bool
read_profile(void *filled, const char *value)
{
    struct settings *settings = filled;

    settings->profile = profile_find(value);
    return settings->profile != NULL;
}

static bool
read_now(void *filled, const char *value)
{
    struct settings *settings = filled;

    settings->has_now = qfpay_datetime_parse(value, strlen(value), QFPAY_SYSTEM_ZONE_MINUTES,
                                             &settings->now);
    return settings->has_now;
}

/* A name, or "list"; of one that is too long the beginning, which is none either. */
static bool
read_defect(void *filled, const char *value)
{
    struct settings *settings = filled;

    settings->list_defects = strcmp(value, "list") == 0;
    (void)snprintf(settings->defect, sizeof settings->defect, "%s", value);
    return true;
}

static bool
read_notify_hosts(void *filled, const char *value)
{
    return notify_hosts_read(&((struct settings *)filled)->notify_hosts, value);
}

static bool
keep_list(char *kept, size_t size, const char *value, bool is_good)
{
    return is_good && snprintf(kept, size, "%s", value) < (int)size;
}

static bool
read_allow_host(void *filled, const char *value)
{
    struct settings *settings = filled;

    return keep_list(settings->allow_hosts, sizeof settings->allow_hosts, value,
                     guard_reads_hosts(value));
}

static bool
read_allow_origin(void *filled, const char *value)
{
    struct settings *settings = filled;

    return keep_list(settings->allow_origins, sizeof settings->allow_origins, value,
                     guard_reads_origins(value));
}

#define FLAG(member)   OPTION_FLAG_AT(struct settings, member)
#define TEXT(member)   OPTION_COPY_AT(struct settings, member)
#define SIZE(member)   OPTION_SIZE_AT(struct settings, member)
#define NUMBER(member) OPTION_NUMBER_AT(struct settings, member)
#define WORD(member)   OPTION_WORD_AT(struct settings, member)

static const struct option_row rows[] = {
    {"host", "ADDRESS", "address to listen on", TEXT(host), .fallback = "127.0.0.1"},
    {"port", "N", "port to listen on; 0 takes a free one", NUMBER(port), .max = 65535,
     .fallback = "8080"},
    {"port-file", "PATH", "write the port number there once the socket accepts", TEXT(port_file)},
    {"config", "FILE", "JSON file with options and merchants", TEXT(config)},
    {"check-config", NULL, "read options and config file, say what is wrong, and end",
     FLAG(check_config), .is_said_only = true},
    {"db", "FILE", "keep everything in this SQLite file, not in memory", TEXT(db)},
    {"sync", "off|normal|full",
     "what a power cut may cost of --db: the file, its last moments, or no answered order",
     WORD(sync), .fallback = "normal"},
    {"profile", "observed|documented", "answer as captured, or as documented", .kind = OPTION_READ,
     .read = read_profile, .fallback = "observed"},
    {"lang", "en|zh-hant|zh-hans", "language of texts", WORD(lang), .fallback = "en"},
    {"auto-pay", "DURATION", "every order is paid so long after it was made: 2s, 5m, 1h",
     OPTION_DURATION_AT(struct settings, auto_pay_seconds, 1000)},
    {"no-triggers", NULL, "amounts like 99CCCC and 960001 are ordinary amounts",
     OPTION_OFF_AT(struct settings, triggers)},
    {"empty-values", "both|dropped|signed",
     "a parameter sent empty is left out of the string, signed as name=, or either",
     WORD(empty_values), .fallback = "both"},
    {"now", "\"YYYY-MM-DD hh:mm:ss\"", "start the clocks at this time (UTC+8)", .kind = OPTION_READ,
     .read = read_now},
    {"freeze-clock", NULL, "the clocks stand still until they are moved", FLAG(freeze_clock)},
    {"rate-limit", NULL, "100 calls per second and 400 per minute for each merchant, then HTTP 429",
     FLAG(rate_limit)},
    {"seed", "N", "makes codes and numbers repeat from start to start", NUMBER(seed),
     .max = UINT64_MAX},
    {"journal", "N", "how many requests each merchant's journal keeps",
     NUMBER(journal_max[JOURNAL_ENTRIES]), .max = 1000000, .fallback = "1000"},
    {"journal-bytes", "SIZE", "how much memory each merchant's journal takes: 512K, 1M",
     SIZE(journal_max[JOURNAL_BYTES]), .min = JOURNAL_BYTES_MIN, .fallback = "1M"},
    {"journal-total", "SIZE", "how much all journals together take; the oldest request goes first",
     SIZE(journal_max[JOURNAL_TOTAL]), .min = JOURNAL_BYTES_MIN, .fallback = "64M"},
    {"tls-cert", "FILE", "serve HTTPS with this certificate chain (PEM); takes --tls-key too",
     TEXT(tls_cert), .needs = "tls-key", .because = "a certificate goes with its key"},
    {"tls-key", "FILE", "the private key of the certificate (PEM)", TEXT(tls_key),
     .needs = "tls-cert", .because = "a certificate goes with its key"},
    {"control-token", "TOKEN", "the control API wants Authorization: Bearer TOKEN",
     TEXT(control_token), .is_secret = true},
    {"open-control", NULL, "let strangers use the control API without a token", FLAG(open_control)},
    {"allow-host", "NAME,...", "the control API may be called by these names, too",
     .kind = OPTION_READ, .read = read_allow_host},
    {"allow-origin", "ORIGIN,...",
     "web pages from there may use the control API: https://shop.example,...", .kind = OPTION_READ,
     .read = read_allow_origin},
    {"no-built-in", NULL, "leave out the merchants whose keys everybody knows", FLAG(no_built_in)},
    {"notify-hosts", "PATTERN,...",
     "notify these hosts at any port, and no others: NAME, *.NAME, ADDRESS/BITS or *",
     .kind = OPTION_READ, .read = read_notify_hosts,
     .note = "a pattern is NAME, *.NAME, ADDRESS, ADDRESS/BITS or *, and has no port"},
    {"notify-cacert", "FILE",
     "trust receivers of notifications by these certificates (PEM), as those of a test authority",
     TEXT(notify_cacert)},
    {"notify-insecure", NULL, "take any certificate of a receiver of notifications",
     FLAG(notify_insecure)},
    {"defect", "NAME",
     "do one thing wrong on purpose, to see whether tests notice; list shows them",
     .kind = OPTION_READ, .read = read_defect, .is_said_only = true},
    {"log", "text|json|off", "one line per request on stderr", WORD(log), .fallback = "text"},
    {"exit-with-stdin", NULL,
     "end when standard input does: with whoever started it and holds that pipe",
     FLAG(exit_with_stdin)},
    {"show-credentials", NULL, "show client and notify keys at start and in GET merchants",
     FLAG(show_credentials)},
    {"version", NULL, "print the version and end", .kind = OPTION_VERSION, .is_said_only = true},
    {"help", NULL, "print this and end", .kind = OPTION_HELP, .is_said_only = true},
};

static const struct option_row ready_rows[] = {
    {"wait", NULL, "ask until it is ready", FLAG(ready_wait), .is_said_only = true},
    {"timeout", "DURATION", "give up after this time",
     OPTION_DURATION_AT(struct settings, ready_timeout_ms, 1), .fallback = "30s",
     .is_said_only = true},
};

static void
note(const char *sentence)
{
    print_to(stderr, "qfpay-mock: %s\n", sentence);
}

static struct command_line
make_line(struct settings *settings)
{
    return (struct command_line){.tables = {{rows, sizeof rows / sizeof rows[0], settings}},
                                 .environment_prefix = "QFPAY_MOCK_",
                                 .file_member = "merchants",
                                 .note = note};
}

static const struct option_table ready_table = {ready_rows,
                                                sizeof ready_rows / sizeof ready_rows[0], NULL};

/* Command line and environment. */
static enum options_end
read_said(struct command_line *line, int argc, char **argv, char error[OPTIONS_ERROR_SIZE])
{
    int first = argc;
    enum options_end end = options_read_words(line, argc, argv, &first, error);

    if (end != OPTIONS_READ)
        return end;
    if (first < argc)
        (void)options_wrong(error, "unexpected argument %s", argv[first]);
    return first == argc && options_read_environment(line, error) ? OPTIONS_READ : OPTIONS_WRONG;
}

/* A number, not the name 127.0.0.1.example.com, which may lead anywhere. */
static bool
is_loopback(const char *host)
{
    bool is_127 = strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == strlen(host);

    return is_127 || strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0;
}

/* Whoever reaches the control API settles payments with it, so strangers need a token. */
static bool
check_host(const struct settings *settings, char error[OPTIONS_ERROR_SIZE])
{
    if (is_loopback(settings->host) || settings->control_token[0] != '\0' || settings->open_control)
        return true;
    return options_wrong(error,
                         "--host %.60s is not loopback: choose a --control-token, so that "
                         "strangers cannot use the control API, or say --open-control",
                         settings->host);
}

/* Which mistakes there are is known above. */
static bool
check_defect(const struct settings *settings, misses_defect *misses, char error[OPTIONS_ERROR_SIZE])
{
    const char *variable = getenv("QFPAY_MOCK_DEFECT");
    char hint[QFPAY_NEAR_HINT_SIZE];
    const char *missed = NULL;

    if (variable && variable[0] != '\0')
        return options_wrong(error, "environment QFPAY_MOCK_DEFECT: a defect is switched on by the "
                                    "flag --defect only, so that no mock is wrong unawares");
    if (settings->defect[0] != '\0' && !settings->list_defects)
        missed = misses(settings->defect, hint);
    return !missed ||
           options_wrong(error, "unknown defect '%.60s'%.300s", settings->defect, missed);
}

/* What is only known when everything is read. */
static bool
finish(struct command_line *line, struct settings *settings, struct config_file *file,
       char error[OPTIONS_ERROR_SIZE])
{
    settings->repeats = options_said(line, "seed");
    options_read_fallbacks(line);
    settings->notify_hosts.is_on_loopback = is_loopback(settings->host);
    return options_check_needs(line, error) && check_host(settings, error) &&
           config_take_merchants(file, &settings->notify_hosts, &settings->merchants, error);
}

enum options_end
settings_read(struct settings *settings, int argc, char **argv, misses_defect *misses,
              char error[OPTIONS_ERROR_SIZE])
{
    struct command_line line = make_line(settings);
    struct config_file file = {.path = NULL};
    enum options_end end;

    memset(settings, 0, sizeof *settings);
    settings->auto_pay_seconds = -1;
    settings->triggers = true;
    end = read_said(&line, argc, argv, error);
    if (end == OPTIONS_READ && !(check_defect(settings, misses, error) &&
                                 config_read(&file, settings->config, &line, error) &&
                                 finish(&line, settings, &file, error)))
        end = OPTIONS_WRONG;
    config_close(&file);
    return end;
}

enum options_end
settings_read_ready(struct settings *settings, int argc, char **argv,
                    char error[OPTIONS_ERROR_SIZE])
{
    struct command_line line = make_line(settings);
    struct config_file file = {.path = NULL};
    enum options_end end;

    memset(settings, 0, sizeof *settings);
    line.tables[1] = ready_table;
    line.tables[1].filled = settings;
    end = read_said(&line, argc, argv, error);
    if (end == OPTIONS_READ && !config_read(&file, settings->config, &line, error))
        end = OPTIONS_WRONG;
    options_read_fallbacks(&line);
    config_close(&file);
    return end;
}

void
settings_free(struct settings *settings)
{
    cJSON_Delete(settings->merchants);
    settings->merchants = NULL;
}

void
settings_help(FILE *out)
{
    struct command_line line = make_line(NULL);

    fputs("usage: qfpay-mock [OPTION]...\n"
          "       qfpay-mock ready [--wait] [--timeout DURATION] [OPTION]...\n\n"
          "A QFPay payment server for tests: it validates as the real one does, says why it\n"
          "refused, and needs no network and no account.\n\n",
          out);
    options_help(&line, out);
    fputs("\nEvery option can be set in the --config file under its name, or in the environment\n"
          "as QFPAY_MOCK_<OPTION>; flags win over the environment, which wins over the file.\n",
          out);
}

void
settings_help_ready(FILE *out)
{
    struct command_line line = {.tables = {ready_table}};

    fputs("usage: qfpay-mock ready [--wait] [--timeout DURATION] [OPTION]...\n\n"
          "Asks the mock that has these options, environment and config file whether it is\n"
          "ready. Prints its base URL and ends with 0 when it is; else says why not, and 1.\n\n",
          out);
    options_help(&line, out);
    fputs("\nThe other options are those of the mock: qfpay-mock --help lists them.\n", out);
}
