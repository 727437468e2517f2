/* See program/options.h. */
#include "program/options.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "option_value.h"
#include "qfpay/near.h"
#include "secret_file.h"

extern char **environ; /* POSIX has it, and no header */

#define FILE_SUFFIX          "-file"
#define FILE_VARIABLE_SUFFIX "_FILE"

enum { NAME_SIZE = 80 }; /* of an option with its dashes, or of its variable */

/* A row, and the table that it is of. */
struct place {
    const struct option_table *table;
    const struct option_row *row;
    size_t index; /* over all tables */
    bool is_file; /* the value names the one that has the secret */
};

/* A command line that is being read. */
struct words {
    int argc;
    char **argv;
    int at;
};

/* The row of an index over all tables; false behind the last. */
static bool
get(const struct command_line *line, size_t index, struct place *place)
{
    size_t at = index;

    for (size_t i = 0; i < OPTION_TABLES_MAX; i++) {
        const struct option_table *table = &line->tables[i];

        if (at < table->count) {
            *place = (struct place){table, &table->rows[at], index, false};
            return true;
        }
        at -= table->count;
    }
    return false;
}

/* Whether a name of len is that of the file which has the row's secret. */
static bool
names_file(const struct option_row *row, const char *name, size_t len)
{
    size_t row_len = strlen(row->name);

    return row->is_secret && len == row_len + strlen(FILE_SUFFIX) &&
           memcmp(name, row->name, row_len) == 0 &&
           memcmp(name + row_len, FILE_SUFFIX, strlen(FILE_SUFFIX)) == 0;
}

/* The row of a name that is no longer than len; or, of a beginning, the only one. */
static struct place
find(const struct command_line *line, const char *name, size_t len)
{
    struct place place, found = {.row = NULL};
    bool is_the_only_one = true;

    for (size_t i = 0; get(line, i, &place); i++) {
        place.is_file = names_file(place.row, name, len);
        if (place.is_file)
            return place;
        if (strncmp(place.row->name, name, len) != 0)
            continue;
        if (place.row->name[len] == '\0')
            return place;
        if (options_has(line, place.row)) {
            is_the_only_one = !found.row;
            found = place;
        }
    }
    return is_the_only_one ? found : (struct place){.row = NULL};
}

bool
options_has(const struct command_line *line, const struct option_row *row)
{
    return row->commands == 0 || (row->commands & line->command_bit) != 0;
}

static bool
store(struct command_line *line, const struct place *place, const char *name, const char *value,
      char error[OPTIONS_ERROR_SIZE])
{
    line->is_said[place->index] = true;
    if (place->is_file)
        value = secret_file_read(value, name, error);
    return value && option_store(place->row, place->table->filled, name, value, error);
}

/* Whether a source that wins has it, or another option of the same member. */
static bool
is_said(const struct command_line *line, const struct place *place)
{
    size_t first = place->index - (size_t)(place->row - place->table->rows);

    for (size_t i = 0; i < place->table->count; i++) {
        const struct option_row *row = &place->table->rows[i];

        if (line->is_said[first + i] &&
            (row == place->row ||
             (row->size > 0 && row->size == place->row->size && row->at == place->row->at)))
            return true;
    }
    return false;
}

static bool
store_unsaid(struct command_line *line, const struct place *place, const char *name,
             const char *value, char error[OPTIONS_ERROR_SIZE])
{
    return is_said(line, place) || store(line, place, name, value, error);
}

void
options_read_fallbacks(struct command_line *line)
{
    struct place place;
    char error[OPTIONS_ERROR_SIZE];

    for (size_t i = 0; get(line, i, &place); i++) {
        if (place.row->fallback)
            (void)store_unsaid(line, &place, place.row->name, place.row->fallback, error);
    }
}

bool
options_said(const struct command_line *line, const char *name)
{
    struct place place = find(line, name, strlen(name));

    return place.row && is_said(line, &place);
}

/* The variable of a row; NULL where it has none. */
static const char *
variable_of(const struct command_line *line, const struct option_row *row, char name[NAME_SIZE])
{
    size_t at = 0;

    if (!line->environment_prefix || row->is_said_only)
        return row->environment;
    at = (size_t)snprintf(name, NAME_SIZE, "%s%s", line->environment_prefix, row->name);
    for (at -= strlen(row->name); name[at] != '\0'; at++)
        name[at] = (char)(name[at] == '-' ? '_' : toupper((unsigned char)name[at]));
    return name;
}

/* A Kubernetes service named as the program has the address of its port in the variable that would
 * be that of --port. */
static bool
is_of_a_service(const struct option_row *row, const char *value)
{
    return row->kind == OPTION_NUMBER && strstr(value, "://") != NULL;
}

