/* See options.h. What commands and options there are stands in options_table.c. */
#include "options/options.h"

#include <fnmatch.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "options/options_table.h"
#include "qfpay/near.h"
#include "qfpay/sign.h"

/* getopt_long returns the row of an option above all characters. */
enum { FIRST_ROW = 256, ROWS_MAX = 128 };
enum { DEFAULT_CASE_SECONDS = 60, DEFAULT_ANSWER_SECONDS = 5, DEFAULT_PERSON_SECONDS = 120 };

static const char help_exit_status[] =
    "\nexit status\n"
    "  0 as expected, 1 not as expected, 2 usage or fixture error, 3 target out of reach,\n"
    "  4 refused for safety, or something left behind\n";

static void
print_command(FILE *out, const struct command_row *row)
{
    fprintf(out, "  %s%-*s  %s\n", row->name, (int)(28 - strlen(row->name)), row->argument,
            row->about);
}

static void
print_help(FILE *out)
{
    size_t i;

    fputs(
        "usage: qfpay-conform COMMAND [OPTIONS]\n\n"
        "Judges QFPay servers and clients by the fixtures: one verdict per requirement, with its\n"
        "source.\n"
        "\ncommands\n",
        out);
    for (i = 0; i < COMMAND_COUNT; i++)
        print_command(out, &command_rows[i]);
    fputs("\nqfpay-conform COMMAND --help tells the options of a command.\n", out);
    fputs(help_exit_status, out);
}

/* Only what this command knows. */
static void
print_command_help(FILE *out, enum command command)
{
    size_t i;

    fprintf(out, "usage: qfpay-conform %s [OPTIONS]%s\n\n", command_rows[command].name,
            command_rows[command].argument);
    print_command(out, &command_rows[command]);
    fputs("\noptions [environment, default]\n", out);
    for (i = 0; i < option_row_count; i++) {
        if (option_rows[i].commands & (1u << command))
            fprintf(out, "  --%-16s %-5s %s\n", option_rows[i].name,
                    option_rows[i].argument ? option_rows[i].argument : "", option_rows[i].about);
    }
    fputs(help_exit_status, out);
}

static void
say_unknown_command(const char *word, FILE *err)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;
    size_t i;

    qfpay_near_begin(&near, word);
    for (i = 0; i < COMMAND_COUNT; i++)
        qfpay_near_offer(&near, command_rows[i].name);
    fprintf(err, "qfpay-conform: unknown command '%s'%s\n", word,
            qfpay_near_hint(&near, hint, "; see qfpay-conform --help"));
}

static bool
find_command(struct options *options, const char *word, FILE *err)
{
    size_t i;

    for (i = 0; word && i < COMMAND_COUNT; i++) {
        if (strcmp(word, command_rows[i].name) == 0) {
            options->command = (enum command)i;
            return true;
        }
    }
    if (word)
        say_unknown_command(word, err);
    else
        fputs("qfpay-conform: no command; see qfpay-conform --help\n", err);
    return false;
}

static bool
read_number(const struct option_row *row, const char *text, int *number, FILE *err)
{
    char *end = NULL;
    long value = strtol(text, &end, 10);
    bool is_rate = row->kind == OPTION_RATE;

    if (end == text || value < row->min || value > row->max ||
        (*end && !(is_rate && strcmp(end, "/s") == 0))) {
        fprintf(err, "qfpay-conform: --%s takes a number from %d to %d%s\n", row->name, row->min,
                row->max, is_rate ? ", requests a second, such as 5/s" : "");
        return false;
    }
    *number = (int)value;
    return true;
}

static bool
is_sign_type(const char *text, FILE *err)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;
    enum qfpay_digest digest;

    if (qfpay_digest_find(text, &digest))
        return true;
    qfpay_near_begin(&near, text);
    qfpay_near_offer_list(&near, "MD5 or SHA256");
    fprintf(err, "qfpay-conform: unknown sign type '%s'%s\n", text,
            qfpay_near_hint(&near, hint, "; it must be MD5 or SHA256"));
    return false;
}

