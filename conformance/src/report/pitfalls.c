/* See pitfalls.h. A trial may be about several mistakes and fail for none of them: a mistake shows
 * only where a result charges it. */
#include "report/pitfalls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture/mistake.h"
#include "program/print.h"

enum { PITFALLS_MAX = 100 };

/* The place of a mistake's row, a new one if need be; PITFALLS_MAX when there is no room. */
static size_t
place_of(struct pitfall_row *rows, size_t *count, const char *id)
{
    size_t i;

    for (i = 0; i < *count; i++) {
        if (strcmp(rows[i].id, id) == 0)
            return i;
    }
    if (i < PITFALLS_MAX)
        snprintf(rows[(*count)++].id, sizeof rows->id, "%s", id);
    return i;
}

static void
add_result(struct pitfall_row *rows, size_t *count, const struct result *result)
{
    const char *lists[] = {result->trial->pitfall, result->charges};
    char id[MISTAKE_ID_SIZE];
    size_t i;

    for (i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        const char *names = lists[i];

        while (mistake_take(&names, id)) {
            size_t at = place_of(rows, count, id);

            if (at == PITFALLS_MAX || !result_has_run(result) ||
                (i > 0 && mistake_is_among(result->trial->pitfall, id)))
                continue;
            rows[at].ran++;
            rows[at].bad += mistake_is_among(result->charges, id);
            rows[at].passed += result->verdict == VERDICT_PASS;
        }
    }
}

static void
add_titles(const struct suite *suite, struct pitfall_row *rows, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        rows[i].title = mistake_title(suite, rows[i].id);
}

static int
by_id(const void *left, const void *right)
{
    const struct pitfall_row *a = left, *b = right;

    return strcmp(a->id, b->id);
}

bool
pitfall_is_avoided(const struct pitfall_row *row)
{
    return row->passed && !row->bad;
}

const struct pitfall_row *
pitfalls_of(const struct report *report, struct arena *arena, size_t *count)
{
    struct pitfall_row *rows = arena_alloc(arena, PITFALLS_MAX * sizeof *rows);
    size_t i;

    *count = 0;
    for (i = 0; i < report->done; i++)
        add_result(rows, count, &report->results[i]);
    qsort(rows, *count, sizeof *rows, by_id);
    add_titles(report->suite, rows, *count);
    return rows;
}

/* The mistakes of which nothing can be said, in one line. */
static void
print_undecided(FILE *out, const struct report *report, const struct pitfall_row *rows,
                size_t count)
{
    const char *separator = "";
    size_t i;

    for (i = 0; i < count; i++) {
        if (!rows[i].ran || rows[i].bad || rows[i].passed)
            continue;
        print_to(out, "%s%s", *separator ? separator : "  cannot be told of ", rows[i].id);
        separator = ", ";
    }
    if (*separator)
        print_to(out, ": the %ss about them fail for other reasons\n", report->head->unit);
}

void
pitfalls_print(FILE *out, const struct report *report, struct arena *arena)
{
    size_t count, i, avoided = 0, tried = 0;
    const struct pitfall_row *rows = pitfalls_of(report, arena, &count);

    for (i = 0; i < count; i++) {
        tried += rows[i].ran > 0;
        avoided += pitfall_is_avoided(&rows[i]);
    }
    if (!count)
        return;
    fprintf(out, "mistakes that integrations make (fixtures/pitfalls.md): %zu of %zu avoided\n",
            avoided, tried);
    for (i = 0; i < count; i++) {
        if (!rows[i].bad)
            continue;
        print_to(out, "  %s shows in %zu of the %zu %ss about it\n", rows[i].id, rows[i].bad,
                 rows[i].ran, report->head->unit);
        if (rows[i].title)
            print_to(out, "         %s\n", rows[i].title);
    }
    print_undecided(out, report, rows, count);
}
