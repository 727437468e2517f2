/* The report as one page: the verdict, what was not as expected, the known mistakes, the matrix of
 * requirements, then everything else that was not a plain pass. It needs no script and nothing from
 * elsewhere, so it can be opened from the artefacts of a build, on a phone, and years later.
 * Whatever a target sent is written by markup_text. */
#include <string.h>

#include "base/plural.h"
#include "fixture/level.h"
#include "page_css.h"
#include "program/print.h"
#include "report/facts.h"
#include "report/flaw.h"
#include "report/html.h"
#include "report/markup.h"
#include "report/sayings.h"

/* Beyond this many bytes of exchanges, results are told in one line each: a page of which a browser
 * chokes tells nothing. */
enum { DETAIL_BUDGET = 4 * 1024 * 1024, OPEN_MAX = 5 };

/* The parts that results are told in. */
enum part { PART_UNEXPECTED, PART_KNOWN, PART_DIFFERS, PART_COUNT };

static const struct {
    const char *anchor;
    const char *title;
} parts[PART_COUNT] = {
    [PART_UNEXPECTED] = {"unexpected", "Not as expected"},
    [PART_KNOWN] = {"known", "Known failures"},
    [PART_DIFFERS] = {"differences", "Different from what was only assumed"},
};

/* PART_COUNT for what passed, was skipped or is unmet. */
static enum part
part_of(const struct report *report, const struct result *result)
{
    if (!result_has_run(result))
        return PART_COUNT;
    if (!result_is_expected(result, report->options->strict))
        return PART_UNEXPECTED;
    if (!result->findings.count)
        return PART_COUNT;
    return result->known ? PART_KNOWN : PART_DIFFERS;
}

static size_t
count_part(const struct report *report, enum part part)
{
    size_t i, count = 0;

    for (i = 0; i < report->done; i++)
        count += part_of(report, &report->results[i]) == part;
    return count;
}

static void
open_page(FILE *out, const struct report *report)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"generator\" content=\"qfpay-conform\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" "
          "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>",
          out);
    markup_text(out, report_is_good(report) ? "As expected: " : "Not as expected: ");
    markup_text(out, report->head->about);
    fputs("</title>\n<style>\n", out);
    print_own(out, page_css);
    fputs("</style>\n</head>\n<body>\n", out);
}

static void
write_fact(FILE *out, const char *name, const char *value)
{
    markup_print(out, "<dt>%s</dt><dd>", name);
    markup_text(out, value);
    fputs("</dd>\n", out);
}

/* Why a sandbox is not seen to have something. */
static void
write_lacks(FILE *out, const struct report_head *head)
{
    size_t i, told = 0;

    for (i = 0; head->has_sandbox && i < head->discovery_count; i++) {
        const struct discovery *row = &head->discoveries[i];

        if (row->is_there || !row->found)
            continue;
        fputs(told++ ? "<br>\n" : "<dt>it lacks</dt><dd>", out);
        markup_text(out, row->name);
        markup_print(out, " <span class=\"soft\">%s: wanted ", row->asked);
        markup_text(out, row->wanted);
        fputs(", got ", out);
        markup_text(out, row->found);
        fputs("</span>", out);
    }
    fputs(told ? "</dd>\n" : "", out);
}

static void
write_facts(FILE *out, const struct report *report)
{
    struct arena *arena = arena_new();
    const char *words = signatures_words(arena, report->head);
    size_t i, count;
    const struct fact *facts = facts_of(report, arena, &count);

    fputs("<dl>\n", out);
    write_fact(out, report->head->command, report->head->about);
    for (i = 0; i < count; i++)
        write_fact(out, facts[i].label, facts[i].value);
    if (words)
        write_fact(out, "signatures", words);
    arena_free(arena);
    if (report->head->ability_count)
        fputs("<dt>it has</dt><dd>", out);
    for (i = 0; i < report->head->ability_count; i++) {
        fputs(i ? ", " : "", out);
        markup_text(out, report->head->abilities[i].about);
    }
    fputs(report->head->ability_count ? "</dd>\n" : "", out);
    write_lacks(out, report->head);
    fputs("</dl>\n", out);
}

