/* The requirements in the HTML report. */
#include <string.h>

#include "base/plural.h"
#include "report/html.h"
#include "report/markup.h"

/* The colour of a word of the matrix. */
static const char *
class_of(const char *word)
{
    static const char *const coloured[] = {"pass", "differs", "fail", "unmet"};
    size_t i;

    for (i = 0; i < sizeof coloured / sizeof coloured[0]; i++) {
        if (strcmp(word, coloured[i]) == 0)
            return coloured[i];
    }
    return "skip";
}

static void
write_row(FILE *out, const struct report *report, const struct matrix_row *row)
{
    const struct requirement *requirement = row->requirement;
    const char *word = matrix_word(row);

    fputs("<tr id=\"req-", out);
    markup_text(out, requirement->id);
    fputs("\"><th scope=\"row\">", out);
    markup_text(out, requirement->id);
    markup_print(out,
                 "</th><td><b class=\"%s\">%s</b></td><td>%zu of %zu %s%s</td><td class=\"text\">",
                 class_of(word), matrix_word_for(word, report->head->unit), row->ran, row->trials,
                 report->head->unit, plural(row->trials));
    markup_text(out, requirement->text);
    if (!requirement->observable) {
        fputs(" <span class=\"soft\">Not observable: ", out);
        markup_text(out, requirement->reason);
        fputs("</span>", out);
    }
    fputs("</td><td class=\"source soft\">", out);
    if (requirement->source[0] != '[') /* most name their evidence themselves */
        markup_print(out, "[%s] ", evidence_name(requirement->evidence));
    markup_text(out, requirement->source);
    fputs("</td></tr>\n", out);
}

static void
write_summary(FILE *out, const struct report *report, const struct matrix_row *rows,
              const char *section)
{
    bool is_first = true;
    const char *word;
    size_t i;

    fputs("<summary><h3>", out);
    markup_text(out, section);
    fputs("</h3>", out);
    for (i = 0; (word = matrix_word_at(i)); i++) {
        size_t count = matrix_count(report->suite, rows, section, word);

        if (!count)
            continue;
        fputs(is_first ? ": " : ", ", out);
        markup_print(out, "<span class=\"%s\">%zu %s</span>", class_of(word), count,
                     matrix_word_for(word, report->head->unit));
        is_first = false;
    }
    fputs("</summary>\n", out);
}

static void
write_group(FILE *out, const struct report *report, const struct matrix_row *rows,
            const char *section)
{
    size_t i;

    fputs("<details>", out);
    write_summary(out, report, rows, section);
    fputs("<table><thead><tr><th>rule</th><th>verdict</th><th>tried by</th>"
          "<th>what it says</th><th>source</th></tr></thead><tbody>\n",
          out);
    for (i = 0; i < report->suite->requirement_count; i++) {
        if (strcmp(rows[i].requirement->section, section) == 0)
            write_row(out, report, &rows[i]);
    }
    fputs("</tbody></table></details>\n", out);
}

/* Groups that were tried first; the others only for completeness. */
void
html_matrix(FILE *out, const struct report *report, const struct matrix_row *rows)
{
    bool told = false;
    int turn;
    size_t i;

    fputs("<h2 id=\"matrix\">Requirements of the contract</h2>\n", out);
    for (turn = 0; turn < 2; turn++) {
        for (i = 0; i < report->suite->requirement_count; i++) {
            const char *section = rows[i].requirement->section;

            if ((i && strcmp(section, rows[i - 1].requirement->section) == 0) ||
                matrix_tried(report->suite, rows, section) != (turn == 0))
                continue;
            if (turn == 1 && !told)
                fputs("<details><summary>Not tried at all</summary>\n", out);
            told = told || turn == 1;
            write_group(out, report, rows, section);
        }
    }
    fputs(told ? "</details>\n" : "", out);
}
