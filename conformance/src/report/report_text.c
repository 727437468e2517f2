/* The report for people: nothing about what passes, everything about what does not. */
#include <string.h>

#include "report.h"

static const char *
plural(size_t count)
{
    return count == 1 ? "" : "s";
}

void
text_begin(FILE *out, const struct report *report)
{
    const struct report_head *head = report->head;
    size_t i;

    fprintf(out, "%zu %s%s against %s", report->count, head->unit, plural(report->count),
            head->about);
    for (i = 0; i < head->ability_count; i++)
        fprintf(out, "%s%s", i ? ", " : ": ", head->abilities[i].about);
    fputc('\n', out);
}

/* A text of several lines behind a label, its further lines below the first. */
static void
print_lines(FILE *out, const char *label, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");

        fprintf(out, "    %-8s%.*s\n", label, (int)len, text);
        label = "";
        text += len + (text[len] == '\n');
    }
}

/* Of several exchanges of one step the last is the one that was found wanting. */
static const struct exchange_note *
note_of(const struct result *result, size_t step)
{
    const struct exchange_note *note, *found = NULL;

    for (note = result->notes; note; note = note->next) {
        if (note->step == step)
            found = note;
    }
    return found;
}

static void
print_step(FILE *out, const struct result *result, size_t step)
{
    const struct exchange_note *note = note_of(result, step);

    fprintf(out, "  step %zu: %s\n", step + 1, note ? note->title : "start");
    if (note && note->sent)
        print_lines(out, "sent", note->sent);
    if (note && note->answer)
        print_lines(out, "answer", note->answer);
}

/* Whether two findings rest on the same rules and source, so that these are told once. */
static bool
same_grade(const struct finding *a, const struct finding *b)
{
    return b && a->step == b->step && a->grade.evidence == b->grade.evidence &&
           a->grade.requirements == b->grade.requirements &&
           strcmp(a->grade.source, b->grade.source) == 0;
}

static void
print_finding(FILE *out, const struct finding *finding)
{
    size_t i;

    print_lines(out, finding->grade.evidence == EVIDENCE_ASSUMED ? "differs" : "broken",
                finding->message);
    if (same_grade(finding, finding->next))
        return;
    for (i = 0; i < finding->grade.requirement_count; i++)
        fprintf(out, "    %-8s%s: %s\n", i ? "" : "rule", finding->grade.requirements[i]->id,
                finding->grade.requirements[i]->text);
    fprintf(out, "    source  [%s] %s\n", evidence_name(finding->grade.evidence),
            finding->grade.source);
}

void
text_result(FILE *out, const struct report *report, const struct result *result)
{
    const struct finding *finding;
    size_t step = (size_t)-1;

    if (result_is_expected(result, report->options->strict))
        return;
    fprintf(out, "%s %s (%s)\n  %s\n", result->findings.count ? "FAIL" : "UNEXPECTED PASS",
            result->trial->id, result->trial->file, result->trial->comment);
    if (!result->findings.count)
        fprintf(out, "  %s\n", result_headline(result->arena, result));
    for (finding = result->findings.first; finding; finding = finding->next) {
        if (finding->step != step)
            print_step(out, result, finding->step);
        step = finding->step;
        print_finding(out, finding);
    }
    fputc('\n', out);
}

/* Whether two findings say the same, so that one line can stand for both. */
static bool
is_same(const struct finding *a, const struct finding *b)
{
    return strcmp(a->message, b->message) == 0 && strcmp(a->grade.source, b->grade.source) == 0;
}

/* How many cases differ like this one; 0 when an earlier case has told so already. */
static size_t
count_same(const struct report *report, size_t index, const struct finding *wanted)
{
    size_t i, count = 0;

    for (i = 0; i < report->done; i++) {
        const struct finding *finding = report->results[i].findings.first;

        if (report->results[i].verdict != VERDICT_DIFFERS)
            continue;
        while (finding && (finding == wanted || !is_same(finding, wanted)))
            finding = finding->next;
        if (finding && i <= index)
            return i < index ? 0 : count; /* the same case says it twice */
        count += finding != NULL;
    }
    return count + 1;
}

/* Differences by what differs: one other choice of a server shows in a hundred cases. */
static void
print_differences(FILE *out, const struct report *report)
{
    const struct finding *finding;
    size_t i, count;

    for (i = 0; i < report->done; i++) {
        const struct result *result = &report->results[i];

        if (result->verdict != VERDICT_DIFFERS ||
            !result_is_expected(result, report->options->strict))
            continue;
        for (finding = result->findings.first; finding; finding = finding->next) {
            count = count_same(report, i, finding);
            if (count)
                fprintf(out, "differs in %zu %s%s, such as %s: %s (assumed: %s)\n", count,
                        report->head->unit, plural(count), result->trial->id, finding->message, finding->grade.source);
        }
    }
}

/* Skipped cases by reason: a hundred lines of the same would hide the one that matters. */
static void
print_skips(FILE *out, const struct report *report)
{
    size_t i, k;

    for (i = 0; i < report->done; i++) {
        const char *reason = report->results[i].skip_reason;
        size_t count = 0;
        bool told = false;

        for (k = 0; k < report->done && reason[0]; k++) {
            bool same = strcmp(report->results[k].skip_reason, reason) == 0;

            told = told || (same && k < i);
            count += same;
        }
        if (reason[0] && !told)
            fprintf(out, "skipped %zu %s%s: %s\n", count, report->head->unit, plural(count), reason);
    }
}

static void
print_known(FILE *out, const struct report *report)
{
    size_t i;

    for (i = 0; i < report->done; i++) {
        const struct result *result = &report->results[i];

        if (result->known && result->findings.count)
            fprintf(out, "known failure %s: %s\n", result->trial->id, result->known);
    }
}

void
text_end(FILE *out, const struct report *report, const struct matrix_row *rows)
{
    print_differences(out, report);
    print_skips(out, report);
    print_known(out, report);
    fputs("requirements of the contract\n", out);
    matrix_print(out, report->suite, rows, report->options->matrix);
    fprintf(out, "%zu %s%s: %zu passed, %zu differ, %zu failed, %zu skipped; %s\n", report->done, report->head->unit,
            plural(report->done), report->verdicts[VERDICT_PASS], report->verdicts[VERDICT_DIFFERS],
            report->verdicts[VERDICT_FAIL], report->verdicts[VERDICT_SKIP],
            report->unexpected ? "NOT AS EXPECTED" : "as expected");
}
