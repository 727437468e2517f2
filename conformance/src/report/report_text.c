/* The report for people: nothing about what passes, everything about what does not. */
#include <string.h>

#include "base/plural.h"
#include "fixture/mistake.h"
#include "program/print.h"
#include "report/facts.h"
#include "report/flaw.h"
#include "report/folded_ids.h"
#include "report/pitfalls.h"
#include "report/sayings.h"
#include "report/standing.h"

/* What terminals understand (ECMA-48, SGR). */
#define RED   "\033[1;31m"
#define GREEN "\033[1;32m"

/* Of one mistake in one trial; more is for --verbose. */
enum { FINDINGS_TOLD = 3 };

static void
paint(FILE *out, const struct report *report, const char *colour, const char *text)
{
    if (report->colour)
        print_own(out, colour);
    print_to(out, "%s", text);
    if (report->colour)
        print_own(out, "\033[0m");
}

/* Why a sandbox is not seen to have something; in detail, why it is seen as well. */
static void
print_discovery(FILE *out, const struct report_head *head, bool verbose)
{
    size_t i;

    for (i = 0; i < head->discovery_count; i++) {
        const struct discovery *row = &head->discoveries[i];

        if (row->found && (verbose || (!row->is_there && head->has_sandbox)))
            print_to(out, "  %-5s %s: %s: wanted %s, got %s\n", row->is_there ? "has" : "lacks",
                     row->name, row->asked, row->wanted, row->found);
    }
}

void
text_begin(FILE *out, const struct report *report)
{
    const struct report_head *head = report->head;
    size_t i;

    print_to(out, "%zu %s%s against %s", report->count, head->unit, plural(report->count),
             head->about);
    for (i = 0; i < head->ability_count; i++)
        print_to(out, "%s%s", i ? ", " : ": ", head->abilities[i].about);
    fputc('\n', out);
    print_discovery(out, head, report->options->verbose);
}

/* A text of several lines behind a label, its further lines below the first. */
static void
print_labelled(FILE *out, const char *label, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");

        print_to(out, "    %-8s%.*s\n", label, (int)len, text);
        label = "";
        text += len + (text[len] == '\n');
    }
}

static void
print_title(FILE *out, const struct result *result, size_t step)
{
    const struct exchange_note *note = result_last_note(result, step);

    print_to(out, "  step %zu: %s\n", step + 1, note ? note->title : "start");
}

static void
print_step(FILE *out, const struct result *result, size_t step)
{
    const struct exchange_note *note = result_last_note(result, step);

    print_title(out, result, step);
    if (note && note->sent)
        print_labelled(out, "sent", note->sent);
    if (note && note->answer)
        print_labelled(out, "answer", note->answer);
}

static void
print_message(FILE *out, const struct finding *finding)
{
    print_labelled(out, finding->grade.evidence == EVIDENCE_ASSUMED ? "differs" : "broken",
                   finding->message);
}

static void
print_finding(FILE *out, const struct finding *finding)
{
    size_t i;

    print_message(out, finding);
    if (finding_shares_grade(finding, finding->next))
        return;
    for (i = 0; i < finding->grade.requirement_count; i++)
        print_to(out, "    %-8s%s: %s\n", i ? "" : "rule", finding->grade.requirements[i]->id,
                 finding->grade.requirements[i]->text);
    print_to(out, "    source  [%s] %s\n", evidence_name(finding->grade.evidence),
             finding->grade.source);
}

/* What was found, step by step. In brief, only the first step is told with all that went over the
 * wire. */
static void
print_findings(FILE *out, const struct result *result, bool in_brief)
{
    const struct finding *first = result->findings.first, *finding;
    size_t told = 0, step = (size_t)-1;

    for (finding = first; finding; finding = finding->next) {
        bool is_brief = in_brief && finding->step != first->step;

        if (is_brief && told >= FINDINGS_TOLD)
            break;
        if (finding->step != step)
            (is_brief ? print_title : print_step)(out, result, finding->step);
        (is_brief ? print_message : print_finding)(out, finding);
        step = finding->step;
        told++;
    }
    if (finding)
        fprintf(out, "  %zu more alike; --verbose tells all\n", result->findings.count - told);
}

