/* See command_line.h. What commands and options there are stands in options_table.c. */
#include "options/command_line.h"

#include <string.h>

#include "options/options_table.h"
#include "program/print.h"
#include "qfpay/near.h"
#include "qfpay/sign.h"

static const char help_exit_status[] =
    "\nexit status\n"
    "  0 as expected, 1 not as expected, 2 usage or fixture error, 3 target out of reach,\n"
    "  4 refused for safety, or something left behind\n";

static void
print_command(FILE *out, const struct command_row *row)
{
    print_to(out, "  %s%-*s  %s\n", row->name, (int)(28 - strlen(row->name)), row->argument,
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
    print_own(out, help_exit_status);
}

/* Only what this command knows. */
static void
print_command_help(FILE *out, enum command command, const struct command_line *line)
{
    print_to(out, "usage: qfpay-conform %s [OPTIONS]%s\n\n", command_rows[command].name,
             command_rows[command].argument);
    print_command(out, &command_rows[command]);
    fputs("\noptions [environment, default]\n", out);
    options_help(line, out);
    print_own(out, help_exit_status);
}

static bool
refuse_command(const char *word, char error[OPTIONS_ERROR_SIZE])
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;
    size_t i;

    qfpay_near_begin(&near, word);
    for (i = 0; i < COMMAND_COUNT; i++)
        qfpay_near_offer(&near, command_rows[i].name);
    return options_wrong(error, "unknown command '%.200s'%s", word,
                         qfpay_near_hint(&near, hint, "; see qfpay-conform --help"));
}

static bool
find_command(struct options *options, const char *word, char error[OPTIONS_ERROR_SIZE])
{
    size_t i;

    for (i = 0; word && i < COMMAND_COUNT; i++) {
        if (strcmp(word, command_rows[i].name) == 0) {
            options->command = (enum command)i;
            return true;
        }
    }
    return word ? refuse_command(word, error)
                : options_wrong(error, "no command; see qfpay-conform --help");
}

static bool
needs(bool there, const char *words, char *error)
{
    return there || options_wrong(error, "%s", words);
}

static bool
is_sign_type(const char *text, char *error)
{
    enum qfpay_digest digest;

    return qfpay_digest_find(text, &digest) ||
           options_unknown(error, "sign type", text, "MD5 or SHA256");
}

/* One side of diff: its own merchant, or the one of both. */
static bool
fill_in_side(struct given *side, const struct given *both, char *error)
{
    static const struct given otherwise = {.mchid = "", .sign_type = "MD5"};
    bool has_its_own = side->app_code || side->client_key;

    if (!has_its_own) {
        side->app_code = both->app_code;
        side->client_key = both->client_key;
    }
    if (!side->mchid)
        side->mchid = (has_its_own ? &otherwise : both)->mchid;
    if (!side->sign_type)
        side->sign_type = (has_its_own ? &otherwise : both)->sign_type;
    return needs(side->app_code && side->client_key, "an app code and a client key go together",
                 error) &&
           is_sign_type(side->sign_type, error);
}

static bool
fill_in_sides(struct options *options, char *error)
{
    const struct given *both = &options->merchants[ROLE_DEFAULT];

    return options->command != COMMAND_DIFF ||
           (fill_in_side(&options->left_merchant, both, error) &&
            fill_in_side(&options->right_merchant, both, error));
}

