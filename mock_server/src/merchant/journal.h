/* The journal of one merchant's world: the last N calls of the API, what came in, what was decided
 * and why, what went out. It is written before the answer leaves and lives in memory only. */
#ifndef MOCK_JOURNAL_H
#define MOCK_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One call. Texts are NUL-terminated and may be NULL for "none"; journal_add copies them. */
struct journal_entry {
    int64_t number;  /* 1, 2, ... within the world; set by journal_add */
    int64_t at;      /* the world's clock */
    int64_t came_ms; /* by this machine's clock, for gaps between calls */
    int64_t took_us;
    unsigned http_status; /* 0: the connection was closed without an answer */
    bool is_lost;         /* the call was not carried out, as a situation asked for */
    int delay_ms;         /* before the answer left */
    const char *method;
    const char *path;
    const char *query; /* as received */
    const char *body;  /* as received, keys masked */
    const char *app_code;
    const char *request_id;
    const char *sign_type;
    const char *content_type;
    const char *respcd;
    const char *requirement;
    const char *evidence;
    const char *diagnosis;
    const char *advice;
    const char *trigger;
    const char *fault;  /* what became of the answer: "drop", "truncate", "garbage" */
    const char *answer; /* the body that went out */
};

struct journal {
    struct journal_entry **ring; /* each entry is one allocation; grows with use */
    size_t room;                 /* of the ring, up to the capacity */
    size_t capacity;
    int64_t last;      /* number of the newest entry ever, 0 before the first */
    int64_t kept_from; /* entries with a smaller number were cleared */
};

void journal_init(struct journal *journal, size_t capacity);

/* Free everything and start again from number 1. */
void journal_reset(struct journal *journal);

/* Forget the entries; numbers go on, so that a `since` stays valid. */
void journal_clear(struct journal *journal);

/* Copy an entry in, dropping the oldest when full; every occurrence of a secret in its texts
 * becomes asterisks (NULL or "" for none). false when out of memory: the entry is then not kept,
 * but its number is used up. */
bool journal_add(struct journal *journal, const struct journal_entry *entry, const char *secret,
                 const char *other_secret);

/* The oldest number still kept; last + 1 when there is none. */
int64_t journal_first(const struct journal *journal);

/* The entry of a number between first and last; NULL when it could not be kept. Borrowed. */
const struct journal_entry *journal_get(const struct journal *journal, int64_t number);

#endif
