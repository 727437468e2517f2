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

/* What was not sent is looked at as an empty text. */
static const char *
value_of(const struct rule_subject *subject, const struct rule_param *wanted)
{
    const struct qfpay_param *param;
    const char *value = NULL;

    if (!wanted->is_header) {
        param = qfpay_param_find(subject->params, subject->param_count, wanted->name);
        value = param ? param->value : NULL;
    } else if (subject->find_header) {
        value = subject->find_header(subject->cls, wanted->name);
    }
    return value ? value : "";
}

/* A text that is no amount lies in no range. */
static bool
has_amount_between(const struct rule_subject *subject, int64_t min, int64_t max)
{
    enum { DIGITS_MAX = 18 };
    const struct qfpay_param *param = qfpay_param_find(subject->params, subject->param_count,
                                                       "txamt");
    size_t len = param ? strlen(param->value) : 0;
    int64_t amount;

    if (len == 0 || len > DIGITS_MAX || strspn(param->value, "0123456789") != len)
        return false;
    amount = strtoll(param->value, NULL, 10);
    return amount >= min && amount <= max;
}

static bool
matches(const struct rule *rule, const struct rule_subject *subject, size_t *steps,
        struct rule_doubt *doubt)
{
    if (!rule->is_any_endpoint && rule->endpoint != subject->endpoint)
        return false;
    if (rule->has_amounts && !has_amount_between(subject, rule->amount_min, rule->amount_max))
        return false;
    for (size_t i = 0; i < rule->param_count; i++) {
        const char *value = value_of(subject, &rule->params[i]);
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

/* The n-th draw of a rule, from 0 to below 1, from the seed and its number (splitmix64): the same
 * run has the same draws, whatever other rules and merchants do. */
static double
draw(const struct rule *rule, uint64_t seed, uint64_t n)
{
    uint64_t bits = (seed + ((uint64_t)rule->id << 32) + n) * 0x9e3779b97f4a7c15U;

    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
    bits ^= bits >> 31;
    return (double)(bits >> 11) / (double)(1ULL << 53);
}

static bool
is_drawn(struct rule *rule, uint64_t seed)
{
    return rule->probability >= 1 || draw(rule, seed, ++rule->drawn) < rule->probability;
}

/* Counted from the other end, so that it does not follow from whether the rule was drawn. */
int
rule_draw_delay(const struct rule *rule, const struct rule_step *step, uint64_t seed)
{
    int least = step->situation.delay_ms;

    if (step->delay_max_ms == 0)
        return least;
    return least +
           (int)(draw(rule, seed, ~(uint64_t)rule->used) * (step->delay_max_ms - least + 1));
}

struct rule *
rules_find(const struct rule_set *rules, const struct rule_subject *subject,
           struct rule_doubt *doubt)
{
    struct rule *rule = rules ? rules->first : NULL;
    size_t steps = RULES_STEPS_MAX;

    while (rule && !(matches(rule, subject, &steps, doubt) && is_drawn(rule, subject->seed)))
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
    return (rule->after == RULE_REMOVE && rule->used >= (int64_t)rule->step_count) ||
           (rule->times > 0 && rule->used >= rule->times);
}
