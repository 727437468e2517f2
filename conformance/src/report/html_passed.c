/* What passed, in the HTML report: a page that says "as expected" must be able to say of what. */
#include "base/plural.h"
#include "report/html.h"
#include "report/markup.h"

/* More are not read one by one; the matrix of requirements tells of them. */
enum { PASSED_MAX = 500 };

void
html_passed(FILE *out, const struct report *report)
{
    size_t count = report->verdicts[VERDICT_PASS], i;

    if (!count || count > PASSED_MAX)
        return;
    markup_print(out,
                 "<h2 id=\"passed\">Passed</h2>\n<details><summary>%zu %s%s and what each shows"
                 "</summary>\n<table><thead><tr><th>id</th><th>what it is about</th></tr></thead>"
                 "<tbody>\n",
                 count, report->head->unit, plural(count));
    for (i = 0; i < report->done; i++) {
        const struct result *result = &report->results[i];

        if (result->verdict != VERDICT_PASS)
            continue;
        fputs("<tr><th scope=\"row\">", out);
        markup_text(out, result->trial->id);
        fputs("</th><td class=\"text\">", out);
        markup_text(out, result->trial->comment);
        fputs("</td></tr>\n", out);
    }
    fputs("</tbody></table></details>\n", out);
}
