/* The situations of a notification (notify_as.def): how one goes wrong on purpose. Which one it is
 * was read with the request (situation.h) and is kept with the trade. */
#ifndef MOCK_NOTIFY_AS_H
#define MOCK_NOTIFY_AS_H

#include "program/arena.h"
#include "situation/situation.h"
#include "tell/tale.h"

struct notify_as_row {
    const char *name; /* in the log */
    bool is_unsent;
    bool comes_again;    /* once more at once, when it was accepted */
    bool is_tried_once;  /* without the ladder */
    bool is_beside;      /* whatever else of its order is under way, and at whatever receiver */
    bool comes_twice;    /* at once, both under way together */
    bool meets_next;     /* a payment's, which waits for the next one of its order */
    bool lets_next_pass; /* goes out behind the merchant's next one, if that comes earlier */
    bool is_lower_case;  /* the names of its headers */
    int late_seconds;    /* that the first attempt waits */
    const char *key;     /* that signs it; NULL: the merchant's */
    /* Change what is told; trade is a copy for this notification. NULL: it is told as it is. */
    void (*tells)(struct tale *tale, struct trade *trade);
    /* Write the finished body otherwise, in the arena; NULL when out of memory. */
    const char *(*lays_out)(struct arena *arena, const char *body, size_t *len);
};

/* Of a number from the store; what is not known there is sent as it should be. Static. */
const struct notify_as_row *notify_as_row(int notify_as);

#endif