static bool
add_to_list(const struct option_row *row, const char *text, struct text_list *list, FILE *err)
{
    if (list->count == LIST_MAX) {
        fprintf(err, "qfpay-conform: more than %d times --%s\n", LIST_MAX, row->name);
        return false;
    }
    list->items[list->count++] = text;
    return true;
}

/* Store one option; false after a line on err. */
static bool
take(struct options *options, const struct option_row *row, const char *value, FILE *err)
{
    void *member = (char *)options + row->member;

    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)member = true;
        return true;
    case OPTION_TEXT:
    case OPTION_SECRET:
    case OPTION_PLACE:
        *(const char **)member = value;
        return true;
    case OPTION_LIST:
        return add_to_list(row, value, member, err);
    case OPTION_NUMBER:
    case OPTION_RATE:
        return read_number(row, value, member, err);
    case OPTION_HELP:
    case OPTION_VERSION:
        break;
    }
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

/* One side of diff: its own merchant, or the one of both. */
static bool
fill_in_side(struct given *side, const struct given *both, const char *const names[4], FILE *err)
{
    from_env(&side->app_code, names[0], NULL);
    from_env(&side->client_key, names[1], NULL);
    if (!side->app_code && !side->client_key) {
        side->app_code = both->app_code;
        side->client_key = both->client_key;
        from_env(&side->mchid, names[2], both->mchid);
        from_env(&side->sign_type, names[3], both->sign_type);
    }
    from_env(&side->mchid, names[2], "");
    from_env(&side->sign_type, names[3], "MD5");
    if (!side->app_code || !side->client_key) {
        fputs("qfpay-conform: an app code and a client key go together\n", err);
        return false;
    }
    return is_sign_type(side->sign_type, err);
}

static bool
fill_in_sides(struct options *options, FILE *err)
{
    static const char *const left[] = {"QFPAY_LEFT_APP_CODE", "QFPAY_LEFT_CLIENT_KEY",
                                       "QFPAY_LEFT_MCHID", "QFPAY_LEFT_SIGN_TYPE"};
    static const char *const right[] = {"QFPAY_RIGHT_APP_CODE", "QFPAY_RIGHT_CLIENT_KEY",
                                        "QFPAY_RIGHT_MCHID", "QFPAY_RIGHT_SIGN_TYPE"};
    const struct given *both = &options->merchants[ROLE_DEFAULT];

    return options->command != COMMAND_DIFF ||
           (fill_in_side(&options->left_merchant, both, left, err) &&
            fill_in_side(&options->right_merchant, both, right, err));
}

/* A merchant's credentials as the environment has them, in the order of the members. */
static const char *const merchant_names[ROLE_COUNT][4] = {
    [ROLE_DEFAULT] = {"QFPAY_APP_CODE", "QFPAY_CLIENT_KEY", "QFPAY_MCHID", "QFPAY_SIGN_TYPE"},
    [ROLE_AGENT] = {"QFPAY_AGENT_APP_CODE", "QFPAY_AGENT_CLIENT_KEY", "QFPAY_AGENT_MCHID",
                    "QFPAY_AGENT_SIGN_TYPE"},
    [ROLE_OTHER] = {"QFPAY_OTHER_APP_CODE", "QFPAY_OTHER_CLIENT_KEY", "QFPAY_OTHER_MCHID",
                    "QFPAY_OTHER_SIGN_TYPE"},
};

static bool
needs(bool there, const char *words, FILE *err)
{
    if (!there)
        fprintf(err, "qfpay-conform: %s\n", words);
    return there;
}

static bool
is_agent_whole(const struct given *agent, FILE *err)
{
    return needs((!agent->app_code && !agent->client_key && !agent->mchid) ||
                     (agent->app_code && agent->client_key && agent->mchid),
                 "the agent merchant takes app code, client key and mchid", err);
}

