/* See ordered.h. */
#include "store/ordered.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 8 };

bool
rank_is_below(struct rank a, struct rank b)
{
    return a.at != b.at ? a.at < b.at : a.id < b.id;
}

static bool
grow(struct ordered *ordered, size_t capacity)
{
    void **items = realloc(ordered->items, capacity * sizeof *items);

    if (!items)
        return false;
    ordered->items = items;
    ordered->capacity = capacity;
    return true;
}

bool
ordered_reserve(struct ordered *ordered)
{
    if (ordered->first + ordered->count < ordered->capacity)
        return true;
    if (ordered->first <= ordered->capacity / 2)
        return grow(ordered, ordered->capacity == 0 ? FIRST_CAPACITY : ordered->capacity * 2);
    memmove(ordered->items, ordered->items + ordered->first,
            ordered->count * sizeof *ordered->items);
    ordered->first = 0;
    return true;
}

bool
ordered_reserve_for(struct ordered *ordered, size_t count)
{
    size_t capacity = ordered->capacity == 0 ? FIRST_CAPACITY : ordered->capacity;

    while (capacity < count)
        capacity *= 2;
    return count <= ordered->capacity || grow(ordered, capacity);
}

size_t
ordered_below(const struct ordered *ordered, struct rank rank)
{
    size_t low = 0;
    size_t high = ordered->count;

    /* Time goes on: most belong behind all others. */
    if (high > 0 && rank_is_below(ordered->rank(ordered_at(ordered, high - 1)), rank))
        return high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (rank_is_below(ordered->rank(ordered_at(ordered, middle)), rank))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void
ordered_add(struct ordered *ordered, void *item)
{
    size_t at = ordered_below(ordered, ordered->rank(item));
    void **begin = ordered->items + ordered->first;
    bool is_full_behind = ordered->first + ordered->count == ordered->capacity;

    if (ordered->first > 0 && (is_full_behind || at < ordered->count / 2)) {
        memmove(begin - 1, begin, at * sizeof *begin);
        ordered->first--;
        begin--;
    } else {
        memmove(begin + at + 1, begin + at, (ordered->count - at) * sizeof *begin);
    }
    begin[at] = item;
    ordered->count++;
}

void
ordered_remove(struct ordered *ordered, const void *item)
{
    size_t at = ordered_below(ordered, ordered->rank(item));
    void **begin = ordered->items + ordered->first;

    ordered->count--;
    if (at < ordered->count / 2) {
        memmove(begin + 1, begin, at * sizeof *begin);
        ordered->first++;
    } else {
        memmove(begin + at, begin + at + 1, (ordered->count - at) * sizeof *begin);
    }
}

void *
ordered_at(const struct ordered *ordered, size_t at)
{
    return at < ordered->count ? ordered->items[ordered->first + at] : NULL;
}

void
ordered_clear(struct ordered *ordered)
{
    free(ordered->items);
    *ordered = (struct ordered){.rank = ordered->rank};
}