static void
write_verdict(FILE *out, const struct report *report)
{
    static const char *const words[VERDICT_COUNT] = {
        [VERDICT_PASS] = "passed",
        [VERDICT_DIFFERS] = "differ",
        [VERDICT_FAIL] = "failed",
        [VERDICT_SKIP] = "skipped",
        [VERDICT_UNMET] = "precondition not met",
    };
    const char *unit = report->head->unit;
    struct arena *arena = arena_new();
    size_t i;

    markup_print(out, "<header class=\"%s\">\n<h1>", report_is_good(report) ? "good" : "bad");
    if (report->done < report->count)
        markup_print(out, "Stopped before %zu of %zu %ss; %zu not as expected</h1>\n",
                     report->count - report->done, report->count, unit, report->unexpected);
    else if (report->unexpected)
        markup_print(out, "Not as expected: %zu of %zu %s%s</h1>\n", report->unexpected,
                     report->done, unit, plural(report->done));
    else if (!report_is_good(report))
        markup_print(out, "Not as expected: %s</h1>\n", report_flaw(report, arena));
    else if (report->level)
        markup_print(out, "Certified for %s: %zu %s%s</h1>\n", report->level->name, report->done,
                     unit, plural(report->done));
    else
        markup_print(out, "As expected: %zu %s%s</h1>\n", report->done, unit, plural(report->done));
    fputs("<ul class=\"counts\">\n", out);
    for (i = 0; i < VERDICT_COUNT; i++)
        markup_print(out, "<li class=\"%s\"><b>%zu</b> %s</li>\n",
                     report->verdicts[i] ? verdict_name((enum verdict)i) : "none",
                     report->verdicts[i], words[i]);
    fputs("</ul>\n", out);
    arena_free(arena);
    write_facts(out, report);
    fputs("</header>\n", out);
}

static void
write_navigation(FILE *out, const struct report *report)
{
    size_t i;

    fputs("<nav><ul>\n", out);
    for (i = 0; i < PART_COUNT; i++) {
        size_t count = count_part(report, (enum part)i);

        if (count)
            markup_print(out, "<li><a href=\"#%s\">%s (%zu)</a></li>\n", parts[i].anchor,
                         parts[i].title, count);
    }
    if (report->verdicts[VERDICT_UNMET])
        fprintf(out, "<li><a href=\"#unmet\">Precondition not met (%zu)</a></li>\n",
                report->verdicts[VERDICT_UNMET]);
    fputs("<li><a href=\"#matrix\">Requirements</a></li>\n", out);
    if (report->verdicts[VERDICT_SKIP])
        fprintf(out, "<li><a href=\"#skipped\">Skipped (%zu)</a></li>\n",
                report->verdicts[VERDICT_SKIP]);
    fputs("</ul></nav>\n", out);
}

/* What a result costs to tell in full. */
static size_t
weight(const struct result *result)
{
    const struct exchange_note *note;
    const struct finding *finding;
    size_t sum = 0;

    for (note = result->notes; note; note = note->next)
        sum += (note->sent ? strlen(note->sent) : 0) + (note->answer ? strlen(note->answer) : 0);
    for (finding = result->findings.first; finding; finding = finding->next)
        sum += strlen(finding->message);
    return sum;
}

/* What many say is told once before each is told in full. */
static void
write_sayings(FILE *out, const struct report *report, const struct saying *rows, size_t count)
{
    size_t i;

    fputs("<ul>\n", out);
    for (i = 0; i < count && i < SAYINGS_SHOWN; i++) {
        markup_print(out, "<li><b>%zu</b> %s%s: ", rows[i].count, report->head->unit,
                     plural(rows[i].count));
        markup_text(out, rows[i].text);
        fputs(" <span class=\"soft\">", out);
        markup_text(out, rows[i].source);
        fputs("</span></li>\n", out);
    }
    fputs("</ul>\n", out);
    if (count > SAYINGS_SHOWN)
        fprintf(out, "<p>And %zu more kinds.</p>\n", count - SAYINGS_SHOWN);
}

static void
open_part(FILE *out, const struct report *report, enum part part)
{
    struct arena *arena = arena_new();
    size_t count = 0;
    const struct saying *rows = NULL;

    markup_print(out, "<h2 id=\"%s\">%s</h2>\n", parts[part].anchor, parts[part].title);
    if (part == PART_DIFFERS)
        rows = sayings_of_differences(report, arena, &count);
    if (count > 1)
        write_sayings(out, report, rows, count);
    arena_free(arena);
}

/* Results in full as long as the page can bear it, then in brief. */
struct teller {
    FILE *out;
    const struct report *report;
    size_t budget; /* bytes */
    bool is_brief;
};

