/* A ring of entries that grows with them: most merchants make a few calls, and 20,000 rings of full
 * length would be most of the mock's memory. Each entry and its texts are one block, so that adding
 * costs one malloc and one free, and memory stays bounded by the ring's length times the largest
 * request. */
#include "merchant/journal.h"

#include <stdlib.h>
#include <string.h>

/* The text members of an entry, by offset: one list for measuring and copying. */
static const size_t texts[] = {
    offsetof(struct journal_entry, method),       offsetof(struct journal_entry, path),
    offsetof(struct journal_entry, query),        offsetof(struct journal_entry, body),
    offsetof(struct journal_entry, app_code),     offsetof(struct journal_entry, sign_type),
    offsetof(struct journal_entry, content_type), offsetof(struct journal_entry, respcd),
    offsetof(struct journal_entry, requirement),  offsetof(struct journal_entry, evidence),
    offsetof(struct journal_entry, diagnosis),    offsetof(struct journal_entry, advice),
    offsetof(struct journal_entry, trigger),      offsetof(struct journal_entry, fault),
    offsetof(struct journal_entry, answer),       offsetof(struct journal_entry, request_id),
};
enum { TEXT_COUNT = sizeof texts / sizeof texts[0], FIRST_ROOM = 8 };

void
journal_init(struct journal *journal, size_t capacity)
{
    memset(journal, 0, sizeof *journal);
    journal->capacity = capacity;
}

void
journal_reset(struct journal *journal)
{
    if (journal->ring) {
        for (size_t i = 0; i < journal->room; i++)
            free(journal->ring[i]);
    }
    free(journal->ring);
    journal_init(journal, journal->capacity);
}

void
journal_clear(struct journal *journal)
{
    journal->kept_from = journal->last + 1;
}

static const char **
text_of(struct journal_entry *entry, size_t index)
{
    return (const char **)((char *)entry + texts[index]);
}

/* A client that puts its key into a parameter by mistake must not find it in a report. */
static void
mask(char *text, const char *secret)
{
    size_t secret_len = secret ? strlen(secret) : 0;

    if (secret_len == 0)
        return;
    for (char *found = strstr(text, secret); found; found = strstr(found, secret))
        memset(found, '*', secret_len);
}

static struct journal_entry *
entry_dup(const struct journal_entry *from, const char *secret, const char *other_secret)
{
    struct journal_entry source = *from;
    struct journal_entry *copy;
    size_t sizes[TEXT_COUNT];
    size_t total = sizeof *copy;
    char *at;

    for (size_t i = 0; i < TEXT_COUNT; i++) {
        const char *text = *text_of(&source, i);

        sizes[i] = !text ? 0 : strlen(text) + 1;
        total += sizes[i];
    }
    copy = malloc(total);
    if (!copy)
        return NULL;
    *copy = source;
    at = (char *)(copy + 1);
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        if (sizes[i] == 0)
            continue;
        memcpy(at, *text_of(&source, i), sizes[i]);
        mask(at, secret);
        mask(at, other_secret);
        *text_of(copy, i) = at;
        at += sizes[i];
    }
    return copy;
}

/* A longer ring, when all that is kept and the entry to come need one. */
static bool
grow(struct journal *journal)
{
    int64_t first = journal_first(journal);
    size_t room = journal->room < FIRST_ROOM ? FIRST_ROOM : 2 * journal->room;
    struct journal_entry **ring;

    if (journal->last - first < (int64_t)journal->room)
        return true;
    if (room > journal->capacity)
        room = journal->capacity;
    ring = calloc(room, sizeof(struct journal_entry *));
    if (!ring)
        return false;
    for (size_t i = 0; i < journal->room; i++) {
        struct journal_entry *entry = journal->ring[i];

        if (entry && entry->number >= first)
            ring[(size_t)entry->number % room] = entry;
        else
            free(entry);
    }
    free(journal->ring);
    journal->ring = ring;
    journal->room = room;
    return true;
}

bool
journal_add(struct journal *journal, const struct journal_entry *entry, const char *secret,
            const char *other_secret)
{
    struct journal_entry **slot;
    struct journal_entry *copy;

    journal->last++;
    if (journal->capacity == 0)
        return true;
    if (!grow(journal))
        return false;
    copy = entry_dup(entry, secret, other_secret);
    if (copy)
        copy->number = journal->last;
    slot = &journal->ring[(size_t)journal->last % journal->room];
    free(*slot);
    *slot = copy;
    return copy != NULL;
}

int64_t
journal_first(const struct journal *journal)
{
    int64_t oldest = journal->last - (int64_t)journal->capacity + 1;

    if (oldest < 1)
        oldest = 1;
    return oldest < journal->kept_from ? journal->kept_from : oldest;
}

const struct journal_entry *
journal_get(const struct journal *journal, int64_t number)
{
    const struct journal_entry *entry;

    if (!journal->ring || number < journal_first(journal) || number > journal->last)
        return NULL;
    entry = journal->ring[(size_t)number % journal->room];
    return entry && entry->number == number ? entry : NULL;
}
