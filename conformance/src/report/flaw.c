/* See flaw.h. */
#include "report/flaw.h"

#include "report/standing.h"

/* How the run stands with the level that was wished for; NULL when none was. */
static const struct standing *
wished(const struct report *report)
{
    size_t i;

    for (i = 0; report->level && i < report->standing_count; i++) {
        if (report->standings[i].level == report->level)
            return &report->standings[i];
    }
    return NULL;
}

static bool
misses_level(const struct report *report)
{
    const struct standing *standing = wished(report);

    return standing && !standing_is_reached(standing);
}

static bool
skips_all(const struct report *report)
{
    return !report->head->may_skip_all && report->done &&
           report->verdicts[VERDICT_SKIP] == report->done;
}

/* Nothing can be said of a target that never came to what a case is about. */
static bool
meets_nothing(const struct report *report)
{
    return report->verdicts[VERDICT_UNMET] &&
           report->verdicts[VERDICT_UNMET] + report->verdicts[VERDICT_SKIP] == report->done;
}

const char *
report_flaw(const struct report *report, struct arena *arena)
{
    const char *unit = report->head->unit;

    if (report->done < report->count)
        return arena_printf(arena, "stopped before %zu of %zu %ss", report->count - report->done,
                            report->count, unit);
    if (skips_all(report))
        return arena_printf(arena, "every %s was skipped: nothing is certified", unit);
    if (meets_nothing(report))
        return arena_printf(arena, "no precondition of any %s was met: nothing is certified", unit);
    if (misses_level(report))
        return arena_printf(arena, "not certified for %s: %s", report->level->name,
                            standing_words(wished(report), report, arena));
    return NULL;
}

bool
report_is_good(const struct report *report)
{
    return !report->unexpected && report->done == report->count && !skips_all(report) &&
           !meets_nothing(report) && !misses_level(report);
}
