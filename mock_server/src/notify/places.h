/* The places for attempts under way, and who gets one. Nobody can keep others waiting:
 *   - a receiver has few attempts under way, by whomever, and one until it has answered. Who comes
 *     too late for one waits in its line, and nobody goes past the first of a line.
 *   - receivers that did not answer their last attempt have at most seven eighths of the places,
 * and a quarter those that ran into a time-out. So some are free for the others, however many
 * worlds notify the dead.
 *   - of what is free for receivers in a mood, a merchant has a share, and some is kept for those
 *     that have nothing of it yet.
 *   - a payment has one, so that a refund's notification does not overtake the payment's. What was
 *     asked for, and situations that say so, go beside it and to a receiver that has not answered
 *     yet, because they are to meet what they can meet.
 * Each of these is found out by looking at all places once, which are few. */
#ifndef MOCK_NOTIFY_PLACES_H
#define MOCK_NOTIFY_PLACES_H

#include <stdbool.h>
#include <stdint.h>

#include "merchant/wait_list.h"
#include "notify/notify_as.h"
#include "notify/post.h"
#include "store/notification.h"

struct merchant;
struct merchant_registry;

enum { PER_RECEIVER = 4, HEARD_MAX = 1024 };

/* It is there for as long as anything is under way to it or anybody waits for it. */
struct receiver {
    struct wait_list line; /* first: a pointer to it is one to the receiver */
    struct receiver *next;
    int under_way;
    int on_trial; /* of these: by who had no answer yet */
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
    const struct notify_as_row *as;
    enum receiver_mood mood;
    bool is_new; /* taken in this turn, not yet posted */
    char *url;
    char *body;
    char *sign;
};

/* All zero: all are free. */
struct places {
    struct place all[POSTER_PLACES];
    struct receiver *receivers;
    int taken[RECEIVER_MOOD_COUNT];
    struct wait_list lines[RECEIVER_MOOD_COUNT]; /* of those that found no place at all */
    uint64_t
        heard[HEARD_MAX]; /* receivers that answered anybody, by hash, where none came behind */
};

enum claim {
    CLAIM_GIVEN,
    CLAIM_UNDER_WAY,
    CLAIM_MUST_WAIT, /* for another attempt of its payment */
    CLAIM_IN_LINE,   /* the merchant waits for its turn at this receiver, now */
    CLAIM_NO_MORE,   /* for this mood the merchant has its share, or nothing is free for anybody */
    CLAIM_FAILED,    /* out of memory */
};

/* Ask for a place for what is due to a receiver in this mood; *place is set when it is given. Ask
 * for those that answer first: a merchant waits in one line, and for the best that it asked for. */
enum claim places_claim(struct places *places, struct merchant *merchant, enum receiver_mood mood,
                        const struct notification *notification, struct place **place);

/* What an attempt told of a receiver: one that answers others is not unknown to a new world. */
void places_hear(struct places *places, const struct receiver *receiver, bool answers);

/* Give a place back. */
void places_free(struct places *places, struct place *place);

/* Put those down in the agenda whose turn has come, in any line. */
void places_call(struct places *places, struct merchant_registry *merchants);

/* Let a merchant leave a line whose first it is, though there is room for it: it was asked for what
 * it wants and went past. Returns whether it was one; it may have to wait for something else. */
bool places_pass(struct places *places, struct merchant *merchant);

/* A merchant is gone, or nothing that it waits for means anything any more. */
void places_forget(struct places *places, struct merchant *merchant);

void places_clear(struct places *places);

#endif