void
text_result(FILE *out, const struct report *report, const struct result *result)
{
    bool verbose = report->options->verbose;

    if (result->verdict == VERDICT_UNMET || result_is_expected(result, report->options->strict) ||
        !(verbose || result_is_news(report, result)))
        return;
    paint(out, report, RED, result->findings.count ? "FAIL" : "UNEXPECTED PASS");
    print_to(out, " %s (%s)\n  %s\n", result->trial->id, result->trial->file,
             result->trial->comment);
    if (!result->findings.count)
        print_to(out, "  %s\n", result_headline(result->arena, result));
    print_findings(out, result, result->charged_cause && !verbose);
    mistakes_print(out, report->suite, "    mistake ", result->charges);
    fputc('\n', out);
}

/* What did not fit above. */
static void
print_rest(FILE *out, size_t count)
{
    if (count > SAYINGS_SHOWN)
        fprintf(out, "and %zu more kinds; --html and --json have them all\n",
                count - SAYINGS_SHOWN);
}

/* One cause of several failures, and all their names. */
static void
print_cause(FILE *out, const struct report *report, const struct saying *row)
{
    const char *unit = report->head->unit;

    print_to(out, "  %zu %s%s: %s\n    told above for %s; the same in %zu more %s%s:\n", row->count,
             unit, plural(row->count), row->text, row->result->trial->id, row->count - 1, unit,
             plural(row->count - 1));
    folded_ids_print(out, report, row, 6);
}

static bool
breaks_promises_only(const struct result *result)
{
    const struct finding *finding;

    for (finding = result->findings.first; finding; finding = finding->next) {
        if (finding->grade.evidence != EVIDENCE_DESIGN &&
            finding->grade.evidence != EVIDENCE_ASSUMED)
            return false;
    }
    return result->verdict == VERDICT_FAIL;
}

/* After many failures have scrolled away: what is behind them. */
static void
print_failures(FILE *out, const struct report *report, struct arena *arena)
{
    size_t count, i, failures = 0, alone = 0, promises = 0;
    const struct saying *rows = sayings_of_failures(report, arena, &count);

    for (i = 0; i < count; i++) {
        failures += rows[i].count;
        alone += rows[i].count == 1;
    }
    if (failures < 2)
        return;
    for (i = 0; i < report->done; i++)
        promises += breaks_promises_only(&report->results[i]);
    print_to(out, "%zu %ss are not as expected, by %zu cause%s\n", failures, report->head->unit,
             count, plural(count));
    if (promises)
        print_to(out,
                 "  %zu of them break%s promises of a sandbox (design), and no rule of the API\n",
                 promises, promises == 1 ? "s" : "");
    for (i = 0; i < count - alone; i++)
        print_cause(out, report, &rows[i]);
    if (alone)
        print_to(out, "  %zu cause%s of one %s each, told above\n", alone, plural(alone),
                 report->head->unit);
}

/* Differences by what differs: one other choice of a server shows in a hundred cases. */
static void
print_differences(FILE *out, const struct report *report, struct arena *arena)
{
    size_t count, i;
    const struct saying *rows = sayings_of_differences(report, arena, &count);

    for (i = 0; i < count && i < SAYINGS_SHOWN; i++)
        print_to(out, "differs in %zu %s%s, such as %s: %s (assumed: %s)\n", rows[i].count,
                 report->head->unit, plural(rows[i].count), rows[i].result->trial->id, rows[i].text,
                 rows[i].source);
    print_rest(out, count);
}

