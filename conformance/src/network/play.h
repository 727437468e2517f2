/* One scenario, played: a fresh merchant in the mock, the client started beside it, the script
 * followed while it runs, and what it did written down. Who plays it is perform.c, and
 * what it should have done is verdict.c's. */
#ifndef CONFORM_PLAY_H
#define CONFORM_PLAY_H

#include "base/child.h"
#include "network/traffic.h"
#include "request/credentials.h"
#include "target/target.h"
#include "trial/scenario.h"

/* A client that has no such command says so by this exit status, as test programs do. */
enum { CLIENT_CANNOT = 77 };

enum { SAID_LINES = 20, SAID_LINE_SIZE = 301, BOOKINGS_MAX = 64, DELIVERIES_MAX = 64 };

/* What all plays share. Borrowed, only read. */
struct play_setup {
    const char *url;       /* of the mock */
    char *const *argv;     /* the client and its first arguments; NULL ends */
    int seconds;           /* that a scenario may take */
    bool (*is_over)(void); /* whether the user wants to stop */
};

/* A line of a receiver: what it booked. */
struct booking {
    const char *what; /* "paid", "refunded" */
    const char *number;
    const char *amount;
};

/* One attempt of the mock to deliver a notification. */
struct delivery {
    int http;             /* 0: no answer */
    const char *response; /* what the receiver answered */
    int64_t took_ms;
};

struct play {
    const struct scenario *scenario;
    const struct play_setup *setup;
    struct arena *arena; /* of this play; everything below lives in it */
    struct target target;
    struct credentials credentials;
    qfpay_client *merchant; /* the runner as the merchant */
    const char *number;     /* out_trade_no of the order */
    const char *refund_number;
    const char *syssn;      /* of the order; NULL until it is known */
    const char *notify_url; /* where a receiver listens; NULL until it said so */
    struct traffic traffic;
    struct child child;
    int64_t deadline_ms;
    const cJSON *turn; /* of the script, the next one; NULL behind the last */
    struct delivery deliveries[DELIVERIES_MAX];
    size_t delivery_count;
    int64_t notified; /* the newest attempt that was seen */
    struct booking bookings[BOOKINGS_MAX];
    size_t booking_count;
    char said[SAID_LINES][SAID_LINE_SIZE]; /* the client's last lines, a ring; raw */
    size_t said_count;
    /* What became of it. */
    const char *trouble;     /* of the runner or the mock; NULL when it could be played */
    const char *unstartable; /* why the client cannot be run at all; NULL when it was started */
    bool was_started;
    bool has_exited; /* by itself; exit_status counts */
    int exit_status;
    const char *ending;   /* "exited with 3" */
    const char *state;    /* of the order at the end; "none" when there is none */
    bool ran_out_of_time; /* it was stopped */
    bool asked_too_long;  /* it was stopped, because the script says that it should have ended */
    bool has_no_order;    /* the script came to an order that the client had not made */
    bool was_interrupted; /* the user wanted to stop */
    int64_t began_ms;
    int64_t took_ms;
};

#endif
