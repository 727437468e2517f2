/* See pitfalls.h. A trial may name several mistakes, "PIT-52, PIT-53", and a mistake may have
 * several trials: who fails some of them may have made a neighbouring mistake, so the counts are
 * told. */
#include "pitfalls.h"

#include <stdlib.h>
#include <string.h>

#include "mistake.h"

enum { PITFALLS_MAX = 100 };

static struct pitfall_row *
row_of(struct pitfall_row *rows, size_t *count, const char *id, size_t len)
{
    size_t i;

    if (len >= sizeof rows->id)
        len = sizeof rows->id - 1;
    for (i = 0; i < *count; i++) {
        if (strncmp(rows[i].id, id, len) == 0 && rows[i].id[len] == '\0')
            return &rows[i];
    }
    if (*count == PITFALLS_MAX)
        return NULL;
    memcpy(rows[*count].id, id, len);
    return &rows[(*count)++];
}

static void
add_result(struct pitfall_row *rows, size_t *count, const struct result *result)
{
    const char *at = result->trial->pitfall ? result->trial->pitfall : "";

    while (*at) {
        size_t len = strcspn(at, ", ");
        struct pitfall_row *row = row_of(rows, count, at, len);

        if (row && result->verdict != VERDICT_SKIP) {
            row->ran++;
            row->bad += result->verdict != VERDICT_PASS;
        }
        at += len;
        at += strspn(at, ", ");
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

void
pitfalls_print(FILE *out, const struct report *report, struct arena *arena)
{
    size_t count, i, avoided = 0, tried = 0;
    const struct pitfall_row *rows = pitfalls_of(report, arena, &count);

    for (i = 0; i < count; i++) {
        tried += rows[i].ran > 0;
        avoided += rows[i].ran && !rows[i].bad;
    }
    if (!count)
        return;
    fprintf(out, "mistakes that integrations make (fixtures/pitfalls.md): %zu of %zu avoided\n",
            avoided, tried);
    for (i = 0; i < count; i++) {
        if (!rows[i].bad)
            continue;
        fprintf(out, "  %s shows in %zu of the %zu %ss about it\n", rows[i].id, rows[i].bad,
                rows[i].ran, report->head->unit);
        if (rows[i].title)
            fprintf(out, "         %s\n", rows[i].title);
    }
}
