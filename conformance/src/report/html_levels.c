/* The levels in the HTML report: what is certified, and what each of the others lacks. */
#include "report/html.h"
#include "report/markup.h"
#include "report/standing.h"

static void
write_lacks(FILE *out, const struct standing *standing)
{
    size_t i;

    if (!standing->lack_count)
        return;
    fprintf(out, "<ul>\n");
    for (i = 0; i < standing->lack_count; i++) {
        fprintf(out, "<li>%zu: ", standing->lacks[i].count);
        markup_text(out, standing->lacks[i].reason);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

void
html_levels(FILE *out, const struct report *report)
{
    struct arena *arena = arena_new();
    size_t i;

    if (report->standing_count)
        fputs("<h2 id=\"levels\">Levels</h2>\n", out);
    for (i = 0; i < report->standing_count; i++) {
        const struct standing *standing = &report->standings[i];

        fputs("<details><summary><h3>", out);
        markup_text(out, standing->level->name);
        markup_print(out, "</h3> <b class=\"%s\">%s</b> <span class=\"says\">",
                     standing_is_reached(standing) ? "pass" : "fail",
                     standing_is_reached(standing) ? "reached" : "not reached");
        markup_text(out, standing->level->about);
        fputs("</span></summary>\n<p>", out);
        markup_text(out, standing_words(standing, report, arena));
        fputs("</p>\n", out);
        write_lacks(out, standing);
        fputs("</details>\n", out);
    }
    arena_free(arena);
}
