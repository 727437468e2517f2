/* Which notifications are due, and lists of them; see notification.h. */
#include <stdlib.h>
#include <string.h>

#include "store/message.h"
#include "store/store_internal.h"
#include "trade/syssn.h"

/* Of one receiver: more than it gets at a time, as some wait for another of their payment. */
enum { LOOKED_AT_OF_ONE = 16 };

size_t
store_notifications_due(const struct store *store, int64_t merchant, enum receiver_mood mood,
                        int64_t now, const struct notification **due, size_t max)
{
    const struct world *world = world_find(store, merchant);
    const struct ordered *in_turn = world ? &world->in_turn[mood] : NULL;
    size_t receivers = !in_turn ? 0 : ordered_below(in_turn, (struct rank){now, INT64_MAX});
    size_t count = 0;
    bool any = true;

    for (size_t round = 0; any && round < LOOKED_AT_OF_ONE; round++) {
        any = false;
        for (size_t i = 0; i < receivers && i < max && count < max; i++) {
            const struct audience *audience = ordered_at(in_turn, i);
            const struct notification *next = ordered_at(&audience->due[mood == RECEIVER_SILENT],
                                                         round);

            if (!next || next->due_at > now)
                continue;
            due[count++] = next;
            any = true;
        }
    }
    return count;
}

/* The notifications of one syssn. */
static size_t
list_of(const struct world *world, const char *syssn, int64_t since,
        const struct notification **list)
{
    const struct message *message = NULL;
    size_t count = 0;
    int64_t trade;

    if (syssn_read_id(syssn, strlen(syssn), &trade))
        message = message_newest(world, trade);
    for (; message; message = message->before) {
        if (strcmp(message->told.syssn, syssn) == 0 && message->last_attempt > since)
            list[count++] = &message->told;
    }
    return count;
}

static int
compare_newest(const void *left, const void *right)
{
    const struct notification *const *a = left;
    const struct notification *const *b = right;

    return ((*a)->id < (*b)->id) - ((*a)->id > (*b)->id);
}

/* Those that were tried after `since`. */
static size_t
list_since(const struct world *world, int64_t since, const struct notification **list)
{
    size_t count = 0;

    for (size_t i = world->tried.count; i > 0; i--) {
        const struct message *message = ordered_at(&world->tried, i - 1);

        if (message->last_attempt <= since)
            break;
        list[count++] = &message->told;
    }
    qsort(list, count, sizeof *list, compare_newest);
    return count;
}

static size_t
list_all(const struct world *world, const struct notification **list, size_t limit)
{
    size_t count = world->messages.count < limit ? world->messages.count : limit;

    for (size_t i = 0; i < count; i++)
        list[i] =
            &((struct message *)ordered_at(&world->messages, world->messages.count - 1 - i))->told;
    return count;
}

const struct notification **
store_notifications_list(const struct store *store, struct arena *arena, int64_t merchant,
                         const char *syssn, int64_t since, size_t limit, size_t *count)
{
    const struct world *world = world_find(store, merchant);
    size_t most = world ? world->messages.count + 1 : 1;
    const struct notification **list = arena_alloc(arena, most * sizeof *list);

    *count = 0;
    if (!world || !list)
        return list;
    if (syssn[0] != '\0')
        *count = list_of(world, syssn, since, list);
    else if (since >= 0)
        *count = list_since(world, since, list);
    else
        *count = list_all(world, list, limit);
    *count = *count < limit ? *count : limit;
    return list;
}

int64_t
store_notification_next(const struct store *store, int64_t merchant, bool with_silent,
                        int64_t after)
{
    const struct world *world = world_find(store, merchant);
    int64_t next = INT64_MAX;

    for (int silent = 0; world && silent <= (int)with_silent; silent++) {
        const struct ordered *due = &world->due[silent];
        const struct message *first = ordered_at(
            due, ordered_below(due, (struct rank){after, INT64_MAX}));

        if (first && first->told.due_at < next)
            next = first->told.due_at;
    }
    return next;
}
