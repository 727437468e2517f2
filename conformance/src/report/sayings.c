/* See sayings.h. Sorted and then merged, because comparing each with each takes long when a target
 * can do little. */
#include "report/sayings.h"

#include <stdlib.h>
#include <string.h>

#include "fixture/mistake.h"

static int
by_order(const struct saying *a, const struct saying *b)
{
    return (a->result > b->result) - (a->result < b->result);
}

static int
by_cause(const void *left, const void *right)
{
    const struct saying *a = left, *b = right;
    int order = strcmp(a->cause, b->cause);

    if (!order)
        order = strcmp(a->source, b->source);
    return order ? order : by_order(a, b);
}

static int
by_count(const void *left, const void *right)
{
    const struct saying *a = left, *b = right;

    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return by_order(a, b);
}

static bool
is_same(const struct saying *a, const struct saying *b)
{
    return strcmp(a->cause, b->cause) == 0 && strcmp(a->source, b->source) == 0;
}

/* Leave one row of each cause; returns how many are left. */
static size_t
merge(struct saying *rows, size_t count)
{
    const struct result *last = NULL;
    size_t kept = 0, i;

    if (count)
        qsort(rows, count, sizeof *rows, by_cause);
    for (i = 0; i < count; i++) {
        if (!kept || !is_same(&rows[kept - 1], &rows[i])) {
            rows[kept] = rows[i];
            rows[kept++].count = 1;
        } else if (rows[i].result != last) {
            rows[kept - 1].count++; /* the same case may say it twice */
        }
        if (strcmp(rows[kept - 1].text, rows[i].text) != 0)
            rows[kept - 1].text = rows[kept - 1].cause;
        last = rows[i].result;
    }
    if (kept)
        qsort(rows, kept, sizeof *rows, by_count);
    return kept;
}

/* A charged mistake says more by its words than by one of the answers that it gives. */
static const char *
failure_text(const struct report *report, struct arena *arena, const struct result *result)
{
    const char *title;

    if (!result->charged_cause)
        return result_headline(arena, result);
    title = mistake_title(report->suite, result->charges);
    return title ? arena_printf(arena, "%s: %s", result->charged_cause, title)
                 : result->charged_cause;
}

/* What is unmet is told as such, even where --strict makes it unexpected. */
static bool
is_failure(const struct report *report, const struct result *result)
{
    return result->verdict != VERDICT_UNMET && !result_is_expected(result, report->options->strict);
}

struct saying *
sayings_of_failures(const struct report *report, struct arena *arena, size_t *count)
{
    struct saying *rows = arena_alloc(arena, (report->done + 1) * sizeof *rows);
    size_t i, filled = 0;

    for (i = 0; i < report->done; i++) {
        const struct result *result = &report->results[i];

        if (is_failure(report, result))
            rows[filled++] = (struct saying){failure_text(report, arena, result),
                                             result_cause(result), "", result, 0};
    }
    *count = merge(rows, filled);
    return rows;
}

bool
saying_is_of(const struct saying *saying, const struct report *report, const struct result *result)
{
    if (saying->result->verdict == VERDICT_UNMET)
        return result->verdict == VERDICT_UNMET && strcmp(result->unmet_cause, saying->cause) == 0;
    return is_failure(report, result) && strcmp(result_cause(result), saying->cause) == 0;
}

struct saying *
sayings_of(const struct report *report, struct arena *arena, enum verdict verdict, size_t *count)
{
    struct saying *rows = arena_alloc(arena, (report->done + 1) * sizeof *rows);
    size_t i, filled = 0;

    for (i = 0; i < report->done; i++) {
        const struct result *result = &report->results[i];
        const char *cause = verdict == VERDICT_UNMET ? result->unmet_cause : result->skip_reason;

        if (result->verdict == verdict)
            rows[filled++] = (struct saying){result->skip_reason, cause, "", result, 0};
    }
    *count = merge(rows, filled);
    return rows;
}

static bool
differs(const struct report *report, const struct result *result)
{
    return result->verdict == VERDICT_DIFFERS &&
           result_is_expected(result, report->options->strict);
}

struct saying *
sayings_of_differences(const struct report *report, struct arena *arena, size_t *count)
{
    const struct finding *finding;
    struct saying *rows;
    size_t i, filled = 0, room = 1;

    for (i = 0; i < report->done; i++)
        room += report->results[i].findings.count;
    rows = arena_alloc(arena, room * sizeof *rows);
    for (i = 0; i < report->done; i++) {
        const struct result *result = &report->results[i];

        if (!differs(report, result))
            continue;
        for (finding = result->findings.first; finding; finding = finding->next)
            rows[filled++] = (struct saying){finding->message, finding->cause,
                                             finding->grade.source, result, 0};
    }
    *count = merge(rows, filled);
    return rows;
}
