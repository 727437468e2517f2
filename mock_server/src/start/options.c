/* See options.h. A new option is one row and, when its kind is new, one setter. */
#include "start/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/datetime.h"
#include "qfpay/near.h"
#include "start/config_file.h"

typedef bool setter(struct settings *settings, const char *value);

#define TEXT_SETTER(member)                                                                        \
    static bool set_##member(struct settings *settings, const char *value)                         \
    {                                                                                              \
        return snprintf(settings->member, sizeof(settings->member), "%s", value) <                 \
               (int)sizeof(settings->member);                                                      \
    }
TEXT_SETTER(host)
TEXT_SETTER(port_file)
TEXT_SETTER(config)
TEXT_SETTER(db)
TEXT_SETTER(tls_cert)
TEXT_SETTER(tls_key)
TEXT_SETTER(control_token)

/* A flag's value is empty on the command line; elsewhere it can also be switched off. */
static bool
read_flag(const char *value, bool *flag)
{
    *flag = value[0] == '\0' || strcmp(value, "true") == 0 || strcmp(value, "1") == 0;
    return *flag || strcmp(value, "false") == 0 || strcmp(value, "0") == 0;
}

#define FLAG_SETTER(member)                                                                        \
    static bool set_##member(struct settings *settings, const char *value)                         \
    {                                                                                              \
        return read_flag(value, &settings->member);                                                \
    }
FLAG_SETTER(check_config)
FLAG_SETTER(freeze_clock)
FLAG_SETTER(rate_limit)
FLAG_SETTER(show_credentials)
FLAG_SETTER(show_help)
FLAG_SETTER(show_version)

static bool
set_no_triggers(struct settings *settings, const char *value)
{
    bool is_off = false;
    bool ok = read_flag(value, &is_off);

    settings->triggers = !is_off;
    return ok;
}

static bool
read_number(const char *text, unsigned long long low, unsigned long long high,
            unsigned long long *number)
{
    char *end;

    if (!isdigit((unsigned char)text[0]))
        return false;
    errno = 0;
    *number = strtoull(text, &end, 10);
    return errno == 0 && *end == '\0' && *number >= low && *number <= high;
}

static bool
set_port(struct settings *settings, const char *value)
{
    unsigned long long number;

    if (!read_number(value, 0, 65535, &number))
        return false;
    settings->port = (int)number;
    return true;
}

static bool
set_threads(struct settings *settings, const char *value)
{
    unsigned long long number;

    if (!read_number(value, 1, THREADS_MAX, &number))
        return false;
    settings->threads = (int)number;
    return true;
}

static bool
set_seed(struct settings *settings, const char *value)
{
    unsigned long long number;

    if (!read_number(value, 0, UINT64_MAX, &number))
        return false;
    settings->seed = number;
    return true;
}

static bool
set_journal(struct settings *settings, const char *value)
{
    unsigned long long number;

    if (!read_number(value, 0, 1000000, &number))
        return false;
    settings->journal = (size_t)number;
    return true;
}

static bool
set_profile(struct settings *settings, const char *value)
{
    settings->profile = profile_find(value);
    return settings->profile != NULL;
}

static bool
set_lang(struct settings *settings, const char *value)
{
    return qfpay_lang_find(value, &settings->lang);
}

static bool
set_auto_pay(struct settings *settings, const char *value)
{
    return options_duration(value, &settings->auto_pay_seconds);
}

static bool
set_now(struct settings *settings, const char *value)
{
    settings->has_now = qfpay_datetime_parse(value, strlen(value), QFPAY_SYSTEM_ZONE_MINUTES,
                                             &settings->now);
    return settings->has_now;
}

static bool
set_empty_values(struct settings *settings, const char *value)
{
    for (unsigned i = 0; i < EMPTY_VALUES_COUNT; i++) {
        if (strcmp(empty_values_rows[i].name, value) == 0) {
            settings->empty_values = (enum empty_values)i;
            return true;
        }
    }
    return false;
}

