/* Outcome rules: which calls of a merchant meet which situations, in sequence. They are set by the
 * control API, belong to one merchant's world and are kept in the store. The first rule that
 * matches a call decides; the newest is asked first, so that a spent rule can be set again. */
#ifndef MOCK_RULE_H
#define MOCK_RULE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "program/pattern.h"
#include "qfpay/endpoint.h"
#include "qfpay/param.h"
#include "situation/situation.h"

enum {
    RULES_MAX = 100,     /* of one merchant */
    RULE_PARAMS_MAX = 8, /* that one rule looks at, and as many headers */
    RULE_TIMES_MAX = 1000000,
    RULE_STEPS_MAX = 32, /* responses of one rule */
    RULE_PATTERN_MAX = 128,
    RULE_VALUE_MAX = 1024, /* a longer value matches nothing */
    RULE_ERROR_SIZE = 256,
    /* What all the expressions that one call meets may take together. */
    RULES_STEPS_MAX = 6 * PATTERN_STEPS_MAX,
};

/* What happens when all responses were used. */
enum rule_after { RULE_REPEAT_LAST, RULE_CYCLE, RULE_REMOVE, RULE_AFTER_COUNT };

struct rule_param {
    bool is_header;
    char *name;
    struct pattern *pattern;
};

struct rule_step {
    bool passes;      /* as if there were no rules */
    int delay_max_ms; /* from the situation's delay_ms up to this it is drawn; 0: that it is */
    struct situation situation;
    struct own_answer *own; /* which the situation shows */
};

struct rule {
    struct rule *next;
    int64_t id;   /* 1, 2, ... within the merchant */
    int64_t used; /* calls that it has met */
    bool is_any_endpoint;
    enum qfpay_endpoint endpoint;
    size_t param_count;
    struct rule_param params[2 * RULE_PARAMS_MAX];
    bool has_amounts;
    int64_t amount_min; /* of txamt, in the smallest unit */
    int64_t amount_max;
    int times;          /* calls that it meets before it is removed; 0: any number */
    double probability; /* that it meets a call that matches */
    uint64_t drawn;     /* how often that was asked, since the start */
    size_t step_count;
    struct rule_step steps[RULE_STEPS_MAX];
    enum rule_after after;
    char *match_text; /* JSON, as the control API shows it and the store keeps it */
    char *respond_text;
};

struct rule_set {
    struct rule *first; /* newest first */
    size_t count;
    int64_t last_id;
};

/* A rule from its JSON; caller frees with rule_free. NULL with one sentence in error. */
struct rule *rule_new(const cJSON *object, char error[RULE_ERROR_SIZE]);
void rule_free(struct rule *rule);

/* Put a rule into a set, before its others; NULL is an empty set, and a rule with id 0 gets the
 * next one. false when out of memory: the rule is still the caller's. */
bool rules_add(struct rule_set **rules, struct rule *rule);

/* All: NULL is an empty set. The newest rule, then by its next. NULL: none. */
const struct rule *rules_first(const struct rule_set *rules);
size_t rules_count(const struct rule_set *rules);

/* Take one out, which is the caller's then, and put it back behind the one that was before it. NULL
 * when there is none with this id; before may be NULL. */
struct rule *rules_take(struct rule_set *rules, int64_t id, struct rule **before);
void rules_put_back(struct rule_set *rules, struct rule *rule, struct rule *before);
void rules_clear(struct rule_set **rules);

/* An expression that was given up, because it would take too long; its rule counts as one that does
 * not match. All NULL: none was. */
struct rule_doubt {
    const struct rule *rule;
    const char *name; /* of the parameter or header */
};

/* A call as rules look at it. */
struct rule_subject {
    enum qfpay_endpoint endpoint;
    const struct qfpay_param *params;
    size_t param_count;
    uint64_t seed; /* of what is drawn */
    /* The value of a header that was sent, else NULL; NULL: none were. cls is for it. */
    const char *(*find_header)(const void *cls, const char *name);
    const void *cls;
};

/* The first rule that matches a call; NULL: none does. The first doubt about those before it is
 * kept. */
struct rule *rules_find(const struct rule_set *rules, const struct rule_subject *subject,
                        struct rule_doubt *doubt);

/* The delay of a response for the next call. */
int rule_draw_delay(const struct rule *rule, const struct rule_step *step, uint64_t seed);

/* Which of its responses the next call meets. */
size_t rule_next_step(const struct rule *rule);

/* Whether all of its responses were used and it is to be removed then. */
bool rule_is_over(const struct rule *rule);

/* "repeat-last", "cycle", "remove". Static. */
const char *rule_after_name(enum rule_after after);

#endif
