/* Test Anything Protocol, version 13: one line per case, what was found as comments below it. */
#include "program/print.h"
#include "report/facts.h"
#include "report/flaw.h"
#include "report/standing.h"

void
tap_begin(FILE *out, const struct report *report)
{
    fprintf(out, "TAP version 13\n1..%zu\n", report->count);
}

void
tap_result(FILE *out, const struct report *report, const struct result *result, size_t number)
{
    bool expected = result_is_expected(result, report->options->strict);
    const struct finding *finding;

    /* TAP's word for a failure that is known is TODO. */
    print_to(out, "%s %zu - %s",
             expected && !(result->known && result->findings.count) ? "ok" : "not ok", number,
             result->trial->id);
    if (result->verdict == VERDICT_SKIP)
        print_to(out, " # SKIP %s", result->skip_reason);
    else if (result->verdict == VERDICT_UNMET && expected)
        print_to(out, " # SKIP precondition not met: %s", result->skip_reason);
    else if (expected && result->known)
        print_to(out, " # TODO %s", result->known);
    fputc('\n', out);
    if (!expected && !result->findings.count)
        print_lines(out, "# ", result_headline(result->arena, result));
    for (finding = result->findings.first; finding; finding = finding->next)
        print_lines(out, "# ",
                    arena_printf(result->arena, "%s: %s (%s; %s, %s)",
                                 finding->grade.evidence == EVIDENCE_ASSUMED ? "differs" : "broken",
                                 finding->message, rule_names(result->arena, &finding->grade),
                                 evidence_name(finding->grade.evidence), finding->grade.source));
    fflush(out);
}

void
tap_end(FILE *out, const struct report *report)
{
    struct arena *arena = arena_new();
    const char *flaw = report_flaw(report, arena);
    const char *words = signatures_words(arena, report->head);
    size_t i, count;
    const struct fact *facts = facts_of(report, arena, &count);

    for (i = 0; i < report->standing_count; i++)
        print_to(out, "# level %s %s\n", report->standings[i].level->name,
                 standing_words(&report->standings[i], report, arena));
    print_to(out, "# target: %s\n", report->head->about);
    for (i = 0; i < count; i++)
        print_to(out, "# %s: %s\n", facts[i].label, facts[i].value);
    if (words)
        print_to(out, "# signatures: %s\n", words);
    if (flaw)
        print_to(out, "Bail out! %s\n", flaw);
    arena_free(arena);
}