static bool
is_agent_whole(const struct given *agent, char *error)
{
    return needs((!agent->app_code && !agent->client_key && !agent->mchid) ||
                     (agent->app_code && agent->client_key && agent->mchid),
                 "the agent merchant takes app code, client key and mchid", error);
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
are_different(const struct given merchants[ROLE_COUNT], char *error)
{
    const struct given *first = &merchants[ROLE_DEFAULT], *agent = &merchants[ROLE_AGENT];
    const struct given *other = &merchants[ROLE_OTHER];

    return needs(!are_same(other, first),
                 "the other merchant is the same as the first: give another app code, or another "
                 "mchid under the same app code",
                 error) &&
           needs(!are_same(agent, first), "the agent merchant is the same as the first", error) &&
           needs(!are_same(other, agent), "the other merchant is the same as the agent", error);
}

static bool
is_other_whole(const struct given *other, char *error)
{
    if (!other->app_code && !other->client_key && !other->mchid)
        return true;
    return needs(other->app_code && other->client_key,
                 "the other merchant takes app code and client key", error);
}

static bool
fill_in_merchants(struct options *options, char *error)
{
    struct given *first = &options->merchants[ROLE_DEFAULT];
    size_t role;

    for (role = 0; role < ROLE_COUNT; role++) {
        if (!is_sign_type(options->merchants[role].sign_type, error))
            return false;
    }
    /* A given app code goes with a given key: the built-in key would only give 1108. */
    if (!first->app_code && !first->client_key) {
        first->app_code = DEFAULT_APP_CODE;
        first->client_key = DEFAULT_CLIENT_KEY;
    }
    return needs(first->app_code && first->client_key, "an app code and a client key go together",
                 error) &&
           is_agent_whole(&options->merchants[ROLE_AGENT], error) &&
           is_other_whole(&options->merchants[ROLE_OTHER], error) &&
           are_different(options->merchants, error);
}

/* What follows the options: the ids or files that a command is about, or a program. */
static bool
take_arguments(struct options *options, int argc, char **argv, int at, char *error)
{
    const struct command_row *row = &command_rows[options->command];
    const char **const places[] = {&options->subject, &options->newer};
    size_t i;

    if (options->command == COMMAND_CLIENT) {
        options->client = argv + at;
        return needs(at < argc, "client takes the command to run, behind --", error);
    }
    for (i = 0; i < row->subjects && i < sizeof places / sizeof places[0]; i++) {
        *places[i] = at < argc ? argv[at++] : NULL;
        if (!needs(*places[i], row->takes, error))
            return false;
    }
    if (at < argc)
        return options_wrong(error, "unexpected argument %s", argv[at]);
    return needs(options->command != COMMAND_DIFF || (options->left && options->right),
                 "diff takes --left and --right", error) &&
           needs(options->command != COMMAND_RECORD || options->out, "record takes --out", error);
}

/* argv[0] is the command. */
static enum options_end
parse_options(struct options *options, int argc, char **argv, FILE *out, char *error)
{
    struct command_line line = options_line(options->command);
    int first = argc;
    enum options_end end;

    line.tables[0].filled = options;
    end = options_read(&line, argc, argv, &first, error);

    if (end == OPTIONS_HELP)
        print_command_help(out, options->command, &line);
    if (end == OPTIONS_READ &&
        !(take_arguments(options, argc, argv, first, error) && fill_in_merchants(options, error) &&
          fill_in_sides(options, error)))
        return OPTIONS_WRONG;
    return end;
}

enum options_end
options_parse(struct options *options, int argc, char **argv, FILE *out, FILE *err)
{
    const char *word = argc > 1 ? argv[1] : NULL;
    char error[OPTIONS_ERROR_SIZE];
    enum options_end end = OPTIONS_WRONG;

    memset(options, 0, sizeof *options);
    if (word && (strcmp(word, "--help") == 0 || strcmp(word, "help") == 0)) {
        print_help(out);
        return OPTIONS_HELP;
    }
    if (word && strcmp(word, "--version") == 0)
        end = OPTIONS_VERSION;
    else if (find_command(options, word, error))
        end = parse_options(options, argc - 1, argv + 1, out, error);
    if (end == OPTIONS_VERSION)
        fputs("qfpay-conform " QFPAY_VERSION "\n", out);
    if (end == OPTIONS_WRONG)
        print_to(err, "qfpay-conform: %s\n", error);
    return end;
}
