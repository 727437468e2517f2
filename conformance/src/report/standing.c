/* See standing.h. */
#include "report/standing.h"

#include <fnmatch.h>
#include <string.h>

#include "base/plural.h"
#include "program/print.h"

/* Of the reasons why a level is not reached; --html and --json have them all. */
enum { LACKS_TOLD = 3 };

static bool
is_among(const cJSON *patterns, const char *id)
{
    const cJSON *pattern;

    cJSON_ArrayForEach(pattern, patterns)
    {
        if (fnmatch(pattern->valuestring, id, 0) == 0)
            return true;
    }
    return !patterns;
}

enum claim
level_claim(const struct level *level, const struct trial *trial)
{
    capability_set more = trial->needs & ~level->needs;
    size_t i;

    if ((trial->evidence == EVIDENCE_DESIGN && !level->design) || (more & ~level->may_need) ||
        !is_among(level->ids, trial->id))
        return LEVEL_IGNORES;
    for (i = 0; i < trial->listed_count; i++) {
        if (!is_among(level->requirements, trial->requirements[i]->id))
            return LEVEL_IGNORES;
    }
    if (trial->needs_pay_type && level->other_pay_types != LEVEL_DEMANDS)
        return level->other_pay_types;
    return more ? LEVEL_JUDGES : LEVEL_DEMANDS;
}

/* A promise of the sandbox fails the levels that it belongs to, and no other. What is put down to
 * no rule, such as silence in a step that prepares, ended its case, whose rules nobody saw kept. */
static bool
fails(const struct result *result, const struct level *level, bool strict)
{
    const struct finding *finding;

    for (finding = result->findings.first; finding; finding = finding->next) {
        if (finding->grade.evidence == EVIDENCE_ASSUMED
                ? strict
                : level->design || finding->grade.evidence != EVIDENCE_DESIGN ||
                      !finding->grade.requirement_count)
            return true;
    }
    return false;
}

static void
add_lack(struct standing *standing, const char *reason)
{
    struct lack *lack = standing->lacks, *end = lack + standing->lack_count, moved;

    while (lack < end && strcmp(lack->reason, reason) != 0)
        lack++;
    if (lack == end) {
        *lack = (struct lack){reason, 0};
        standing->lack_count++;
    }
    moved = *lack;
    moved.count++;
    while (lack > standing->lacks && lack[-1].count < moved.count) {
        *lack = lack[-1];
        lack--;
    }
    *lack = moved;
}

static void
add_result(struct standing *standing, const struct report *report, const struct result *result)
{
    enum claim claim = level_claim(standing->level, result->trial);
    bool has_run = result_has_run(result);

    if (claim == LEVEL_IGNORES)
        return;
    standing->judged += has_run;
    if (has_run && fails(result, standing->level, report->options->strict)) {
        standing->failed++;
        if (!standing->first_failed)
            standing->first_failed = result;
    }
    /* What could be made and came to nothing was not judged, mandatory or not; where the target
     * used a liberty that is nobody's fault. */
    if (result->verdict == VERDICT_UNMET && result->open) {
        standing->open++;
        standing->demanded -= claim == LEVEL_DEMANDS;
        return;
    }
    if (claim == LEVEL_JUDGES && result->verdict == VERDICT_UNMET)
        standing->demanded++;
    else if (claim != LEVEL_DEMANDS)
        return;
    if (result->withheld) {
        standing->withheld++;
        standing->demanded--;
        return;
    }
    standing->made += has_run;
    if (!has_run)
        add_lack(standing,
                 result->verdict == VERDICT_UNMET ? "precondition not met" : result->skip_reason);
}

static void
fill(struct standing *standing, const struct report *report, struct arena *arena)
{
    size_t i;

    for (i = 0; i < report->trial_count; i++)
        standing->demanded += level_claim(standing->level, &report->trials[i]) == LEVEL_DEMANDS;
    standing->lacks = arena_alloc(arena, (report->done + 1) * sizeof *standing->lacks);
    standing->left_out = standing->demanded;
    for (i = 0; i < report->done; i++) {
        add_result(standing, report, &report->results[i]);
        standing->left_out -= level_claim(standing->level, report->results[i].trial) ==
                              LEVEL_DEMANDS;
    }
}

struct standing *
standings_of(const struct report *report, struct arena *arena, size_t *count)
{
    const struct suite *suite = report->suite;
    struct standing *rows = arena_alloc(arena, (suite->level_count + 1) * sizeof *rows);
    size_t i;

    *count = 0;
    for (i = 0; i < suite->level_count; i++) {
        if (strcmp(suite->levels[i].of, report->kind) != 0)
            continue;
        rows[*count].level = &suite->levels[i];
        fill(&rows[(*count)++], report, arena);
    }
    return *count ? rows : NULL;
}

bool
standing_is_reached(const struct standing *standing)
{
    return standing->judged && standing->made == standing->demanded && !standing->failed;
}

const char *
standing_spared(const struct standing *standing, struct arena *arena)
{
    struct text text;

    text_init(&text, arena);
    if (standing->withheld)
        text_printf(&text, ", %zu withheld from a live target", standing->withheld);
    if (standing->open)
        text_printf(&text, ", %zu rest on what no document decides", standing->open);
    return text.bytes;
}

const char *
standing_words(const struct standing *standing, const struct report *report, struct arena *arena)
{
    const char *unit = report->head->unit, *separator = "not reached: ";
    struct text text;
    size_t i;

    if (standing_is_reached(standing))
        return arena_printf(arena, "reached: %zu mandatory %s%s and %zu more, none failed%s",
                            standing->made, unit, plural(standing->made),
                            standing->judged - standing->made, standing_spared(standing, arena));
    text_init(&text, arena);
    if (standing->failed) {
        text_printf(&text, "%s%zu of %zu %s%s failed, such as %s", separator, standing->failed,
                    standing->judged, unit, plural(standing->judged),
                    standing->first_failed->trial->id);
        separator = "; ";
    }
    if (standing->made < standing->demanded) {
        text_printf(&text, "%s%zu of %zu mandatory %s%s not made", separator,
                    standing->demanded - standing->made, standing->demanded, unit,
                    plural(standing->demanded));
        separator = ": ";
    }
    if (standing->left_out) {
        text_printf(&text, "%s%zu left out", separator, standing->left_out);
        separator = ", ";
    }
    for (i = 0; i < standing->lack_count && i < LACKS_TOLD; i++) {
        text_printf(&text, "%s%zu %s", separator, standing->lacks[i].count,
                    standing->lacks[i].reason);
        separator = ", ";
    }
    if (i < standing->lack_count)
        text_printf(&text, " and %zu more reasons", standing->lack_count - i);
    return text.bytes;
}

const char *
standings_reached(const struct report *report, struct arena *arena)
{
    struct text text;
    size_t i;

    if (!report->standing_count || report->options->filters.count)
        return NULL;
    text_init(&text, arena);
    for (i = 0; i < report->standing_count; i++) {
        if (standing_is_reached(&report->standings[i]))
            text_printf(&text, "%s%s", text.len ? ", " : "", report->standings[i].level->name);
    }
    return text.len ? text.bytes : "no level";
}

void
standings_print(FILE *out, const struct report *report, struct arena *arena)
{
    size_t i;

    if (!report->standing_count || (report->options->filters.count && !report->level))
        return;
    fputs("levels\n", out);
    for (i = 0; i < report->standing_count; i++) {
        print_to(out, "  %-9s %s\n", report->standings[i].level->name,
                 standing_words(&report->standings[i], report, arena));
        if (report->standings[i].level == report->level) /* nothing was made for those above */
            break;
    }
}
