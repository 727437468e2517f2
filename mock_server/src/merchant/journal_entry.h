/* One call as a journal keeps it. */
#ifndef MOCK_JOURNAL_ENTRY_H
#define MOCK_JOURNAL_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Texts are NUL-terminated and may be NULL for "none". */
struct journal_entry {
    int64_t number;  /* 1, 2, ... within the world; set by journal_add */
    int64_t at;      /* the world's clock */
    int64_t came_ms; /* by this machine's clock, for gaps between calls */
    int64_t took_us;
    size_t cut_bytes;     /* that its texts had more; set by journal_add */
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
    const char *fault;  /* what became of the answer: "drop", "truncate", ... */
    const char *answer; /* the body that went out */
};

/* An entry that is kept, with its texts behind it in one block. */
struct journal_record {
    struct journal *journal;                /* that keeps it */
    struct journal_record *older, *younger; /* of all journals together */
    size_t size;                            /* all memory that it takes */
    struct journal_entry entry;
};

/* Copy an entry; every occurrence of a secret in its texts becomes asterisks (NULL or "" for none).
 * One that would take more than size_max has its long texts cut, and says so in cut_bytes. Freed
 * with free. NULL when out of memory. */
struct journal_record *journal_record_new(const struct journal_entry *entry, const char *secret,
                                          const char *other_secret, size_t size_max);

#endif
