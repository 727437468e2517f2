/* A live target that exists only in the test: a server in this process, a clock that moves when
 * somebody pauses, and a ledger in a folder of its own. */
#ifndef CONFORM_TESTS_LIVE_DESK_H
#define CONFORM_TESTS_LIVE_DESK_H

#include "safety/guard.h"
#include "support.h"
#include "target/target.h"

#define LIVE_KEY "5EC2E70000000000000000000000A001"

struct live_desk {
    struct target target;
    struct guard guard;
    struct arena *arena;
    char folder[40];
    char ledger_path[60];
    int64_t pauses_ms; /* in all */
    int64_t later_s;   /* how far the clock is ahead of the one that the ledger writes down */

    /* The server. */
    const char *records;      /* of the order, separated by commas: what a query shows */
    const char *after_close;  /* what it shows once the order was closed; NULL: the same */
    const char *after_revert; /* the same for a reversal */
    const char *after_refund; /* the same for a refund */
    char refunds[400];        /* the bodies of all refunds */
    const char *cancel_code;  /* what close and reversal answer */
    int appears_at;           /* the number of the first query that shows anything */
    bool is_mute;             /* queries are not answered */
    int queries, closes, reversals;
};

/* For cmocka: *state is a desk whose server shows no order. */
int live_desk_set_up(void **state);
int live_desk_tear_down(void **state);
#define AT_LIVE_DESK(test)                                                                         \
    cmocka_unit_test_setup_teardown(test, live_desk_set_up, live_desk_tear_down)

/* An order in the ledger, number n1, of 10 HKD. */
struct order *live_desk_order(struct live_desk *desk);

#endif