/* A name, or "list". */
static bool
set_defect(struct settings *settings, const char *value)
{
    settings->list_defects = strcmp(value, "list") == 0;
    (void)snprintf(settings->defect, sizeof(settings->defect), "%s", value);
    return true;
}

static bool
set_log(struct settings *settings, const char *value)
{
    static const char *const forms[] = {"text", "json", "off"};

    for (unsigned i = 0; i < 3; i++) {
        if (strcmp(forms[i], value) == 0) {
            settings->log = (enum log_form)i;
            return true;
        }
    }
    return false;
}

static const struct option_row {
    const char *name;
    const char *value; /* NULL: a flag */
    const char *about;
    setter *set;
    bool is_flag_only; /* means something on the command line only */
} rows[] = {
    {"host", "ADDRESS", "address to listen on (127.0.0.1)", set_host, false},
    {"port", "N", "port to listen on; 0 takes a free one (8080)", set_port, false},
    {"port-file", "PATH", "write the port number there once the socket accepts", set_port_file,
     false},
    {"config", "FILE", "JSON file with options and merchants", set_config, false},
    {"check-config", NULL, "read options and config file, say what is wrong, and end",
     set_check_config, true},
    {"db", "FILE", "keep everything in this SQLite file (memory)", set_db, false},
    {"profile", "observed|documented", "answer as captured, or as documented (observed)",
     set_profile, false},
    {"lang", "en|zh-hant|zh-hans", "language of texts (en)", set_lang, false},
    {"auto-pay", "DURATION", "every order is paid so long after it was made: 2s, 5m, 1h",
     set_auto_pay, false},
    {"no-triggers", NULL, "amounts like 99CCCC and 960001 are ordinary amounts", set_no_triggers,
     false},
    {"empty-values", "signed|dropped|both",
     "a parameter sent empty is signed as name=, left out of the string, or either (both)",
     set_empty_values, false},
    {"now", "\"YYYY-MM-DD hh:mm:ss\"", "start the clocks at this time (UTC+8)", set_now, false},
    {"freeze-clock", NULL, "the clocks stand still until they are moved", set_freeze_clock, false},
    {"rate-limit", NULL, "100 calls per second and 400 per minute for each merchant, then HTTP 429",
     set_rate_limit, false},
    {"threads", "N", "threads that serve connections (1, the best on two cores)", set_threads,
     false},
    {"seed", "N", "makes codes and numbers repeat themselves (0)", set_seed, false},
    {"journal", "N", "how many requests each merchant's journal keeps (1000)", set_journal, false},
    {"tls-cert", "FILE", "serve HTTPS with this certificate chain (PEM); takes --tls-key too",
     set_tls_cert, false},
    {"tls-key", "FILE", "the private key of the certificate (PEM)", set_tls_key, false},
    {"control-token", "TOKEN", "the control API wants Authorization: Bearer TOKEN",
     set_control_token, false},
    {"defect", "NAME",
     "do one thing wrong on purpose, to see whether tests notice; list shows them", set_defect,
     true},
    {"log", "text|json|off", "one line per request on stderr (text)", set_log, false},
    {"show-credentials", NULL, "show client and notify keys at start and in GET merchants",
     set_show_credentials, false},
    {"version", NULL, "print the version and end", set_show_version, true},
    {"help", NULL, "print this and end", set_show_help, true},
};
enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

bool
options_duration(const char *text, int64_t *seconds)
{
    static const struct {
        const char *unit;
        int64_t seconds;
    } units[] = {{"", 1}, {"s", 1}, {"m", 60}, {"h", 3600}};
    char *end;
    unsigned long long number;

    if (!isdigit((unsigned char)text[0]))
        return false;
    errno = 0;
    number = strtoull(text, &end, 10);
    if (errno != 0 || number > 10000000)
        return false;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (strcmp(end, units[i].unit) == 0) {
            *seconds = (int64_t)number * units[i].seconds;
            return true;
        }
    }
    return false;
}

