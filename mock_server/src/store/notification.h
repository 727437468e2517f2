/* A notification and its attempts as the store keeps them. The functions are the store's
 * (store_notification.c); what to do with them is queue.c. The server's lock is held. What
 * is read lasts until the merchant is reset, and is what the store has, so it changes with it. */
#ifndef MOCK_NOTIFICATION_H
#define MOCK_NOTIFICATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/store_result.h"
#include "program/arena.h"
#include "rules/notice.h"

struct store;

enum notification_state {
    NOTIFICATION_WAITING,    /* for its next attempt */
    NOTIFICATION_DELIVERED,  /* the receiver answered 200 and SUCCESS */
    NOTIFICATION_GIVEN_UP,   /* the ladder has ended */
    NOTIFICATION_SUPPRESSED, /* a situation keeps it from being sent */
    NOTIFICATION_STATE_COUNT
};

/* What a receiver made of the last attempt of a world. */
enum receiver_mood {
    RECEIVER_ANSWERS, /* it answered, whatever */
    RECEIVER_UNKNOWN, /* it could not be reached, or none was made */
    RECEIVER_SILENT,  /* it ran into a time-out since the clock was set */
    RECEIVER_MOOD_COUNT
};

/* Attempts that are kept of one notification: the ladder has eight, the rest was asked for. */
enum { NOTIFICATION_ATTEMPTS_MAX = 32 };

/* Attempts that are asked for of one notification before one of them is over. */
enum { NOTIFICATION_ASKED_MAX = 16 };

struct notification {
    int64_t id;
    int64_t merchant; /* the store's id of it */
    int64_t trade;
    int64_t family; /* the payment that the trade belongs to, or the trade itself */
    enum notify_kind kind;
    int notify_as; /* enum notify_as */
    enum notification_state state;
    int asked; /* attempts that were asked for and are not over: no steps of the ladder */
    int64_t created;
    int64_t ladder_at; /* the next attempt of the ladder, on the merchant's clock; 0: none */
    int64_t due_at;    /* the next attempt at all; 0: none */
    int step;          /* attempts of the ladder so far */
    int attempts;
    int accepted;
    bool is_silent;    /* the receiver ran into a time-out: nobody waits for the next attempt */
    bool is_held;      /* the next notification of the merchant goes first */
    const char *syssn; /* texts are borrowed */
    const char *out_trade_no;
    const char *receiver;
    const char *url;
    const char *body;
    const char *sign;
};

struct attempt {
    int64_t id;          /* 1, 2, ... over all merchants; never given twice */
    int64_t at;          /* on the merchant's clock */
    int64_t http_status; /* 0: there was no answer */
    int64_t took_ms;
    const char *response; /* what the body began with, as text */
    const char *error;    /* why there was no answer; "" when there was one */
    const char *diagnosis;
};

/* "waiting", ... Static. */
const char *notification_state_name(enum notification_state state);

/* How many there are in each state. */
void store_count_notifications(struct store *store, size_t counts[NOTIFICATION_STATE_COUNT]);

/* Store a new one and give it its id. */
enum store_result store_insert_notification(struct store *store, struct notification *notification);

/* Store what an attempt changes: all but whom, what and when it was about. */
enum store_result store_update_notification(struct store *store,
                                            const struct notification *notification);

/* Store an attempt and give it its id; the oldest beyond NOTIFICATION_ATTEMPTS_MAX goes. */
enum store_result store_insert_attempt(struct store *store, const struct notification *notification,
                                       struct attempt *attempt);

/* One notification of a merchant, or NULL. */
const struct notification *store_notification(const struct store *store, int64_t merchant,
                                              int64_t id);

/* The newest one of a trade, or NULL. */
const struct notification *store_notification_newest(const struct store *store, int64_t merchant,
                                                     int64_t trade);

/* Those of a merchant that are due up to now, to receivers in this mood, at most max; how many.
 * Each receiver has its first one before any has its second, and few of one are looked at. */
size_t store_notifications_due(const struct store *store, int64_t merchant, enum receiver_mood mood,
                               int64_t now, const struct notification **due, size_t max);

/* Whether an attempt was answered, for the mood of its receiver; after a restart it is unknown. */
void store_hear(struct store *store, int64_t merchant, int64_t id, bool answers);

/* The newest first, at most limit, of one syssn ("": all), with an attempt after `since` (negative:
 * also without any), in the arena; count is set. NULL when out of memory, not for none. */
const struct notification **store_notifications_list(const struct store *store, struct arena *arena,
                                                     int64_t merchant, const char *syssn,
                                                     int64_t since, size_t limit, size_t *count);

/* The attempts of a notification that is the store's, oldest first; count is set. */
const struct attempt *store_attempts(const struct notification *notification, size_t *count);

/* When the next attempt of a merchant after this instant is due; INT64_MAX when none is. */
int64_t store_notification_next(const struct store *store, int64_t merchant, bool with_silent,
                                int64_t after);

/* The number of the last attempt of a merchant; 0 before the first. */
int64_t store_attempt_last(const struct store *store, int64_t merchant);

/* All that wait for this receiver are silent from now on; none of the merchant's is any more. */
enum store_result store_silence(struct store *store, int64_t merchant, const char *receiver);
enum store_result store_heed(struct store *store, int64_t merchant);

/* Make those that are held back due at this instant, except one. */
enum store_result store_release_held(struct store *store, int64_t merchant, int64_t except,
                                     int64_t due_at);

#endif
