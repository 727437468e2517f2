/* See options.h. Commands and options are tables; each option says which commands know it. */
#include "options.h"

#include <fnmatch.h>
#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/sign.h"

/* The mock's built-in direct merchant, so that a sandbox needs no configuration. */
#define DEFAULT_TARGET     "http://127.0.0.1:8080"
#define DEFAULT_APP_CODE   "A1B2C3D4E5F60718293A4B5C6D7E8F90"
#define DEFAULT_CLIENT_KEY "0F1E2D3C4B5A69788796A5B4C3D2E1F0"

static const struct {
    const char *name;
    const char *argument;
    const char *about;
} commands[COMMAND_COUNT] = {
    [COMMAND_SERVER] = {"server", "", "run the cases against a server"},
    [COMMAND_LIST] = {"list", "", "list the cases"},
    [COMMAND_EXPLAIN] = {"explain", " ID", "show a case, or a requirement and its cases, in words"},
    [COMMAND_COVERAGE] = {"coverage", "", "list the requirements that have no case"},
};

#define IN(command) (1u << COMMAND_##command)
#define IN_ALL      (IN(SERVER) | IN(LIST) | IN(EXPLAIN) | IN(COVERAGE))
#define TO(member)  offsetof(struct options, member)

enum option_id {
    OPTION_TARGET = 1,
    OPTION_APP_CODE,
    OPTION_CLIENT_KEY,
    OPTION_MCHID,
    OPTION_SIGN_TYPE,
    OPTION_AGENT_APP_CODE,
    OPTION_AGENT_CLIENT_KEY,
    OPTION_AGENT_MCHID,
    OPTION_AGENT_SIGN_TYPE,
    OPTION_FILTER,
    OPTION_STRICT,
    OPTION_EXPECT,
    OPTION_RATE,
    OPTION_DRY_RUN,
    OPTION_MATRIX,
    OPTION_TAP,
    OPTION_JUNIT,
    OPTION_JSON,
    OPTION_FIXTURES,
    OPTION_HELP,
    OPTION_VERSION,
};