/* false, with what the value must be and, of a list, the nearest. */
static bool
refuse_value(const struct option_row *row, const char *value, const char *origin,
             char error[OPTIONS_ERROR_SIZE])
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;

    qfpay_near_begin(&near, value);
    if (row->value != NULL && strchr(row->value, '|') != NULL)
        qfpay_near_offer_list(&near, row->value);
    snprintf(error, OPTIONS_ERROR_SIZE, "%s %s: '%.200s' is not %s%.100s", origin, row->name, value,
             row->value == NULL ? "true or false" : row->value, qfpay_near_hint(&near, hint, ""));
    return false;
}

/* false, with the nearest option; a flag's word begins with dashes. */
static bool
refuse_option(const char *word, char error[OPTIONS_ERROR_SIZE])
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;
    bool is_flag = strncmp(word, "--", 2) == 0;

    qfpay_near_begin(&near, word);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (is_flag || !rows[i].is_flag_only)
            qfpay_near_offer(&near, rows[i].name);
    }
    if (!is_flag)
        qfpay_near_offer(&near, "merchants");
    snprintf(error, OPTIONS_ERROR_SIZE, "unknown option '%.*s'%.200s",
             is_flag ? (int)strcspn(word, "=") : (int)strlen(word), word,
             qfpay_near_hint(&near, hint, ""));
    return false;
}

static bool
apply(struct settings *settings, const struct option_row *row, const char *value,
      const char *origin, char error[OPTIONS_ERROR_SIZE])
{
    if (row->set(settings, value))
        return true;
    if (strcmp(row->name, "control-token") == 0)
        value = "****";
    return refuse_value(row, value, origin, error);
}

/* QFPAY_MOCK_AUTO_PAY for auto-pay. */
static void
environment_name(const struct option_row *row, char name[64])
{
    size_t at = (size_t)snprintf(name, 64, "QFPAY_MOCK_");

    for (const char *from = row->name; *from != '\0' && at < 63; from++)
        name[at++] = (char)(*from == '-' ? '_' : toupper((unsigned char)*from));
    name[at] = '\0';
}

static bool
read_environment(struct settings *settings, char error[OPTIONS_ERROR_SIZE])
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        char name[64];
        const char *value;

        environment_name(&rows[i], name);
        value = getenv(name);
        if (rows[i].set == set_defect && value != NULL && value[0] != '\0') {
            snprintf(error, OPTIONS_ERROR_SIZE,
                     "environment %s: a defect is switched on by the flag --defect only, so that "
                     "no mock is wrong unawares",
                     name);
            return false;
        }
        if (rows[i].is_flag_only)
            continue;
        if (value != NULL && value[0] != '\0' &&
            !apply(settings, &rows[i], value, "environment", error))
            return false;
    }
    return true;
}

/* One member of the config file; called by config_read. */
static bool
read_member(void *context, const char *key, const char *value, char error[OPTIONS_ERROR_SIZE])
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (!rows[i].is_flag_only && strcmp(rows[i].name, key) == 0)
            return apply(context, &rows[i], value, "option", error);
    }
    return refuse_option(key, error);
}

static bool
read_flags(struct settings *settings, int argc, char **argv, char error[OPTIONS_ERROR_SIZE])
{
    struct option options[ROW_COUNT + 1];
    int index;

    memset(options, 0, sizeof(options));
    for (size_t i = 0; i < ROW_COUNT; i++) {
        options[i].name = rows[i].name;
        options[i].has_arg = rows[i].value == NULL ? no_argument : required_argument;
    }
    opterr = 0;
    optind = 0; /* glibc: start again, since the flags are read twice */
    for (;;) {
        int at = optind == 0 ? 1 : optind;
        int result = getopt_long(argc, argv, ":", options, &index);

        if (result == -1)
            break;
        if (result == '?')
            return refuse_option(at < argc ? argv[at] : "", error);
        if (result == ':') {
            snprintf(error, OPTIONS_ERROR_SIZE, "option %s needs a value",
                     at < argc ? argv[at] : "");
            return false;
        }
        if (!apply(settings, &rows[index], optarg == NULL ? "" : optarg, "option", error))
            return false;
    }
    if (optind < argc) {
        snprintf(error, OPTIONS_ERROR_SIZE, "unexpected argument %s", argv[optind]);
        return false;
    }
    return true;
}