static void
note(const struct command_line *line, const char *name, const char *what)
{
    char sentence[OPTIONS_ERROR_SIZE];

    (void)options_wrong(sentence, "%.100s is ignored%.300s", name, what);
    if (line->note)
        line->note(sentence);
}

static void
note_secret(const struct command_line *line, const struct option_row *row)
{
    char sentence[OPTIONS_ERROR_SIZE];
    char room[NAME_SIZE];
    const char *variable = variable_of(line, row, room);

    (void)options_wrong(
        sentence,
        "warning: --%s is read by whoever lists the processes of this machine; better: "
        "--%s" FILE_SUFFIX " FILE%s%s",
        row->name, row->name, variable ? " or " : "", variable ? variable : "");
    if (line->note)
        line->note(sentence);
}

/* A variable with the prefix that is none of an option, unless Kubernetes sets it. */
static void
note_unknown(const struct command_line *line, const char *name)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    char option[NAME_SIZE];
    struct qfpay_near near;
    struct place place;
    size_t len = 0;

    for (const char *at = name + strlen(line->environment_prefix); *at != '\0'; at++)
        option[len++] = (char)(*at == '_' ? '-' : tolower((unsigned char)*at));
    option[len] = '\0';
    qfpay_near_begin(&near, option);
    for (size_t i = 0; get(line, i, &place); i++) {
        if (strcmp(place.row->name, option) == 0 || names_file(place.row, option, len))
            return;
        qfpay_near_offer(&near, place.row->name);
    }
    if (!strstr(option, "service-") && !strstr(option, "-tcp") && !strstr(option, "-udp"))
        note(line, name, qfpay_near_hint(&near, hint, ": there is no such option"));
}

static void
note_unknown_variables(const struct command_line *line)
{
    const char *prefix = line->environment_prefix;

    for (char **entry = environ; prefix && *entry; entry++) {
        char name[NAME_SIZE];

        if (strncmp(*entry, prefix, strlen(prefix)) != 0)
            continue;
        (void)snprintf(name, sizeof name, "%.*s", (int)strcspn(*entry, "="), *entry);
        note_unknown(line, name);
    }
}

/* What a variable has; where it is a secret and the variable is empty, a file that another names.
 */
static bool
read_variable(struct command_line *line, struct place *place, const char *name,
              char error[OPTIONS_ERROR_SIZE])
{
    char file_name[NAME_SIZE + sizeof FILE_VARIABLE_SUFFIX];
    const char *value = getenv(name);

    if ((!value || value[0] == '\0') && place->row->is_secret) {
        (void)snprintf(file_name, sizeof file_name, "%s" FILE_VARIABLE_SUFFIX, name);
        place->is_file = true;
        name = file_name;
        value = getenv(name);
    }
    if (!value || value[0] == '\0')
        return true;
    if (!is_of_a_service(place->row, value))
        return store_unsaid(line, place, name, value, error);
    note(line, name, ": Kubernetes sets it to the address of a service of this name");
    return true;
}

bool
options_read_environment(struct command_line *line, char error[OPTIONS_ERROR_SIZE])
{
    struct place place;

    for (size_t i = 0; get(line, i, &place); i++) {
        char room[NAME_SIZE];
        const char *name = variable_of(line, place.row, room);

        if (name && options_has(line, place.row) && !read_variable(line, &place, name, error))
            return false;
    }
    note_unknown_variables(line);
    return true;
}

/* false, with the nearest option of the command; one on a command line begins with dashes. */
static bool
refuse_option(const struct command_line *line, const char *word, char error[OPTIONS_ERROR_SIZE])
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    char otherwise[100] = "";
    struct place place;
    struct qfpay_near near;
    bool is_flag = word[0] == '-';

    qfpay_near_begin(&near, word);
    for (size_t i = 0; get(line, i, &place); i++) {
        if (options_has(line, place.row) && (is_flag || !place.row->is_said_only))
            qfpay_near_offer(&near, place.row->name);
    }
    if (!is_flag && line->file_member)
        qfpay_near_offer(&near, line->file_member);
    if (line->see)
        (void)snprintf(otherwise, sizeof otherwise, "; %s", line->see);
    return options_wrong(error, "unknown option '%.*s'%.200s",
                         is_flag ? (int)strcspn(word, "=") : (int)strlen(word), word,
                         qfpay_near_hint(&near, hint, otherwise));
}

