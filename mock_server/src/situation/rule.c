/* The rules of a merchant and how a call meets them. Their JSON is rule_json.c. */
#include "situation/rule.h"

#include <stdlib.h>
#include <string.h>

void
rule_free(struct rule *rule)
{
    if (!rule)
        return;
    for (size_t i = 0; i < rule->param_count; i++) {
        free(rule->params[i].name);
        pattern_free(rule->params[i].pattern);
    }
    for (size_t i = 0; i < rule->step_count; i++)
        own_answer_free(rule->steps[i].own);
    free(rule->match_text);
    free(rule->respond_text);
    free(rule);
}

bool
rules_add(struct rule_set **rules, struct rule *rule)
{
    struct rule_set *set = !*rules ? calloc(1, sizeof *set) : *rules;

    if (!set)
        return false;
    *rules = set;
    if (rule->id == 0)
        rule->id = set->last_id + 1;
    if (rule->id > set->last_id)
        set->last_id = rule->id;
    rule->next = set->first;
    set->first = rule;
    set->count++;
    return true;
}

const struct rule *
rules_first(const struct rule_set *rules)
{
    return rules ? rules->first : NULL;
}

size_t
rules_count(const struct rule_set *rules)
{
    return rules ? rules->count : 0;
}

struct rule *
rules_take(struct rule_set *rules, int64_t id, struct rule **before)
{
    struct rule *last = NULL;
    struct rule *rule = rules ? rules->first : NULL;

    while (rule && rule->id != id) {
        last = rule;
        rule = rule->next;
    }
    if (!rule)
        return NULL;
    *(last ? &last->next : &rules->first) = rule->next;
    rules->count--;
    if (before)
        *before = last;
    return rule;
}

void
rules_put_back(struct rule_set *rules, struct rule *rule, struct rule *before)
{
    struct rule **link = before ? &before->next : &rules->first;

    rule->next = *link;
    *link = rule;
    rules->count++;
}

void
rules_clear(struct rule_set **rules)
{
    while (rules_first(*rules))
        rule_free(rules_take(*rules, (*rules)->first->id, NULL));
    free(*rules);
    *rules = NULL;
}

/* A parameter that was not sent is looked at as an empty one. */
static bool
matches(const struct rule *rule, const struct qfpay_param *params, size_t count, size_t *steps,
        struct rule_doubt *doubt)
{
    for (size_t i = 0; i < rule->param_count; i++) {
        const struct qfpay_param *param = qfpay_param_find(params, count, rule->params[i].name);
        const char *value = param ? param->value : "";
        enum pattern_result result = strlen(value) > RULE_VALUE_MAX
                                         ? PATTERN_DIFFERS
                                         : pattern_try(rule->params[i].pattern, value, steps);

        if (result == PATTERN_GAVE_UP && !doubt->rule)
            *doubt = (struct rule_doubt){rule, rule->params[i].name};
        if (result != PATTERN_MATCHES)
            return false;
    }
    return true;
}

struct rule *
rules_find(const struct rule_set *rules, enum qfpay_endpoint endpoint,
           const struct qfpay_param *params, size_t count, struct rule_doubt *doubt)
{
    struct rule *rule = rules ? rules->first : NULL;
    size_t steps = RULES_STEPS_MAX;

    while (rule && !((rule->is_any_endpoint || rule->endpoint == endpoint) &&
                     matches(rule, params, count, &steps, doubt)))
        rule = rule->next;
    return rule;
}

size_t
rule_next_step(const struct rule *rule)
{
    int64_t count = (int64_t)rule->step_count;

    if (rule->after == RULE_CYCLE)
        return (size_t)(rule->used % count);
    return (size_t)(rule->used < count ? rule->used : count - 1);
}

bool
rule_is_over(const struct rule *rule)
{
    return rule->after == RULE_REMOVE && rule->used >= (int64_t)rule->step_count;
}
