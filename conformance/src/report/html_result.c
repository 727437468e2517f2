/* One result in the HTML report. */
#include <string.h>

#include "fixture/mistake.h"
#include "report/html.h"
#include "report/markup.h"

static void
write_pre(FILE *out, const char *label, const char *text)
{
    if (!text)
        return;
    markup_print(out, "<div class=\"soft\">%s</div>\n<pre>", label);
    markup_text(out, text);
    fputs("</pre>\n", out);
}

static void
write_rules(FILE *out, const struct grade *grade)
{
    size_t i;

    for (i = 0; i < grade->requirement_count; i++) {
        fputs("<p><a href=\"#req-", out);
        markup_text(out, grade->requirements[i]->id);
        fputs("\">", out);
        markup_text(out, grade->requirements[i]->id);
        fputs("</a>: ", out);
        markup_text(out, grade->requirements[i]->text);
        fputs("</p>\n", out);
    }
    markup_print(out, "<p class=\"soft\">Source: [%s] ", evidence_name(grade->evidence));
    markup_text(out, grade->source);
    fputs("</p>\n", out);
}

static void
write_findings(FILE *out, const struct result *result, size_t step)
{
    const struct finding *finding;

    for (finding = result->findings.first; finding; finding = finding->next) {
        bool assumed = finding->grade.evidence == EVIDENCE_ASSUMED;

        if (finding->step != step)
            continue;
        markup_print(out, "<div class=\"finding%s\">\n<p><b class=\"%s\">%s</b> ",
                     assumed ? " differs" : "", assumed ? "differs" : "fail",
                     assumed ? "Differs:" : "Broken:");
        markup_text(out, finding->message);
        fputs("</p>\n", out);
        if (!finding_shares_grade(finding, finding->next))
            write_rules(out, &finding->grade);
        fputs("</div>\n", out);
    }
}

/* Findings stand below the exchange that they are about, which is the last one of their step; those
 * of a step that sent nothing stand at the end. */
static void
write_steps(FILE *out, const struct result *result)
{
    const struct exchange_note *note;
    const struct finding *finding;
    size_t last = (size_t)-1;

    for (note = result->notes; note; note = note->next) {
        fprintf(out, "<p>Step %zu: ", note->step + 1);
        markup_text(out, note->title);
        fputs("</p>\n", out);
        write_pre(out, "sent", note->sent);
        write_pre(out, "answer", note->answer);
        if (!note->next || note->next->step != note->step)
            write_findings(out, result, note->step);
    }
    for (finding = result->findings.first; finding; finding = finding->next) {
        if (finding->step != last && !result_last_note(result, finding->step))
            write_findings(out, result, finding->step);
        last = finding->step;
    }
}

static void
write_rerun(FILE *out, const struct report *report, const struct result *result)
{
    const struct report_head *head = report->head;

    if (!head->rerun)
        return;
    fputs("<div class=\"soft\">make it again</div>\n<pre>", out);
    markup_text(out, head->rerun);
    fputs(" --filter ", out);
    markup_text(out, result->trial->id);
    markup_text(out, head->rerun_rest ? head->rerun_rest : "");
    fputs("</pre>\n", out);
}

/* What the numbers of known mistakes stand for. */
static void
write_mistakes(FILE *out, const struct suite *suite, const char *names)
{
    const char *title = NULL;
    char id[MISTAKE_ID_SIZE];

    while (mistake_next(suite, &names, id, &title)) {
        if (!title)
            continue;
        fputs("<p>", out);
        markup_text(out, id);
        fputs(": ", out);
        markup_text(out, title);
        fputs("</p>\n", out);
    }
}

void
html_result(FILE *out, const struct report *report, const struct result *result, bool open)
{
    const struct trial *trial = result->trial;
    const char *verdict = verdict_name(result->verdict);

    markup_print(out, "<details%s><summary><b class=\"%s\">%s</b> <h3>", open ? " open" : "",
                 verdict, verdict);
    markup_text(out, trial->id);
    fputs("</h3><span class=\"says\">", out);
    markup_text(out, result_headline(result->arena, result));
    fputs("</span></summary>\n<p>", out);
    markup_text(out, trial->comment);
    markup_print(out, "</p>\n<p class=\"soft\">[%s] ", evidence_name(trial->evidence));
    markup_text(out, trial->source);
    fputs("; ", out);
    markup_text(out, trial->file);
    if (result->charges) {
        fputs("; mistake ", out);
        markup_text(out, result->charges);
    }
    fputs("</p>\n", out);
    write_mistakes(out, report->suite, result->charges);
    if (result->known) {
        fputs("<p>Known failure: ", out);
        markup_text(out, result->known);
        fputs("</p>\n", out);
    }
    write_steps(out, result);
    write_rerun(out, report, result);
    fputs("</details>\n", out);
}

void
html_brief(FILE *out, const struct result *result)
{
    markup_print(out, "<p><b class=\"%s\">%s</b> ", verdict_name(result->verdict),
                 verdict_name(result->verdict));
    markup_text(out, result->trial->id);
    fputs(": ", out);
    markup_text(out, result_headline(result->arena, result));
    fputs("</p>\n", out);
}
