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
    const char *id;
    const char *subject;
    const char *file; /* below the fixtures folder */
    const char *comment;
    const char *pitfall; /* "PIT-50", or several with ", " between; NULL */
    enum evidence evidence;
    const char *source;
    const struct requirement *requirements[REQUIREMENTS_PER_CASE];
    size_t requirement_count;
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
    size_t count;
};

/* Load every file below suite->folder/scenarios. Each problem is one line on problems_to; false
 * when there was any; no folder is no problem. All texts live in arena, which must not be older
 * than the suite. */
bool scenarios_load(const struct suite *suite, struct arena *arena, FILE *problems_to,
                    struct scenario_list *list);

/* The scenarios as trials, in their order; in arena. */
struct trial *scenario_trials(const struct scenario_list *list, struct arena *arena);

#endif
