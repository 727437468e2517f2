/* Control calls for outcome rules. POST takes one rule, or an array of them that is taken as a
 * whole or not at all. */
#include <stdlib.h>

#include "api/refuse.h"
#include "control/control.h"
#include "server/server.h"
#include "situation/rule.h"

static void
add_rule(struct tree *tree, cJSON *list, const struct rule *rule)
{
    cJSON *object = node_add_object(tree, list, NULL);

    node_number(tree, object, "id", rule->id);
    node_raw(tree, object, "match", rule->match_text);
    node_raw(tree, object, "respond", rule->respond_text);
    node_text(tree, object, "after", rule_after_name(rule->after));
    node_number(tree, object, "used", rule->used);
}

/* The first so many rules, in the order in which they are asked. */
static struct reply
answer_rules(struct request *req, unsigned http_status, size_t count)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    cJSON *list = node_add_array(&tree, root, "rules");

    for (const struct rule *rule = rules_first(req->merchant->rules); count > 0;
         rule = rule->next, count--)
        add_rule(&tree, list, rule);
    return control_answer(req, http_status, &tree, root);
}

struct reply
control_get_rules(struct request *req, const char *id, const cJSON *body)
{
    (void)id;
    (void)body;
    return answer_rules(req, 200, rules_count(req->merchant->rules));
}

static void
free_all(struct rule **rules, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rule_free(rules[i]);
}

/* Hand the rules to the merchant, the last one first: an array is asked in the order in which it is
 * written. */
static struct reply
adopt(struct request *req, struct rule **rules, size_t count)
{
    for (size_t i = count; i-- > 0;) {
        if (store_add_rule(req->server->store, req->merchant, rules[i]) != STORE_OK) {
            free_all(rules, i + 1);
            return fault(req, "keep a rule");
        }
    }
    return answer_rules(req, 201, count);
}

struct reply
control_post_rules(struct request *req, const char *id, const cJSON *body)
{
    bool is_list = cJSON_IsArray(body);
    const cJSON *item = is_list ? body->child : body;
    size_t room = RULES_MAX - rules_count(req->merchant->rules);
    struct rule *rules[RULES_MAX];
    size_t count = 0;
    char error[RULE_ERROR_SIZE];

    (void)id;
    if (!item)
        return control_fail(req, 400, "the body must be a rule, or an array of rules");
    for (; item; item = is_list ? item->next : NULL) {
        if (count == room) {
            free_all(rules, count);
            return control_fail(req, 409, "a merchant has at most %d rules; delete some",
                                RULES_MAX);
        }
        rules[count] = rule_new(item, error);
        if (!rules[count]) {
            free_all(rules, count);
            return is_list ? control_fail(req, 400, "rule %zu of the array: %s", count + 1, error)
                           : control_fail(req, 400, "%s", error);
        }
        count++;
    }
    return adopt(req, rules, count);
}

struct reply
control_delete_rules(struct request *req, const char *id, const cJSON *body)
{
    (void)id;
    (void)body;
    if (store_delete_rules(req->server->store, req->merchant) != STORE_OK)
        return fault(req, "delete rules");
    return control_done();
}

struct reply
control_delete_rule(struct request *req, const char *id, const cJSON *body)
{
    char *end;
    long long number = strtoll(id, &end, 10);

    (void)body;
    switch (*end != '\0' ? STORE_ABSENT
                         : store_delete_rule(req->server->store, req->merchant, number)) {
    case STORE_OK:
        break;
    case STORE_ABSENT:
        return control_fail(req, 404, "this merchant has no rule \"%.20s\"", id);
    case STORE_DUPLICATE:
    case STORE_FAILED:
        return fault(req, "delete a rule");
    }
    return control_done();
}