/* Skipped cases by reason: a hundred lines of the same would hide the one that matters. */
static void
print_skips(FILE *out, const struct report *report, struct arena *arena)
{
    size_t count, i;
    const struct saying *rows = sayings_of(report, arena, VERDICT_SKIP, &count);

    for (i = 0; i < count && i < SAYINGS_SHOWN; i++)
        print_to(out, "skipped %zu %s%s: %s\n", rows[i].count, report->head->unit,
                 plural(rows[i].count), rows[i].text);
    print_rest(out, count);
}

/* What was needed and did not come about, each kind once, with the exchange that shows it first and
 * all that depends on it. */
static void
print_unmet(FILE *out, const struct report *report, struct arena *arena)
{
    size_t count, i;
    const struct saying *rows = sayings_of(report, arena, VERDICT_UNMET, &count);

    for (i = 0; i < count && i < SAYINGS_SHOWN; i++) {
        const struct result *first = rows[i].result;

        print_to(out, "precondition not met in %zu %s%s: %s\n  first in %s\n", rows[i].count,
                 report->head->unit, plural(rows[i].count), rows[i].text, first->trial->id);
        if (first->notes)
            print_step(out, first, first->unmet_step);
        if (rows[i].count > 1) {
            fputs("  and in\n", out);
            folded_ids_print(out, report, &rows[i], 6);
        }
    }
    print_rest(out, count);
}

static void
print_known(FILE *out, const struct report *report)
{
    size_t i;

    for (i = 0; i < report->done; i++) {
        const struct result *result = &report->results[i];

        if (result->known && result->findings.count)
            print_to(out, "known failure %s: %s\n", result->trial->id, result->known);
    }
}

static void
print_signatures(FILE *out, const struct report *report, struct arena *arena)
{
    const char *words = signatures_words(arena, report->head);

    if (words)
        print_to(out, "signatures: %s\n", words);
}

/* With a level, whether it is reached; else whether all was as expected, and which levels are. */
static void
print_verdict(FILE *out, const struct report *report, struct arena *arena)
{
    bool good = report_is_good(report);
    const char *words = good ? "as expected" : "NOT AS EXPECTED";
    const char *reached = standings_reached(report, arena);

    if (report->level)
        words = arena_printf(arena, "%s for %s", good ? "certified" : "NOT CERTIFIED",
                             report->level->name);
    paint(out, report, good ? GREEN : RED, words);
    if (!report->level && reached)
        print_to(out, "; reaches %s", reached);
    fputc('\n', out);
}

/* By what, with what and about whom; so that the verdict below is worth something. */
static void
print_facts(FILE *out, const struct report *report, struct arena *arena)
{
    size_t i, count;
    const struct fact *facts = facts_of(report, arena, &count);

    fputs("this run\n", out);
    for (i = 0; i < count; i++)
        print_to(out, "  %-15s %s\n", facts[i].label, facts[i].value);
}

void
text_end(FILE *out, const struct report *report, const struct matrix_row *rows)
{
    struct arena *arena = arena_new();

    print_differences(out, report, arena);
    print_skips(out, report, arena);
    print_known(out, report);
    fputs("requirements of the contract\n", out);
    matrix_print(out, report->suite, rows, report->head->unit, report->options->matrix);
    pitfalls_print(out, report, arena);
    print_unmet(out, report, arena);
    print_failures(out, report, arena);
    print_signatures(out, report, arena);
    print_facts(out, report, arena);
    standings_print(out, report, arena);
    print_to(out, "%zu %s%s: %zu passed, %zu differ, %zu failed, %zu skipped", report->done,
             report->head->unit, plural(report->done), report->verdicts[VERDICT_PASS],
             report->verdicts[VERDICT_DIFFERS], report->verdicts[VERDICT_FAIL],
             report->verdicts[VERDICT_SKIP]);
    if (report->verdicts[VERDICT_UNMET])
        fprintf(out, ", %zu with a precondition not met", report->verdicts[VERDICT_UNMET]);
    fputs("; ", out);
    if (report->done < report->count)
        fprintf(out, "stopped before %zu more; ", report->count - report->done);
    print_verdict(out, report, arena);
    arena_free(arena);
}
