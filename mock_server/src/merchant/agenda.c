/* See agenda.h. */
#include "merchant/agenda.h"

#include <stddef.h>

#include "base/clock.h"

/* Point to a heap, which may be empty, from here. */
static void
hang(struct appointment **link, struct appointment *heap)
{
    *link = heap;
    if (heap)
        heap->link = link;
}

/* One heap of two; either may be empty. Nothing points to it yet. */
static struct appointment *
join(struct appointment *a, struct appointment *b)
{
    struct appointment *first = !b || (a && a->at <= b->at) ? a : b;
    struct appointment *second = first == a ? b : a;

    if (!second)
        return first;
    hang(&second->next, first->child);
    hang(&first->child, second);
    return first;
}

/* One heap of all beside this one: two by two, and then from behind. */
static struct appointment *
join_all(struct appointment *heap)
{
    struct appointment *pairs = NULL;
    struct appointment *all = NULL;

    while (heap) {
        struct appointment *second = heap->next;
        struct appointment *rest = second ? second->next : NULL;
        struct appointment *pair;

        heap->next = NULL;
        if (second)
            second->next = NULL;
        pair = join(heap, second);
        pair->next = pairs;
        pairs = pair;
        heap = rest;
    }
    while (pairs) {
        struct appointment *rest = pairs->next;

        pairs->next = NULL;
        all = join(all, pairs);
        pairs = rest;
    }
    return all;
}

void
agenda_cancel(struct agenda *agenda, struct appointment *appointment)
{
    struct appointment *below;

    if (!appointment->link)
        return;
    hang(appointment->link, appointment->next);
    below = join_all(appointment->child);
    *appointment = (struct appointment){.whose = appointment->whose};
    hang(&agenda->first, join(agenda->first, below));
}

void
agenda_expect(struct agenda *agenda, struct appointment *appointment, int64_t at)
{
    if (at == INT64_MAX || (appointment->link && appointment->at <= at))
        return;
    agenda_cancel(agenda, appointment);
    appointment->at = at;
    hang(&agenda->first, join(agenda->first, appointment));
}

int64_t
agenda_ms(const struct agenda *agenda)
{
    const struct clock host = {.frozen = false};

    return agenda->first ? clock_ms_until(&host, agenda->first->at) : INT64_MAX;
}
