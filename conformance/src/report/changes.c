/* See changes.h. */
#include "report/changes.h"

#include <stdlib.h>
#include <string.h>

/* The better the higher; 0 says nothing. */
static const int worths[VERDICT_COUNT] = {
    [VERDICT_FAIL] = 1,
    [VERDICT_DIFFERS] = 2,
    [VERDICT_PASS] = 3,
};

enum change_kind
change_of(enum verdict older, enum verdict newer)
{
    int before = worths[older], now = worths[newer];

    if (before == now)
        return CHANGE_NONE;
    if (!now || (!before && newer == VERDICT_FAIL))
        return CHANGE_WORSE;
    return now > before ? CHANGE_BETTER : CHANGE_WORSE;
}

static int
by_id(const void *left, const void *right)
{
    const struct result *const *a = left, *const *b = right;

    return strcmp((*a)->trial->id, (*b)->trial->id);
}

/* The results of a report in the order of their ids. */
static const struct result **
sorted(const struct report *report, struct arena *arena)
{
    const struct result **list = arena_alloc(arena, (report->done + 1) * sizeof *list);
    size_t i;

    for (i = 0; i < report->done; i++)
        list[i] = &report->results[i];
    qsort(list, report->done, sizeof *list, by_id);
    return list;
}

static const struct result *
find(const struct result *const *list, const struct report *report, const struct result *wanted)
{
    const struct result *const *found = bsearch(&wanted, list, report->done, sizeof *list, by_id);

    return found ? *found : NULL;
}

static void
add(struct changes *changes, const char *id, enum change_kind kind, const struct result *older,
    const struct result *newer)
{
    changes->list[changes->count++] = (struct change){kind, id, older, newer};
    changes->counts[kind]++;
}

struct changes
changes_between(const struct revived *from, const struct revived *to, struct arena *arena)
{
    const struct report *before = &from->report, *now = &to->report;
    const struct result **old_ones = sorted(before, arena), **new_ones = sorted(now, arena);
    struct changes changes = {.count = 0};
    size_t i;

    changes.list = arena_alloc(arena, (before->done + now->done + 1) * sizeof *changes.list);
    for (i = 0; i < now->done; i++) {
        const struct result *newer = &now->results[i];
        const struct result *older = find(old_ones, before, newer);

        add(&changes, newer->trial->id,
            older ? change_of(older->verdict, newer->verdict) : CHANGE_NEW, older, newer);
    }
    for (i = 0; i < before->done; i++) {
        if (!find(new_ones, now, &before->results[i]))
            add(&changes, before->results[i].trial->id, CHANGE_GONE, &before->results[i], NULL);
    }
    return changes;
}
