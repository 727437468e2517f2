/* The places for attempts under way, and who gets one. Nobody can keep others waiting:
 *   - a receiver has few attempts under way, by whomever. Who comes too late for one waits in its
 *     line, and nobody goes past the first of a line.
 *   - a merchant has at most a quarter of the places that the others leave free, and to receivers
 *     that did not answer in time at most an eighth. So some are always free for who has none yet,
 *     however many worlds notify the dead.
 *   - a payment has one, so that a refund's notification does not overtake the payment's.
 * Each of these is found out by looking at all places once, which are few. */
#ifndef MOCK_NOTIFY_PLACES_H
#define MOCK_NOTIFY_PLACES_H

#include <stdbool.h>
#include <stdint.h>

#include "merchant/wait_list.h"
#include "notify/post.h"

struct merchant;
struct merchant_registry;
struct notification;

enum { PER_RECEIVER = 4 };

/* It is there for as long as anything is under way to it or anybody waits for it. */
struct receiver {
    struct wait_list line; /* first: a pointer to it is one to the receiver */
    struct receiver *next;
    int under_way;
    char name[];
};

/* An attempt under way. */
struct place {
    int64_t id;                /* of the notification; 0: the place is free */
    struct merchant *merchant; /* NULL: forgotten */
    struct receiver *receiver;
    int64_t family;
    int64_t due_at;
    bool was_asked;
    bool is_silent;
    bool is_new; /* taken in this turn, not yet posted */
    char *url;
    char *body;
    char *sign;
};

/* All zero: all are free. */
struct places {
    struct place all[POSTER_PLACES];
    struct receiver *receivers;
    struct wait_list line; /* of those that found no place at all */
};

enum claim {
    CLAIM_GIVEN,
    CLAIM_UNDER_WAY,
    CLAIM_MUST_WAIT, /* for another attempt of the merchant, or in a line, where it is now */
    CLAIM_NO_MORE,   /* the merchant has its share: it must wait for another attempt of its own */
    CLAIM_FAILED,    /* out of memory */
};

/* Ask for a place for what is due; *place is set when it is given. */
enum claim places_claim(struct places *places, struct merchant *merchant,
                        const struct notification *notification, struct place **place);

/* Give a place back. */
void place_free(struct place *place);

/* Put those down in the agenda whose turn has come, in any line. */
void places_call(struct places *places, struct merchant_registry *merchants);

/* Let a merchant leave a line whose first it is, though there is room for it: it was asked for what
 * it wants and went past. Returns whether it was one; it may have to wait for something else. */
bool places_pass(struct places *places, struct merchant *merchant);

/* A merchant is gone, or nothing that it waits for means anything any more. */
void places_forget(struct places *places, struct merchant *merchant);

void places_clear(struct places *places);

#endif
