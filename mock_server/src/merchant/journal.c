/* A ring of records that grows with them: most merchants make a few calls, and 20,000 rings of full
 * length would be most of the mock's memory. All records hang in one list by age as well, so that
 * the oldest of all is found at once; within a journal age is the order of numbers, so the oldest
 * of all is always the first of its journal. */
#include "merchant/journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
    FIRST_ROOM = 8,
    /* What is freed by the piece is taken for the next entries. What is freed at once goes back to
     * the system when it is worth it. */
    GIVE_BACK_BYTES = 1 << 20,
};

struct journal *
journal_new(struct journals *all)
{
    struct journal *journal = calloc(1, sizeof *journal);

    if (!journal)
        return NULL;
    journal->all = all;
    journal->first = 1;
    return journal;
}

static struct journal_record **
place_of(const struct journal *journal, int64_t number)
{
    return &journal->ring[(size_t)number & (journal->room - 1)];
}

static void
forget_first(struct journal *journal)
{
    struct journal_record *record = *place_of(journal, journal->first++);
    struct journals *all = journal->all;

    *(record->older ? &record->older->younger : &all->oldest) = record->younger;
    *(record->younger ? &record->younger->older : &all->youngest) = record->older;
    journal->bytes -= record->size;
    all->bytes -= record->size;
    all->entries--;
    free(record);
}

static void
forget_all(struct journal *journal)
{
    while (journal->first <= journal->last)
        forget_first(journal);
    free(journal->ring);
    journal->ring = NULL;
    journal->room = 0;
}

/* Forget all, at once. */
static void
empty(struct journal *journal)
{
    struct journals *all = journal->all;

    all->freed_bytes += journal->bytes;
    forget_all(journal);
    if (all->freed_bytes < GIVE_BACK_BYTES)
        return;
    all->freed_bytes = 0;
    memory_give_back();
}

void
journal_free(struct journal *journal)
{
    if (!journal)
        return;
    empty(journal);
    free(journal);
}

void
journal_clear(struct journal *journal)
{
    empty(journal);
    memset(journal->dropped, 0, sizeof journal->dropped);
}

static void
count_dropped(struct journal *journal, enum journal_bound bound)
{
    journal->dropped[bound]++;
    journal->all->dropped[bound]++;
}

static void
drop_first(struct journal *journal, enum journal_bound bound)
{
    count_dropped(journal, bound);
    forget_first(journal);
    if (journal->first > journal->last)
        forget_all(journal);
}

/* Drop until there is room for one more entry of a size that fits every bound. */
static void
make_room(struct journal *journal, size_t size)
{
    struct journals *all = journal->all;

    while ((size_t)(journal->last - journal->first + 1) >= all->max[JOURNAL_ENTRIES])
        drop_first(journal, JOURNAL_ENTRIES);
    while (journal->bytes + size > all->max[JOURNAL_BYTES])
        drop_first(journal, JOURNAL_BYTES);
    while (all->bytes + size > all->max[JOURNAL_TOTAL])
        drop_first(all->oldest->journal, JOURNAL_TOTAL);
}

/* A longer ring, when all that is kept and the entry to come need one. */
static bool
grow(struct journal *journal)
{
    size_t room = journal->room == 0 ? FIRST_ROOM : 2 * journal->room;
    struct journal_record **ring;

    if (journal->last - journal->first + 1 < (int64_t)journal->room)
        return true;
    ring = calloc(room, sizeof(struct journal_record *));
    if (!ring)
        return false;
    for (int64_t number = journal->first; number <= journal->last; number++)
        ring[(size_t)number & (room - 1)] = *place_of(journal, number);
    free(journal->ring);
    journal->ring = ring;
    journal->room = room;
    return true;
}

static void
keep(struct journal *journal, struct journal_record *record)
{
    struct journals *all = journal->all;

    record->journal = journal;
    record->entry.number = journal->last;
    record->older = all->youngest;
    *(record->older ? &record->older->younger : &all->oldest) = record;
    all->youngest = record;
    journal->bytes += record->size;
    all->bytes += record->size;
    all->entries++;
    *place_of(journal, journal->last) = record;
}

/* Let the next number pass without an entry, so that no number between first and last lacks one. */
static void
pass(struct journal *journal, enum journal_bound bound)
{
    while (journal->first <= journal->last)
        drop_first(journal, bound);
    count_dropped(journal, bound);
    journal->last++;
    journal->first++;
}

bool
journal_add(struct journal *journal, const struct journal_entry *entry, const char *secret,
            const char *other_secret)
{
    const size_t *max = journal->all->max;
    size_t size_max = max[JOURNAL_TOTAL] < max[JOURNAL_BYTES] ? max[JOURNAL_TOTAL]
                                                              : max[JOURNAL_BYTES];
    struct journal_record *record;

    if (max[JOURNAL_ENTRIES] == 0) {
        pass(journal, JOURNAL_ENTRIES);
        return true;
    }
    record = journal_record_new(entry, secret, other_secret, size_max);
    if (record)
        make_room(journal, record->size);
    if (!record || !grow(journal)) {
        free(record);
        pass(journal, JOURNAL_TOTAL);
        return false;
    }
    journal->last++;
    keep(journal, record);
    return true;
}

const struct journal_entry *
journal_get(const struct journal *journal, int64_t number)
{
    bool is_kept = journal->first <= number && number <= journal->last;

    return is_kept ? &(*place_of(journal, number))->entry : NULL;
}