/* Whether two merchants are one account: what one may see, the other may see as well, and the cases
 * would blame the server for it. */
static bool
are_same(const struct given *a, const struct given *b)
{
    return a->app_code && b->app_code && strcmp(a->app_code, b->app_code) == 0 &&
           strcmp(a->mchid ? a->mchid : "", b->mchid ? b->mchid : "") == 0;
}

static bool
are_different(const struct given merchants[ROLE_COUNT], FILE *err)
{
    const struct given *first = &merchants[ROLE_DEFAULT], *agent = &merchants[ROLE_AGENT];
    const struct given *other = &merchants[ROLE_OTHER];

    return needs(!are_same(other, first),
                 "the other merchant is the same as the first: give another app code, or another "
                 "mchid under the same app code",
                 err) &&
           needs(!are_same(agent, first), "the agent merchant is the same as the first", err) &&
           needs(!are_same(other, agent), "the other merchant is the same as the agent", err);
}

static bool
is_other_whole(const struct given *other, FILE *err)
{
    if (!other->app_code && !other->client_key && !other->mchid)
        return true;
    return needs(other->app_code && other->client_key,
                 "the other merchant takes app code and client key", err);
}

static bool
fill_in_merchants(struct options *options, FILE *err)
{
    struct given *first = &options->merchants[ROLE_DEFAULT];
    size_t role;

    for (role = 0; role < ROLE_COUNT; role++) {
        struct given *merchant = &options->merchants[role];

        from_env(&merchant->app_code, merchant_names[role][0], NULL);
        from_env(&merchant->client_key, merchant_names[role][1], NULL);
        from_env(&merchant->mchid, merchant_names[role][2], role == ROLE_DEFAULT ? "" : NULL);
        from_env(&merchant->sign_type, merchant_names[role][3], "MD5");
        if (!is_sign_type(merchant->sign_type, err))
            return false;
    }
    /* A given app code goes with a given key: the built-in key would only give 1108. */
    if (!first->app_code && !first->client_key) {
        first->app_code = DEFAULT_APP_CODE;
        first->client_key = DEFAULT_CLIENT_KEY;
    }
    return needs(first->app_code && first->client_key, "an app code and a client key go together",
                 err) &&
           is_agent_whole(&options->merchants[ROLE_AGENT], err) &&
           is_other_whole(&options->merchants[ROLE_OTHER], err) &&
           are_different(options->merchants, err);
}

/* Whether a command meets a target: whatever the environment says of credentials is no matter of
 * the others. */
static bool
takes_merchants(enum command command)
{
    size_t i = 0;

    while (i < option_row_count && strcmp(option_rows[i].name, "app-code") != 0)
        i++;
    return i < option_row_count && (option_rows[i].commands & (1u << command));
}

static bool
fill_in(struct options *options, FILE *err)
{
    if (!options->answer_timeout)
        options->answer_timeout = DEFAULT_ANSWER_SECONDS;
    if (!options->attended_wait)
        options->attended_wait = DEFAULT_PERSON_SECONDS;
    if (!options->case_timeout)
        options->case_timeout = DEFAULT_CASE_SECONDS;
    from_env(&options->target, "QFPAY_BASE_URL", DEFAULT_TARGET);
    return needs(!options->sign_key || options->json,
                 "--sign-key signs the report of --json FILE, which is not wanted", err) &&
           (!takes_merchants(options->command) ||
            (fill_in_merchants(options, err) && fill_in_sides(options, err)));
}

/* The ids or files that a command is about. */
static bool
take_subjects(struct options *options, int argc, char **argv, int *at, FILE *err)
{
    const struct command_row *row = &command_rows[options->command];
    const char **const places[] = {&options->subject, &options->newer};
    size_t i;

    for (i = 0; i < row->subjects && i < sizeof places / sizeof places[0]; i++) {
        *places[i] = *at < argc ? argv[(*at)++] : NULL;
        if (!needs(*places[i], row->takes, err))
            return false;
    }
    return true;
}

