/* Scenarios: what happens around a client, and what it must make of it. Loaded once from
 * fixtures/scenarios/, checked completely, then only read, by any thread. Scripts and expectations
 * stay JSON; the checker has seen to their form. */
#ifndef CONFORM_SCENARIO_H
#define CONFORM_SCENARIO_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>

#include "fixture/suite.h"
#include "fixture/words.h"
#include "qfpay/sign.h"
#include "trial/result.h"

/* What the client's command is asked to do. */
enum errand { ERRAND_PAY, ERRAND_REFUND, ERRAND_RECEIVE };

struct scenario {
    struct trial trial;
    const struct requirement *requirements[REQUIREMENTS_PER_CASE]; /* trial's */
    enum errand errand;
    enum role role;
    enum qfpay_digest digest;
    bool has_notify_key;    /* the merchant's notifications have a key of their own */
    const char *txamt;      /* of the order, minor units */
    const char *refund;     /* of ERRAND_REFUND: how much of it */
    const char *goods_name; /* of an order that the runner makes; "" for none */
    const cJSON *rules;     /* outcome rules, set before the client starts; NULL for none */
    const cJSON *script;    /* NULL for none */
    const cJSON *expect;    /* a list */
};

struct scenario_list {
    struct scenario *items; /* in the order of files and within them */
    struct trial *trials;   /* theirs, side by side, for a session */
    size_t count;
};

/* Load every file below suite->folder/scenarios. Each problem is one line on problems_to; false
 * when there was any; no folder is no problem. All texts live in arena, which must not be older
 * than the suite. */
bool scenarios_load(const struct suite *suite, struct arena *arena, FILE *problems_to,
                    struct scenario_list *list);

/* NULL when there is none with this id. */
const struct scenario *scenarios_find(const struct scenario_list *list, const char *id);

#endif
