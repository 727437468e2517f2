/* The journal of one merchant's world: the last calls of the API, what came in, what was decided
 * and why, what went out. It is written before the answer leaves and lives in memory only. All
 * journals of a server together are bounded too: when they are full the oldest call of all goes. */
#ifndef MOCK_JOURNAL_H
#define MOCK_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "merchant/journal_entry.h"

/* What keeps a journal short. */
enum journal_bound {
    JOURNAL_ENTRIES, /* of one journal */
    JOURNAL_BYTES,   /* of one journal */
    JOURNAL_TOTAL,   /* bytes of all journals */
    JOURNAL_BOUND_COUNT,
};

/* So much has room for an entry whose every text is cut. */
enum { JOURNAL_BYTES_MIN = 65536 };

/* What the journals of a server have in common; the bounds are set before the first is made, those
 * in bytes to JOURNAL_BYTES_MIN at the least. */
struct journals {
    size_t max[JOURNAL_BOUND_COUNT];
    size_t bytes; /* that all take */
    size_t entries;
    uint64_t dropped[JOURNAL_BOUND_COUNT]; /* since the start */
    struct journal_record *oldest, *youngest;
    size_t freed_bytes; /* at once, and not yet given back to the system */
};

struct journal {
    struct journals *all;
    struct journal_record **ring; /* grows with use */
    size_t room;                  /* of the ring, a power of two */
    size_t bytes;
    int64_t first; /* the oldest number that is kept; last + 1 when there is none */
    int64_t last;  /* number of the newest entry ever, 0 before the first */
    int64_t dropped[JOURNAL_BOUND_COUNT]; /* since the beginning or the last journal_clear */
};

/* NULL when out of memory. */
struct journal *journal_new(struct journals *all);

/* NULL is fine. */
void journal_free(struct journal *journal);

/* Forget the entries, and what was dropped; numbers go on, so that a `since` stays valid. */
void journal_clear(struct journal *journal);

/* Copy an entry in, as journal_record_new does, dropping old ones until all bounds hold. false when
 * out of memory: no entry is then kept, and the number is used up. */
bool journal_add(struct journal *journal, const struct journal_entry *entry, const char *secret,
                 const char *other_secret);

/* The entry of a number; NULL unless it lies between first and last. Borrowed. */
const struct journal_entry *journal_get(const struct journal *journal, int64_t number);

#endif
