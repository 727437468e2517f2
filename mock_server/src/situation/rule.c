/* The rules of a merchant and how a call meets them. Their JSON is rule_json.c, the expressions are
 * rule_pattern.c. */
#include "rule.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "request.h"
#include "server.h"

void
rule_free(struct rule *rule)
{
    if (rule == NULL)
        return;
    for (size_t i = 0; i < rule->param_count; i++) {
        free(rule->params[i].name);
        regfree(&rule->params[i].regex);
    }
    free(rule->match_text);
    free(rule->respond_text);
    free(rule);
}

bool
rules_add(struct merchant *merchant, struct rule *rule)
{
    if (merchant->rules == NULL)
        merchant->rules = calloc(1, sizeof(*merchant->rules));
    if (merchant->rules == NULL)
        return false;
    if (rule->id == 0)
        rule->id = merchant->rules->last_id + 1;
    if (rule->id > merchant->rules->last_id)
        merchant->rules->last_id = rule->id;
    rule->next = merchant->rules->first;
    merchant->rules->first = rule;
    merchant->rules->count++;
    return true;
}

const struct rule *
rules_first(const struct merchant *merchant)
{
    return merchant->rules == NULL ? NULL : merchant->rules->first;
}

size_t
rules_count(const struct merchant *merchant)
{
    return merchant->rules == NULL ? 0 : merchant->rules->count;
}

bool
rules_remove(struct merchant *merchant, int64_t id)
{
    struct rule **link = merchant->rules == NULL ? NULL : &merchant->rules->first;

    while (link != NULL && *link != NULL) {
        struct rule *rule = *link;

        if (rule->id != id) {
            link = &rule->next;
            continue;
        }
        *link = rule->next;
        merchant->rules->count--;
        rule_free(rule);
        return true;
    }
    return false;
}

void
rules_clear(struct merchant *merchant)
{
    while (rules_first(merchant) != NULL)
        rules_remove(merchant, rules_first(merchant)->id);
    free(merchant->rules);
    merchant->rules = NULL;
}

/* A parameter that was not sent is looked at as an empty one. */
static bool
matches(const struct rule *rule, const struct request *req)
{
    if (!rule->is_any_endpoint && rule->endpoint != req->endpoint)
        return false;
    for (size_t i = 0; i < rule->param_count; i++) {
        const char *value = request_value(req, rule->params[i].name);

        if (strlen(value) > RULE_VALUE_MAX ||
            regexec(&rule->params[i].regex, value, 0, NULL, 0) != 0)
            return false;
    }
    return true;
}

static size_t
next_step(const struct rule *rule)
{
    int64_t count = (int64_t)rule->step_count;

    if (rule->after == RULE_CYCLE)
        return (size_t)(rule->used % count);
    return (size_t)(rule->used < count ? rule->used : count - 1);
}

/* Count a response as spent, here and in the store. */
static void
spend(struct request *req, struct rule *rule)
{
    struct store *store = req->server->store;
    struct merchant *merchant = req->merchant;
    bool is_over;
    enum store_result result;

    rule->used++;
    is_over = rule->after == RULE_REMOVE && rule->used >= (int64_t)rule->step_count;
    result = is_over ? store_delete_rule(store, merchant, rule->id)
                     : store_update_rule(store, merchant, rule);
    if (result != STORE_OK)
        log_fault(req->server->settings, "store a rule", store_error(store));
    if (is_over)
        rules_remove(merchant, rule->id);
}

bool
rules_meet(struct request *req, struct rule_step *step)
{
    struct rule *rule = req->merchant->rules->first;
    size_t at;

    while (rule != NULL && !matches(rule, req))
        rule = rule->next;
    if (rule == NULL)
        return false;
    at = next_step(rule);
    *step = rule->steps[at];
    req->trigger_note = arena_printf(req->arena, "rule %lld, response %zu of %zu",
                                     (long long)rule->id, at + 1, rule->step_count);
    spend(req, rule);
    return true;
}
