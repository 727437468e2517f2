/* The known mistakes in the HTML report: which were tried, and which show where. */
#include <string.h>

#include "fixture/mistake.h"
#include "report/html.h"
#include "report/markup.h"
#include "report/pitfalls.h"

/* The trials that are about a mistake, those that charge it marked. */
static void
write_trials(FILE *out, const struct report *report, const struct pitfall_row *row)
{
    bool is_first = true;
    size_t i;

    for (i = 0; i < report->done; i++) {
        const struct result *result = &report->results[i];
        bool is_charged = mistake_is_among(result->charges, row->id);

        if (!result_has_run(result) ||
            !(is_charged || mistake_is_among(result->trial->pitfall, row->id)))
            continue;
        fputs(is_first ? "" : "<br>\n", out);
        markup_print(out, "<span class=\"%s\">",
                     is_charged || result->verdict == VERDICT_PASS ? verdict_name(result->verdict)
                                                                   : verdict_name(VERDICT_SKIP));
        markup_text(out, result->trial->id);
        fputs("</span>", out);
        is_first = false;
    }
}

static void
write_row(FILE *out, const struct report *report, const struct pitfall_row *row)
{
    fputs("<tr><th scope=\"row\">", out);
    markup_text(out, row->id);
    fputs("</th><td class=\"text\">", out);
    markup_text(out, row->title ? row->title : "");
    if (!row->ran)
        fputs("</td><td><b class=\"skip\">not tried</b></td><td class=\"text\">", out);
    else if (row->bad)
        fprintf(out, "</td><td><b class=\"fail\">shows in %zu of %zu</b></td><td class=\"text\">",
                row->bad, row->ran);
    else if (pitfall_is_avoided(row))
        fputs("</td><td><b class=\"pass\">avoided</b></td><td class=\"text\">", out);
    else
        fputs("</td><td><b class=\"skip\">cannot be told</b></td><td class=\"text\">", out);
    write_trials(out, report, row);
    fputs("</td></tr>\n", out);
}

/* Those that show, or the others. */
static void
write_rows(FILE *out, const struct report *report, const struct pitfall_row *rows, size_t count,
           bool that_show)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if ((rows[i].bad > 0) == that_show)
            write_row(out, report, &rows[i]);
    }
}

void
html_pitfalls(FILE *out, const struct report *report)
{
    struct arena *arena = arena_new();
    size_t count, i, avoided = 0, tried = 0;
    const struct pitfall_row *rows = pitfalls_of(report, arena, &count);

    for (i = 0; i < count; i++) {
        tried += rows[i].ran > 0;
        avoided += pitfall_is_avoided(&rows[i]);
    }
    if (count) {
        markup_print(out,
                     "<h2 id=\"pitfalls\">Mistakes that integrations make</h2>\n"
                     "<details%s><summary>%zu of %zu avoided</summary>\n"
                     "<table><thead><tr><th>mistake</th><th>what it is</th><th>verdict</th>"
                     "<th>tried by</th></tr></thead><tbody>\n",
                     avoided == tried ? "" : " open", avoided, tried);
        write_rows(out, report, rows, count, true);
        write_rows(out, report, rows, count, false);
        fputs("</tbody></table></details>\n", out);
    }
    arena_free(arena);
}