static const struct option_row {
    enum option_id id;
    const char *name;
    const char *argument; /* NULL for none */
    unsigned commands;
    size_t member; /* where in struct options a text or a flag goes; 0: take knows */
    const char *about;
} rows[] = {
    {OPTION_TARGET, "target", "URL", IN(SERVER), TO(target),
     "the server [QFPAY_BASE_URL, " DEFAULT_TARGET "]"},
    {OPTION_APP_CODE, "app-code", "CODE", IN(SERVER), TO(merchants[ROLE_DEFAULT].app_code),
     "credentials [QFPAY_APP_CODE]"},
    {OPTION_CLIENT_KEY, "client-key", "KEY", IN(SERVER), TO(merchants[ROLE_DEFAULT].client_key),
     "[QFPAY_CLIENT_KEY]"},
    {OPTION_MCHID, "mchid", "ID", IN(SERVER), TO(merchants[ROLE_DEFAULT].mchid),
     "only if QFPay gave you one [QFPAY_MCHID]"},
    {OPTION_SIGN_TYPE, "sign-type", "TYPE", IN(SERVER), TO(merchants[ROLE_DEFAULT].sign_type),
     "MD5 or SHA256 [QFPAY_SIGN_TYPE, MD5]"},
    {OPTION_AGENT_APP_CODE, "agent-app-code", "CODE", IN(SERVER),
     TO(merchants[ROLE_AGENT].app_code), "a second merchant, with mchid [QFPAY_AGENT_APP_CODE]"},
    {OPTION_AGENT_CLIENT_KEY, "agent-client-key", "KEY", IN(SERVER),
     TO(merchants[ROLE_AGENT].client_key), "[QFPAY_AGENT_CLIENT_KEY]"},
    {OPTION_AGENT_MCHID, "agent-mchid", "ID", IN(SERVER), TO(merchants[ROLE_AGENT].mchid),
     "[QFPAY_AGENT_MCHID]"},
    {OPTION_AGENT_SIGN_TYPE, "agent-sign-type", "TYPE", IN(SERVER),
     TO(merchants[ROLE_AGENT].sign_type), "[QFPAY_AGENT_SIGN_TYPE, MD5]"},
    {OPTION_FILTER, "filter", "GLOB", IN(SERVER) | IN(LIST), 0,
     "only cases whose id matches, such as 'query.*'; may be repeated"},
    {OPTION_STRICT, "strict", NULL, IN(SERVER), TO(strict),
     "differences from assumptions fail as well"},
    {OPTION_EXPECT, "expect", "FILE", IN(SERVER), TO(expect),
     "known failures, lines of 'CASE: REASON'"},
    {OPTION_RATE, "rate", "N/s", IN(SERVER), 0, "at most N requests a second"},
    {OPTION_DRY_RUN, "dry-run", NULL, IN(SERVER), TO(dry_run),
     "show what would be sent, send nothing"},
    {OPTION_MATRIX, "matrix", NULL, IN(SERVER), TO(matrix),
     "one line per requirement instead of per group"},
    {OPTION_TAP, "tap", NULL, IN(SERVER), TO(tap), "Test Anything Protocol on standard output"},
    {OPTION_JUNIT, "junit", "FILE", IN(SERVER), TO(junit), "write a JUnit report"},
    {OPTION_JSON, "json", "FILE", IN(SERVER), TO(json), "write a report for programs"},
    {OPTION_FIXTURES, "fixtures", "DIR", IN_ALL, TO(fixtures), "where the fixtures are"},
    {OPTION_HELP, "help", NULL, IN_ALL, 0, "this text"},
    {OPTION_VERSION, "version", NULL, IN_ALL, 0, "the version"},
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

static void
print_help(FILE *out)
{
    size_t i;

    fputs("usage: qfpay-conform COMMAND [OPTIONS]\n\n"
          "Judges a QFPay server by the fixtures: one verdict per requirement, with its source.\n"
          "\ncommands\n",
          out);
    for (i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %s%-*s  %s\n", commands[i].name, (int)(12 - strlen(commands[i].name)),
                commands[i].argument, commands[i].about);
    fputs("\noptions [environment, default]\n", out);
    for (i = 0; i < ROW_COUNT; i++)
        fprintf(out, "  --%-16s %-5s %s\n", rows[i].name, rows[i].argument ? rows[i].argument : "",
                rows[i].about);
    fputs("\nexit status\n"
          "  0 as expected, 1 not as expected, 2 usage or fixture error, 3 target out of reach,\n"
          "  4 refused for safety: only targets on this machine are allowed\n",
          out);
}

static bool
find_command(struct options *options, const char *word, FILE *err)
{
    size_t i;

    for (i = 0; word && i < COMMAND_COUNT; i++) {
        if (strcmp(word, commands[i].name) == 0) {
            options->command = (enum command)i;
            return true;
        }
    }
    if (word)
        fprintf(err, "qfpay-conform: unknown command %s; see qfpay-conform --help\n", word);
    else
        fputs("qfpay-conform: no command; see qfpay-conform --help\n", err);
    return false;
}

static bool
read_rate(const char *text, int *rate, FILE *err)
{
    char *end = NULL;
    long number = strtol(text, &end, 10);

    if (end == text || number < 1 || number > 100000 || (*end && strcmp(end, "/s") != 0)) {
        fprintf(err, "qfpay-conform: --rate takes a number of requests a second, such as 5/s\n");
        return false;
    }
    *rate = (int)number;
    return true;
}

static bool
is_sign_type(const char *text, FILE *err)
{
    enum qfpay_digest digest;

    if (qfpay_digest_find(text, &digest))
        return true;
    fputs("qfpay-conform: a sign type is MD5 or SHA256\n", err);
    return false;
}

static bool
add_filter(struct options *options, const char *glob, FILE *err)
{
    if (options->filter_count == FILTERS_MAX) {
        fprintf(err, "qfpay-conform: more than %d filters\n", FILTERS_MAX);
        return false;
    }
    options->filters[options->filter_count++] = glob;
    return true;
}

/* Store one option; false after a line on err. */
static bool
take(struct options *options, const struct option_row *row, const char *value, FILE *err)
{
    char *member = (char *)options + row->member;

    if (row->id == OPTION_FILTER)
        return add_filter(options, value, err);
    if (row->id == OPTION_RATE)
        return read_rate(value, &options->rate, err);
    if (row->argument)
        memcpy(member, &value, sizeof value);
    else
        memcpy(member, &(bool){true}, sizeof(bool));
    return true;
}

/* An environment variable; one that is empty counts as unset. */
static void
from_env(const char **value, const char *name, const char *fallback)
{
    const char *set = getenv(name);

    if (!*value)
        *value = set && *set ? set : fallback;
}

static bool
fill_in(struct options *options, FILE *err)
{
    struct given *merchant = &options->merchants[ROLE_DEFAULT];
    struct given *agent = &options->merchants[ROLE_AGENT];

    from_env(&options->target, "QFPAY_BASE_URL", DEFAULT_TARGET);
    /* A given app code goes with a given key: the built-in key would only give 1108. */
    from_env(&merchant->app_code, "QFPAY_APP_CODE", NULL);
    from_env(&merchant->client_key, "QFPAY_CLIENT_KEY", NULL);
    from_env(&merchant->mchid, "QFPAY_MCHID", "");
    from_env(&merchant->sign_type, "QFPAY_SIGN_TYPE", "MD5");
    from_env(&agent->app_code, "QFPAY_AGENT_APP_CODE", NULL);
    from_env(&agent->client_key, "QFPAY_AGENT_CLIENT_KEY", NULL);
    from_env(&agent->mchid, "QFPAY_AGENT_MCHID", NULL);
    from_env(&agent->sign_type, "QFPAY_AGENT_SIGN_TYPE", "MD5");
    if (!merchant->app_code && !merchant->client_key) {
        merchant->app_code = DEFAULT_APP_CODE;
        merchant->client_key = DEFAULT_CLIENT_KEY;
    }
    if (!merchant->app_code || !merchant->client_key) {
        fputs("qfpay-conform: an app code and a client key go together\n", err);
        return false;
    }
    if ((agent->app_code || agent->client_key || agent->mchid) &&
        !(agent->app_code && agent->client_key && agent->mchid)) {
        fputs("qfpay-conform: the agent merchant takes app code, client key and mchid\n", err);
        return false;
    }
    return is_sign_type(merchant->sign_type, err) && is_sign_type(agent->sign_type, err);
}

static bool
take_arguments(struct options *options, int argc, char **argv, int at, FILE *err)
{
    if (options->command == COMMAND_EXPLAIN && at < argc)
        options->subject = argv[at++];
    if (options->command == COMMAND_EXPLAIN && !options->subject) {
        fputs("qfpay-conform: explain takes the id of a case or a requirement\n", err);
        return false;
    }
    if (at < argc) {
        fprintf(err, "qfpay-conform: unexpected argument %s\n", argv[at]);
        return false;
    }
    return true;
}

static void
make_getopt_table(struct option table[ROW_COUNT + 1])
{
    size_t i;

    memset(table, 0, sizeof(struct option) * (ROW_COUNT + 1));
    for (i = 0; i < ROW_COUNT; i++) {
        table[i].name = rows[i].name;
        table[i].has_arg = rows[i].argument ? required_argument : no_argument;
        table[i].val = (int)rows[i].id;
    }
}

static enum parsed
parse_options(struct options *options, int argc, char **argv, FILE *out, FILE *err)
{
    struct option table[ROW_COUNT + 1];
    int found, at = -1;

    make_getopt_table(table);
    optind = 1;
    opterr = 0;
    while ((found = getopt_long(argc, argv, ":", table, &at)) != -1) {
        if (found == '?' || found == ':') {
            fprintf(err, "qfpay-conform: %s %s; see qfpay-conform --help\n",
                    found == ':' ? "missing value of" : "unknown option", argv[optind - 1]);
            return PARSED_WRONG;
        }
        if (found == OPTION_HELP) {
            print_help(out);
            return PARSED_DONE;
        }
        if (found == OPTION_VERSION) {
            fputs("qfpay-conform " QFPAY_VERSION "\n", out);
            return PARSED_DONE;
        }
        if (!(rows[found - 1].commands & (1u << options->command))) {
            fprintf(err, "qfpay-conform: %s does not know --%s\n", commands[options->command].name,
                    rows[found - 1].name);
            return PARSED_WRONG;
        }
        if (!take(options, &rows[found - 1], optarg, err))
            return PARSED_WRONG;
    }
    return take_arguments(options, argc, argv, optind, err) && fill_in(options, err) ? PARSED_RUN
                                                                                     : PARSED_WRONG;
}

enum parsed
options_parse(struct options *options, int argc, char **argv, FILE *out, FILE *err)
{
    memset(options, 0, sizeof *options);
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
        print_help(out);
        return PARSED_DONE;
    }
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        fputs("qfpay-conform " QFPAY_VERSION "\n", out);
        return PARSED_DONE;
    }
    if (!find_command(options, argc > 1 ? argv[1] : NULL, err))
        return PARSED_WRONG;
    return parse_options(options, argc - 1, argv + 1, out, err);
}

bool
options_select(const struct options *options, const char *id)
{
    size_t i;

    for (i = 0; i < options->filter_count; i++) {
        if (fnmatch(options->filters[i], id, 0) == 0)
            return true;
    }
    return options->filter_count == 0;
}