/* Whoever reaches the control API stores_new payments with it, so strangers need a token. */
static bool
check_host(const struct settings *settings, char error[OPTIONS_ERROR_SIZE])
{
    const char *host = settings->host;
    /* A number, not the name 127.0.0.1.example.com, which may lead anywhere. */
    bool is_127 = strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == strlen(host);
    bool is_loopback = is_127 || strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0;

    if (is_loopback || settings->control_token[0] != '\0')
        return true;
    snprintf(error, OPTIONS_ERROR_SIZE,
             "--host %.60s is not loopback: choose a --control-token, so that strangers cannot use "
             "the control API",
             host);
    return false;
}

static bool
check_together(const struct settings *settings, char error[OPTIONS_ERROR_SIZE])
{
    bool has_cert = settings->tls_cert[0] != '\0';

    if (has_cert == (settings->tls_key[0] != '\0'))
        return check_host(settings, error);
    snprintf(error, OPTIONS_ERROR_SIZE, "--tls-%s needs --tls-%s: a certificate goes with its key",
             has_cert ? "cert" : "key", has_cert ? "key" : "cert");
    return false;
}

/* Which mistakes there are is known above. */
static bool
check_defect(const struct settings *settings, misses_defect *misses, char error[OPTIONS_ERROR_SIZE])
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    const char *missed = NULL;

    if (settings->defect[0] != '\0' && !settings->list_defects)
        missed = misses(settings->defect, hint);
    if (missed != NULL)
        snprintf(error, OPTIONS_ERROR_SIZE, "unknown defect '%.60s'%.300s", settings->defect,
                 missed);
    return missed == NULL;
}

bool
options_read(struct settings *settings, int argc, char **argv, misses_defect *misses,
             char error[OPTIONS_ERROR_SIZE])
{
    memset(settings, 0, sizeof(*settings));
    snprintf(settings->host, sizeof(settings->host), "127.0.0.1");
    settings->port = 8080;
    settings->profile = profile_find("observed");
    settings->auto_pay_seconds = -1;
    settings->triggers = true;
    settings->threads = 1;
    settings->journal = 1000;

    /* Flags and environment are read before the file to find it, and again behind it to win. */
    if (!read_environment(settings, error) || !read_flags(settings, argc, argv, error) ||
        !check_defect(settings, misses, error))
        return false;
    if (settings->config[0] == '\0' || settings->show_help || settings->show_version)
        return check_together(settings, error);
    return config_read(settings->config, read_member, settings, &settings->merchants, error) &&
           read_environment(settings, error) && read_flags(settings, argc, argv, error) &&
           check_together(settings, error);
}

void
options_free(struct settings *settings)
{
    cJSON_Delete(settings->merchants);
    settings->merchants = NULL;
}

void
options_help(FILE *out)
{
    fputs("usage: qfpay-mock [OPTION]...\n\n"
          "A QFPay payment server for tests: it validates as the real one does, says why it\n"
          "refused, and needs no network and no account.\n\n",
          out);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        char left[64];

        snprintf(left, sizeof(left), "--%s %s", rows[i].name,
                 rows[i].value == NULL ? "" : rows[i].value);
        fprintf(out, "  %-36s %s\n", left, rows[i].about);
    }
    fputs("\nEvery option can be set in the --config file under its name, or in the environment\n"
          "as QFPAY_MOCK_<OPTION>; flags win over the environment, which wins over the file.\n",
          out);
}
