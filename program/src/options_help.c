/* Help: the rows of the command, in their order. */
#include <string.h>

#include "program/options.h"

/* An option that is wider has a line to itself. */
enum { WIDTH_MAX = 30 };

static void
print_row(const struct command_line *line, const struct option_row *row, FILE *out)
{
    const char *about = row->about ? row->about : line->about_of(row->name);
    const char *fallback = row->fallback ? row->fallback : "";
    const char *variable = row->environment ? row->environment : "";
    int width = fprintf(out, "  --%s%s%s", row->name, row->value ? " " : "",
                        row->value ? row->value : "");

    if (width > WIDTH_MAX)
        (void)fprintf(out, "\n%*s", WIDTH_MAX, "");
    else
        (void)fprintf(out, "%*s", WIDTH_MAX - width, "");
    (void)fprintf(out, "  %s", about);
    if (variable[0] != '\0' || fallback[0] != '\0')
        (void)fprintf(out, "%s[%s%s%s]", about[0] == '\0' ? "" : " ", variable,
                      variable[0] != '\0' && fallback[0] != '\0' ? ", " : "", fallback);
    (void)fputc('\n', out);
}

void
options_help(const struct command_line *line, FILE *out)
{
    for (size_t i = 0; i < OPTION_TABLES_MAX; i++) {
        const struct option_table *table = &line->tables[i];

        for (size_t row = 0; row < table->count; row++) {
            if (options_has(line, &table->rows[row]))
                print_row(line, &table->rows[row], out);
        }
    }
}
