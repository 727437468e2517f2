/* Help: the rows of the command, in their order. */
#include <string.h>

#include "program/options.h"
#include "program/print.h"

/* An option that is wider has a line to itself. */
enum { WIDTH_MAX = 30 };

static void
print_row(const struct command_line *line, const struct option_row *row, FILE *out)
{
    const char *about = row->about ? row->about : line->about_of(row->name);
    const char *fallback = row->fallback ? row->fallback : "";
    const char *variable = row->environment ? row->environment : "";
    const char *value = row->value ? row->value : "";
    int width = (int)(strlen("  --") + strlen(row->name) + (row->value ? 1 : 0) + strlen(value));

    print_to(out, "  --%s%s%s", row->name, row->value ? " " : "", value);
    if (width > WIDTH_MAX)
        print_to(out, "\n%*s", WIDTH_MAX, "");
    else
        print_to(out, "%*s", WIDTH_MAX - width, "");
    print_to(out, "  %s", about);
    if (variable[0] != '\0' || fallback[0] != '\0')
        print_to(out, "%s[%s%s%s]", about[0] == '\0' ? "" : " ", variable,
                 variable[0] != '\0' && fallback[0] != '\0' ? ", " : "", fallback);
    (void)fputc('\n', out);
}

/* The second way to say a secret. */
static void
print_file_row(const struct command_line *line, const struct option_row *row, FILE *out)
{
    char name[80];
    char variable[80] = "";
    const struct option_row of_file = {.name = name,
                                       .value = "FILE",
                                       .about = "the same, the one line of a file",
                                       .environment = row->environment ? variable : NULL};

    (void)snprintf(name, sizeof name, "%s-file", row->name);
    (void)snprintf(variable, sizeof variable, "%s_FILE", row->environment ? row->environment : "");
    print_row(line, &of_file, out);
}

void
options_help(const struct command_line *line, FILE *out)
{
    for (size_t i = 0; i < OPTION_TABLES_MAX; i++) {
        const struct option_table *table = &line->tables[i];

        for (size_t row = 0; row < table->count; row++) {
            if (!options_has(line, &table->rows[row]))
                continue;
            print_row(line, &table->rows[row], out);
            if (table->rows[row].is_secret)
                print_file_row(line, &table->rows[row], out);
        }
    }
}