bool
options_read_member(struct command_line *line, const char *name, const char *value,
                    char error[OPTIONS_ERROR_SIZE])
{
    struct place place = find(line, name, strlen(name));

    if (!place.row || place.row->is_said_only ||
        (!place.is_file && strcmp(place.row->name, name) != 0))
        return refuse_option(line, name, error);
    return store_unsaid(line, &place, name, value, error);
}

/* --out_trade_no is --out-trade-no, because that is how the API's documents write it. */
static void
accept_underscores(char *word)
{
    for (char *at = word; *at != '\0' && *at != '='; at++) {
        if (*at == '_')
            *at = '-';
    }
}

static enum options_end
end_of(bool is_right)
{
    return is_right ? OPTIONS_READ : OPTIONS_WRONG;
}

/* An option that is there, with the value behind its = or NULL: then the next word is its value. */
static enum options_end
take_option(struct command_line *line, const struct place *place, const char *value,
            struct words *words, char error[OPTIONS_ERROR_SIZE])
{
    const struct option_row *row = place->row;
    char name[NAME_SIZE];

    (void)snprintf(name, sizeof name, "--%s%s", row->name, place->is_file ? FILE_SUFFIX : "");
    if (!options_has(line, row))
        return end_of(options_wrong(error, "%s does not know %s", line->command, name));
    if (!row->value && value)
        return end_of(options_wrong(error, "%s takes no value", name));
    if (row->kind == OPTION_HELP)
        return OPTIONS_HELP;
    if (row->kind == OPTION_VERSION)
        return OPTIONS_VERSION;
    if (!row->value)
        value = "";
    else if (!value && words->at + 1 < words->argc)
        value = words->argv[++words->at];
    if (!value)
        return end_of(options_wrong(error, "missing value of %s%s%s", name, line->see ? "; " : "",
                                    line->see ? line->see : ""));
    if (row->is_secret && !place->is_file)
        note_secret(line, row);
    return end_of(store(line, place, name, value, error));
}

/* The word that is there, which begins with a dash. */
static enum options_end
take_word(struct command_line *line, struct words *words, char error[OPTIONS_ERROR_SIZE])
{
    char *word = words->argv[words->at];
    const char *value = strchr(word, '=');
    struct place place = {.row = NULL};

    if (strcmp(word, "-h") == 0)
        return OPTIONS_HELP;
    if (word[1] == '-') {
        accept_underscores(word);
        place = find(line, word + 2, strcspn(word + 2, "="));
    }
    if (!place.row || (!options_has(line, place.row) && !line->command))
        return end_of(refuse_option(line, word, error));
    return take_option(line, &place, value ? value + 1 : NULL, words, error);
}

enum options_end
options_read_words(struct command_line *line, int argc, char **argv, int *first,
                   char error[OPTIONS_ERROR_SIZE])
{
    struct words words = {argc, argv, 1};
    int kept = 0;

    for (; words.at < argc; words.at++) {
        char *word = argv[words.at];
        bool is_option = word[0] == '-' && word[1] != '\0';
        enum options_end end = OPTIONS_READ;

        if (strcmp(word, "--") == 0) {
            words.at++;
            break;
        }
        if (!is_option && line->stops_at_word)
            break;
        if (is_option)
            end = take_word(line, &words, error);
        else
            argv[1 + kept++] = word;
        if (end != OPTIONS_READ)
            return end;
    }
    *first = words.at - kept;
    memmove(argv + *first, argv + 1, (size_t)kept * sizeof *argv);
    return OPTIONS_READ;
}

/* Whether there is a text. */
static bool
is_given(const struct place *place)
{
    const void *member;
    const char *text;

    if (!place->row)
        return false;
    member = (const char *)place->table->filled + place->row->at;
    text = place->row->kind == OPTION_COPY ? member : *(const char *const *)member;
    return text && text[0] != '\0';
}

bool
options_check_needs(const struct command_line *line, char error[OPTIONS_ERROR_SIZE])
{
    struct place place;

    for (size_t i = 0; get(line, i, &place); i++) {
        const struct option_row *row = place.row;
        struct place other = {.row = NULL};

        if (!row->needs || !is_given(&place))
            continue;
        other = find(line, row->needs, strlen(row->needs));
        if (!is_given(&other))
            return options_wrong(error, "--%s needs --%s: %s", row->name, row->needs, row->because);
    }
    return true;
}

enum options_end
options_read(struct command_line *line, int argc, char **argv, int *first,
             char error[OPTIONS_ERROR_SIZE])
{
    enum options_end end = options_read_words(line, argc, argv, first, error);

    if (end != OPTIONS_READ || !options_read_environment(line, error))
        return end == OPTIONS_READ ? OPTIONS_WRONG : end;
    options_read_fallbacks(line);
    return end_of(options_check_needs(line, error));
}