/* What follows the options. */
static bool
take_arguments(struct options *options, int argc, char **argv, int at, FILE *err)
{
    if (options->command == COMMAND_CLIENT) {
        options->client = argv + at;
        return needs(at < argc, "client takes the command to run, behind --", err);
    }
    if (!take_subjects(options, argc, argv, &at, err))
        return false;
    if (at < argc) {
        fprintf(err, "qfpay-conform: unexpected argument %s\n", argv[at]);
        return false;
    }
    if (options->command == COMMAND_DIFF)
        return needs(options->left && options->right, "diff takes --left and --right", err);
    return options->command != COMMAND_RECORD || needs(options->out, "record takes --out", err);
}

static void
make_getopt_table(struct option table[ROWS_MAX + 1])
{
    size_t i;

    memset(table, 0, sizeof(struct option) * (ROWS_MAX + 1));
    for (i = 0; i < option_row_count && i < ROWS_MAX; i++) {
        table[i].name = option_rows[i].name;
        table[i].has_arg = option_rows[i].argument ? required_argument : no_argument;
        table[i].val = FIRST_ROW + (int)i;
    }
}

static void
print_version(FILE *out)
{
    fputs("qfpay-conform " QFPAY_VERSION "\n", out);
}

/* Only options of the command are near. */
static void
say_unknown_option(enum command command, const char *word, FILE *err)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;
    size_t i;

    qfpay_near_begin(&near, word);
    for (i = 0; i < option_row_count; i++) {
        if (option_rows[i].commands & (1u << command))
            qfpay_near_offer(&near, option_rows[i].name);
    }
    fprintf(err, "qfpay-conform: unknown option '%.*s'%s\n", (int)strcspn(word, "="), word,
            qfpay_near_hint(&near, hint, "; see qfpay-conform --help"));
}

/* One option as getopt_long found it. */
static enum parsed
take_found(struct options *options, int found, const char *word, FILE *out, FILE *err)
{
    const struct option_row *row;

    if (found < FIRST_ROW) {
        if (found == ':')
            fprintf(err, "qfpay-conform: missing value of %s; see qfpay-conform --help\n", word);
        else
            say_unknown_option(options->command, word, err);
        return PARSED_WRONG;
    }
    row = &option_rows[found - FIRST_ROW];
    if (row->kind == OPTION_HELP || row->kind == OPTION_VERSION) {
        if (row->kind == OPTION_HELP)
            print_command_help(out, options->command);
        else
            print_version(out);
        return PARSED_DONE;
    }
    if (!(row->commands & (1u << options->command))) {
        fprintf(err, "qfpay-conform: %s does not know --%s\n", command_rows[options->command].name,
                row->name);
        return PARSED_WRONG;
    }
    return take(options, row, optarg, err) ? PARSED_RUN : PARSED_WRONG;
}

static enum parsed
parse_options(struct options *options, int argc, char **argv, FILE *out, FILE *err)
{
    struct option table[ROWS_MAX + 1];
    /* The options of a client's command are its own, hence the plus. */
    const char *order = options->command == COMMAND_CLIENT ? "+:" : ":";
    int found;

    make_getopt_table(table);
    optind = 1;
    opterr = 0;
    while ((found = getopt_long(argc, argv, order, table, NULL)) != -1) {
        enum parsed parsed = take_found(options, found, argv[optind - 1], out, err);

        if (parsed != PARSED_RUN)
            return parsed;
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
        print_version(out);
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

    for (i = 0; i < options->filters.count; i++) {
        if (fnmatch(options->filters.items[i], id, 0) == 0)
            return true;
    }
    return options->filters.count == 0;
}
