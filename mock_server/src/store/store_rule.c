/* Outcome rules in the store: their JSON as it came, and how many calls each has met. */
#include <stdlib.h>
#include <string.h>

#include "situation/rule.h"
#include "store/store.h"
#include "store/store_internal.h"

static enum store_result
run_on(struct store *store, enum statement which, const struct merchant *merchant, int64_t id)
{
    sqlite3_stmt *s = store->statements[which];

    if (!store_begin(store))
        return STORE_FAILED;
    sqlite3_bind_int64(s, 1, merchant->id);
    if (id != 0)
        sqlite3_bind_int64(s, 2, id);
    return store_run(store, s);
}

enum store_result
store_insert_rule(struct store *store, const struct merchant *merchant, const struct rule *rule)
{
    sqlite3_stmt *s = store->statements[STATEMENT_RULE_INSERT];

    sqlite3_bind_int64(s, 3, rule->used);
    sqlite3_bind_text(s, 4, rule->match_text, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 5, rule->respond_text, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 6, rule_after_name(rule->after), -1, SQLITE_STATIC);
    return run_on(store, STATEMENT_RULE_INSERT, merchant, rule->id);
}

enum store_result
store_update_rule(struct store *store, const struct merchant *merchant, const struct rule *rule)
{
    sqlite3_bind_int64(store->statements[STATEMENT_RULE_UPDATE], 3, rule->used);
    return run_on(store, STATEMENT_RULE_UPDATE, merchant, rule->id);
}

enum store_result
store_delete_rule(struct store *store, const struct merchant *merchant, int64_t id)
{
    return run_on(store, STATEMENT_RULE_DELETE, merchant, id);
}

enum store_result
store_delete_rules(struct store *store, const struct merchant *merchant)
{
    return run_on(store, STATEMENT_RULES_DELETE, merchant, 0);
}

/* A member from stored JSON. */
static bool
add_parsed(cJSON *object, const char *name, const unsigned char *text)
{
    cJSON *item = text == NULL ? NULL : cJSON_Parse((const char *)text);

    if (item != NULL && cJSON_AddItemToObject(object, name, item))
        return true;
    cJSON_Delete(item);
    return false;
}

static struct rule *
read_rule(sqlite3_stmt *s)
{
    const char *after = (const char *)sqlite3_column_text(s, 4);
    cJSON *object = cJSON_CreateObject();
    struct rule *rule = NULL;
    char error[RULE_ERROR_SIZE];

    if (object != NULL && add_parsed(object, "match", sqlite3_column_text(s, 2)) &&
        add_parsed(object, "respond", sqlite3_column_text(s, 3)) && after != NULL &&
        cJSON_AddStringToObject(object, "after", after) != NULL)
        rule = rule_new(object, error);
    cJSON_Delete(object);
    if (rule != NULL) {
        rule->id = sqlite3_column_int64(s, 0);
        rule->used = sqlite3_column_int64(s, 1);
    }
    return rule;
}

bool
store_load_rules(struct store *store, struct merchant *merchant)
{
    sqlite3_stmt *s = store->statements[STATEMENT_RULES];
    bool ok = true;
    int step = SQLITE_DONE;

    sqlite3_bind_int64(s, 1, merchant->id);
    while (ok && (step = sqlite3_step(s)) == SQLITE_ROW) {
        struct rule *rule = read_rule(s);

        ok = rule != NULL && rules_add(&merchant->rules, rule);
        if (!ok)
            rule_free(rule);
    }
    sqlite3_reset(s);
    return ok && step == SQLITE_DONE;
}
