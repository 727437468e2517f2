/* JUnit's XML, in the form that build servers read: one suite, one testcase per case. */
#include <time.h>

#include "fixture/mistake.h"
#include "report/facts.h"
#include "report/flaw.h"
#include "report/markup.h"
#include "report/report.h"
#include "report/standing.h"

static void
put_findings(FILE *out, const struct suite *suite, const struct result *result)
{
    const char *names = result->charges, *title = NULL;
    char id[MISTAKE_ID_SIZE];
    const struct finding *finding;
    const struct exchange_note *note;

    while (mistake_next(suite, &names, id, &title))
        markup_text(out, arena_printf(result->arena, "mistake %s%s%s\n", id, title ? ": " : "",
                                      title ? title : ""));
    for (finding = result->findings.first; finding; finding = finding->next)
        markup_text(out,
                    arena_printf(result->arena, "step %zu: %s (%s; %s, %s)\n", finding->step + 1,
                                 finding->message, rule_names(result->arena, &finding->grade),
                                 evidence_name(finding->grade.evidence), finding->grade.source));
    for (note = result->notes; note; note = note->next) {
        markup_text(out,
                    arena_printf(result->arena, "step %zu: %s\n", note->step + 1, note->title));
        if (note->sent)
            markup_text(out, arena_printf(result->arena, "sent:\n%s\n", note->sent));
        if (note->answer)
            markup_text(out, arena_printf(result->arena, "answer:\n%s\n", note->answer));
    }
}

static void
put_case(FILE *out, const struct report *report, const struct result *result)
{
    fputs("  <testcase classname=\"", out);
    markup_text(out, result->trial->group);
    fputs("\" name=\"", out);
    markup_text(out, result->trial->id);
    fprintf(out, "\" time=\"%.3f\"", (double)result->duration_ms / 1000.0);
    if (!result_has_run(result) && result_is_expected(result, report->options->strict)) {
        fputs("><skipped message=\"", out);
        markup_text(out, result->verdict == VERDICT_UNMET ? result_headline(result->arena, result)
                                                          : result->skip_reason);
        fputs("\"/></testcase>\n", out);
    } else if (!result_is_expected(result, report->options->strict)) {
        fputs(">\n    <failure message=\"", out);
        markup_text(out, result_headline(result->arena, result));
        markup_print(out, "\" type=\"%s\">", verdict_name(result->verdict));
        put_findings(out, report->suite, result);
        fputs("</failure>\n  </testcase>\n", out);
    } else if (result->findings.count) {
        fputs(">\n    <system-out>", out);
        put_findings(out, report->suite, result);
        fputs("</system-out>\n  </testcase>\n", out);
    } else {
        fputs("/>\n", out);
    }
}

/* What no single case tells stands as one of its own, or a build server would take the run for a
 * good one. */
static void
put_flaw(FILE *out, const char *flaw)
{
    if (!flaw)
        return;
    fputs("  <testcase classname=\"run\" name=\"run\"><error message=\"", out);
    markup_text(out, flaw);
    fputs("\"/></testcase>\n", out);
}

static void
put_property(FILE *out, const char *name, const char *value)
{
    markup_print(out, "    <property name=\"%s\" value=\"", name);
    markup_text(out, value);
    fputs("\"/>\n", out);
}

static void
put_facts(FILE *out, const struct report *report)
{
    struct arena *arena = arena_new();
    size_t count, i;
    const struct fact *facts = facts_of(report, arena, &count);

    for (i = 0; i < count; i++)
        put_property(out, facts[i].name, facts[i].value);
    arena_free(arena);
}

static void
put_properties(FILE *out, const struct report *report, const char *signatures)
{
    size_t i;

    fputs("  <properties>\n", out);
    put_property(out, "version", QFPAY_VERSION);
    put_property(out, "target", report->head->about);
    put_property(out, "strict", report->options->strict ? "true" : "false");
    for (i = 0; i < report->head->ability_count; i++)
        put_property(out, "capability", report->head->abilities[i].name);
    if (report->level)
        put_property(out, "level", report->level->name);
    for (i = 0; i < report->standing_count; i++)
        put_property(out, standing_is_reached(&report->standings[i]) ? "reached" : "not reached",
                     report->standings[i].level->name);
    if (signatures)
        put_property(out, "signatures", signatures);
    put_facts(out, report);
    fputs("  </properties>\n", out);
}

static void
put_counts(FILE *out, const struct report *report, bool is_flawed)
{
    size_t skipped = report->verdicts[VERDICT_SKIP];

    if (!report->options->strict) /* which makes failures of them */
        skipped += report->verdicts[VERDICT_UNMET];
    markup_print(out, " name=\"qfpay-conform %s\" tests=\"%zu\" failures=\"%zu\" errors=\"%d\" ",
                 report->head->command, report->done + is_flawed, report->unexpected, is_flawed);
    fprintf(out, "skipped=\"%zu\" time=\"%.3f\"", skipped, (double)report->duration_ms / 1000.0);
}

bool
junit_write(FILE *out, const struct report *report, const struct matrix_row *rows)
{
    struct arena *arena = arena_new();
    const char *flaw = report_flaw(report, arena);
    time_t start = (time_t)report->started_at;
    struct tm parts;
    char when[32] = "";
    size_t i;

    (void)rows; /* build servers have no place for requirements */
    if (gmtime_r(&start, &parts))
        (void)strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &parts);
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites", out);
    put_counts(out, report, flaw != NULL);
    fputs(">\n<testsuite", out);
    put_counts(out, report, flaw != NULL);
    markup_print(out, " timestamp=\"%s\">\n", when);
    put_properties(out, report, signatures_words(arena, report->head));
    for (i = 0; i < report->done; i++)
        put_case(out, report, &report->results[i]);
    put_flaw(out, flaw);
    fputs("</testsuite>\n</testsuites>\n", out);
    arena_free(arena);
    return !ferror(out);
}
