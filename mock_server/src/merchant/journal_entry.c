/* See journal_entry.h. */
#include "merchant/journal_entry.h"

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

enum {
    TEXT_COUNT = sizeof texts / sizeof texts[0],
    /* What malloc adds to a block, and two places in a ring that has just grown. */
    OVERHEAD = 16 + 2 * sizeof(void *),
    /* A cut text takes so little that all of them fit, and the record beside them. */
    CUT_PART = TEXT_COUNT + 1,
};

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

/* A record with at most so many bytes of each text. */
static struct journal_record *
copy_of(const struct journal_entry *from, size_t text_max)
{
    struct journal_entry source = *from;
    struct journal_record *record;
    size_t lengths[TEXT_COUNT];
    size_t size = sizeof *record;
    char *at;

    for (size_t i = 0; i < TEXT_COUNT; i++) {
        const char *text = *text_of(&source, i);

        if (!text)
            continue;
        lengths[i] = strlen(text);
        if (lengths[i] > text_max) {
            source.cut_bytes += lengths[i] - text_max;
            lengths[i] = text_max;
        }
        size += lengths[i] + 1;
    }
    record = malloc(size);
    if (!record)
        return NULL;
    *record = (struct journal_record){.size = size + OVERHEAD, .entry = source};
    at = (char *)(record + 1);
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        const char *text = *text_of(&source, i);

        if (!text)
            continue;
        memcpy(at, text, lengths[i]);
        at[lengths[i]] = '\0';
        *text_of(&record->entry, i) = at;
        at += lengths[i] + 1;
    }
    return record;
}

struct journal_record *
journal_record_new(const struct journal_entry *entry, const char *secret, const char *other_secret,
                   size_t size_max)
{
    struct journal_record *record = copy_of(entry, SIZE_MAX);
    struct journal_record *cut;

    for (size_t i = 0; record && i < TEXT_COUNT; i++) {
        char *text = (char *)*text_of(&record->entry, i);

        if (!text)
            continue;
        mask(text, secret);
        mask(text, other_secret);
    }
    if (!record || record->size <= size_max)
        return record;
    /* Of the masked one: half a secret would not be found. */
    cut = copy_of(&record->entry, size_max / CUT_PART);
    free(record);
    return cut;
}
