/* Outcome rules in the store: their JSON as it came, and how many calls each has met. */
#include <stdlib.h>
#include <string.h>

#include "situation/rule.h"
#include "store/store.h"
#include "store/store_internal.h"

static enum store_result
put(struct store *store, const struct merchant *merchant, const struct rule *rule, int64_t used)
{
    return store_put(store, TABLE_RULE,
                     &(struct rule_row){.merchant = merchant->id,
                                        .id = rule->id,
                                        .used = used,
                                        .match = rule->match_text,
                                        .respond = rule->respond_text,
                                        .after = rule_after_name(rule->after)});
}

static enum store_result
delete_row(struct store *store, const struct merchant *merchant, int64_t id)
{
    return store_delete(store, TABLE_RULE, &(struct rule_row){.merchant = merchant->id, .id = id});
}

/* A rule with its merchant. */
struct kept {
    struct merchant *merchant;
    struct rule *rule;
    struct rule *before; /* of one that was deleted: behind which it was */
    int64_t used;
};

static void
take_back_add(void *past)
{
    const struct kept *kept = past;

    rule_free(rules_take(kept->merchant->rules, kept->rule->id, NULL));
}

enum store_result
store_add_rule(struct store *store, struct merchant *merchant, struct rule *rule)
{
    const struct kept kept = {.merchant = merchant, .rule = rule};

    if (!store_may_change(store) || !rules_add(&merchant->rules, rule))
        return STORE_FAILED;
    store_note(store, take_back_add, NULL, &kept, sizeof kept);
    /* Where this fails the turn is lost, and takes the rule back. */
    (void)put(store, merchant, rule, rule->used);
    return STORE_OK;
}

static void
take_back_delete(void *past)
{
    const struct kept *kept = past;

    rules_put_back(kept->merchant->rules, kept->rule, kept->before);
}

static void
free_kept(void *past)
{
    rule_free(((struct kept *)past)->rule);
}

enum store_result
store_delete_rule(struct store *store, struct merchant *merchant, int64_t id)
{
    struct kept kept = {.merchant = merchant};

    if (!store_may_change(store))
        return STORE_FAILED;
    kept.rule = rules_take(merchant->rules, id, &kept.before);
    if (!kept.rule)
        return STORE_ABSENT;
    store_note(store, take_back_delete, free_kept, &kept, sizeof kept);
    return delete_row(store, merchant, id);
}

static void
take_back_use(void *past)
{
    const struct kept *kept = past;

    kept->rule->used = kept->used;
}

enum store_result
store_spend_rule(struct store *store, struct merchant *merchant, struct rule *rule)
{
    const struct kept kept = {.rule = rule, .used = rule->used};

    if (!store_may_change(store) || put(store, merchant, rule, rule->used + 1) != STORE_OK)
        return STORE_FAILED;
    rule->used++;
    store_note(store, take_back_use, NULL, &kept, sizeof kept);
    return rule_is_over(rule) ? store_delete_rule(store, merchant, rule->id) : STORE_OK;
}

struct cleared {
    struct merchant *merchant;
    struct rule_set *rules;
};

static void
take_back_clear(void *past)
{
    const struct cleared *cleared = past;

    rules_clear(&cleared->merchant->rules);
    cleared->merchant->rules = cleared->rules;
}

static void
free_cleared(void *past)
{
    rules_clear(&((struct cleared *)past)->rules);
}

enum store_result
store_delete_rules(struct store *store, struct merchant *merchant)
{
    const struct cleared cleared = {merchant, merchant->rules};

    if (!store_may_change(store))
        return STORE_FAILED;
    for (const struct rule *rule = rules_first(merchant->rules); rule; rule = rule->next) {
        if (delete_row(store, merchant, rule->id) != STORE_OK)
            return STORE_FAILED;
    }
    merchant->rules = NULL;
    store_note(store, take_back_clear, free_cleared, &cleared, sizeof cleared);
    return STORE_OK;
}

/* A member from stored JSON. */
static bool
add_parsed(cJSON *object, const char *name, const char *text)
{
    cJSON *item = cJSON_Parse(text);

    if (item && cJSON_AddItemToObject(object, name, item))
        return true;
    cJSON_Delete(item);
    return false;
}

bool
store_read_rule(struct merchant *merchant, const struct rule_row *row)
{
    cJSON *object = cJSON_CreateObject();
    struct rule *rule = NULL;
    char error[RULE_ERROR_SIZE];

    if (object && add_parsed(object, "match", row->match) &&
        add_parsed(object, "respond", row->respond) &&
        cJSON_AddStringToObject(object, "after", row->after))
        rule = rule_new(object, error);
    cJSON_Delete(object);
    if (!rule)
        return false;
    rule->id = row->id;
    rule->used = row->used;
    if (rules_add(&merchant->rules, rule))
        return true;
    rule_free(rule);
    return false;
}