static void
tell(struct teller *teller, const struct result *result, bool open)
{
    size_t bytes = weight(result);

    if (bytes <= teller->budget) {
        teller->budget -= bytes;
        html_result(teller->out, teller->report, result, open);
        return;
    }
    if (!teller->is_brief)
        fputs("<p>The others in brief; --json has them in full.</p>\n", teller->out);
    teller->is_brief = true;
    html_brief(teller->out, result);
}

static void
write_part(struct teller *teller, enum part part)
{
    const struct report *report = teller->report;
    size_t i, told = 0;

    teller->is_brief = false;
    for (i = 0; i < report->done; i++) {
        if (part_of(report, &report->results[i]) != part)
            continue;
        if (!told++)
            open_part(teller->out, report, part);
        tell(teller, &report->results[i], false);
    }
}

/* The other results of a cause, behind the first that shows it. */
static void
write_alike(struct teller *teller, const struct saying *cause)
{
    const struct report *report = teller->report;
    const struct result *result;

    markup_print(teller->out, "<details><summary>The same in <b>%zu</b> more %s%s</summary>\n",
                 cause->count - 1, report->head->unit, plural(cause->count - 1));
    teller->is_brief = false;
    for (result = cause->result + 1; result < report->results + report->done; result++) {
        if (saying_is_of(cause, report, result))
            tell(teller, result, false);
    }
    fputs("</details>\n", teller->out);
}

/* Cause by cause, that of most results first: the first result in full, the others folded. */
static void
write_causes(struct teller *teller, const struct saying *causes, size_t count, size_t open)
{
    size_t i;

    for (i = 0; i < count; i++) {
        tell(teller, causes[i].result, i < open);
        if (causes[i].count > 1)
            write_alike(teller, &causes[i]);
    }
}

static void
write_failures(struct teller *teller, struct arena *arena)
{
    size_t count;
    const struct saying *causes = sayings_of_failures(teller->report, arena, &count);

    if (count) {
        open_part(teller->out, teller->report, PART_UNEXPECTED);
        markup_print(teller->out, "<p>%zu cause%s; what shows most often comes first.</p>\n", count,
                     plural(count));
    }
    write_causes(teller, causes, count, OPEN_MAX);
}

/* What was needed and did not come about. */
static void
write_unmet(struct teller *teller, struct arena *arena)
{
    size_t count;
    const struct saying *causes = sayings_of(teller->report, arena, VERDICT_UNMET, &count);

    if (count)
        fputs("<h2 id=\"unmet\">Precondition not met</h2>\n<p>These cases never came to what they "
              "are about, and blame no rule.</p>\n",
              teller->out);
    write_causes(teller, causes, count, 0);
}

static void
write_skips(FILE *out, const struct report *report, struct arena *arena)
{
    size_t count, i, k;
    const struct saying *skips = sayings_of(report, arena, VERDICT_SKIP, &count);

    if (count)
        fputs("<h2 id=\"skipped\">Skipped</h2>\n", out);
    for (i = 0; i < count; i++) {
        fprintf(out, "<details><summary><b class=\"skip\">%zu</b> ", skips[i].count);
        markup_text(out, skips[i].text);
        fputs("</summary>\n<p>", out);
        for (k = 0; k < report->done; k++) {
            if (report->results[k].verdict != VERDICT_SKIP ||
                strcmp(report->results[k].skip_reason, skips[i].text) != 0)
                continue;
            markup_text(out, report->results[k].trial->id);
            fputs("<br>\n", out);
        }
        fputs("</p></details>\n", out);
    }
}

bool
html_write(FILE *out, const struct report *report, const struct matrix_row *rows)
{
    struct arena *arena = arena_new();
    struct teller teller = {.out = out, .report = report, .budget = DETAIL_BUDGET};

    open_page(out, report);
    write_verdict(out, report);
    write_navigation(out, report);
    html_levels(out, report);
    write_failures(&teller, arena);
    write_unmet(&teller, arena);
    html_pitfalls(out, report);
    html_matrix(out, report, rows);
    write_part(&teller, PART_KNOWN);
    write_part(&teller, PART_DIFFERS);
    write_skips(out, report, arena);
    html_passed(out, report);
    markup_print(
        out,
        "<footer>%s The words of evidence: seed, docs, old and observed can fail a target; what "
        "is only assumed makes a difference.\n</footer>\n</body>\n</html>\n",
        strcmp(report->head->command, "client") == 0
            ? "The client keys in this page are those of the published vectors."
            : "Signatures and client keys are not in this page.");
    arena_free(arena);
    return !ferror(out);
}
