/* See scenario.h. */
#include "trial/scenario.h"

#include <string.h>

#include "base/json.h"
#include "fixture/form.h"
#include "fixture/load.h"

/* A loading under way. */
struct loading {
    struct suite suite;
    struct scenario_list *list;
};

static enum errand
errand_of(const char *run)
{
    if (strcmp(run, "refund") == 0)
        return ERRAND_REFUND;
    return strcmp(run, "receive") == 0 ? ERRAND_RECEIVE : ERRAND_PAY;
}

const struct scenario *
scenarios_find(const struct scenario_list *list, const char *id)
{
    size_t i;

    for (i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].trial.id, id) == 0)
            return &list->items[i];
    }
    return NULL;
}

static void
add_scenario(struct loading *loading, const char *file, const char *subject, const cJSON *json)
{
    struct scenario_list *list = loading->list;
    struct scenario *scenario = &list->items[list->count];
    struct trial *trial = &scenario->trial;

    trial->id = json_text(json, "id", "");
    trial->group = subject;
    trial->file = file;
    trial->comment = json_text(json, "comment", "");
    trial->pitfall = json_join(loading->suite.arena,
                               cJSON_GetObjectItemCaseSensitive(json, "pitfall"), ", ");
    (void)evidence_find(json_text(json, "evidence", NULL), &trial->evidence);
    trial->source = json_text(json, "source", "");
    trial->requirement_count = suite_list_requirements(
        &loading->suite, cJSON_GetObjectItemCaseSensitive(json, "requirement"),
        scenario->requirements);
    trial->listed_count = trial->requirement_count;
    scenario->errand = errand_of(json_text(json, "run", ""));
    (void)role_find(json_text(json, "as", "default"), &scenario->role);
    (void)qfpay_digest_find(json_text(json, "sign_type", "MD5"), &scenario->digest);
    scenario->has_notify_key = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "notify_key"));
    scenario->txamt = json_text(json, "txamt", "1000");
    scenario->refund = json_text(json, "refund", scenario->txamt);
    scenario->goods_name = json_text(json, "goods_name", "");
    scenario->rules = cJSON_GetObjectItemCaseSensitive(json, "rules");
    scenario->script = cJSON_GetObjectItemCaseSensitive(json, "script");
    scenario->expect = cJSON_GetObjectItemCaseSensitive(json, "expect");
    if (scenarios_find(list, trial->id))
        suite_problem(&loading->suite, file, "the scenario %s exists already", trial->id);
    if (suite_find_case(&loading->suite, trial->id))
        suite_problem(&loading->suite, file, "%s is the id of a case", trial->id);
    if (suite_find_retired(&loading->suite, trial->id))
        suite_problem(&loading->suite, file, "%s is a retired id and cannot be used again",
                      trial->id);
    list->count++;
}

static void
load_scenarios(void *context, const char *file, const cJSON *document)
{
    struct loading *loading = context;
    const cJSON *rows = cJSON_GetObjectItemCaseSensitive(document, "scenarios");
    struct scenario_list *list = loading->list;
    const cJSON *row;

    if (!form_holds(&loading->suite, "scenarios", file, document))
        return;
    list->items = arena_grow(loading->suite.arena, list->items, list->count,
                             (size_t)cJSON_GetArraySize(rows), sizeof *list->items);
    cJSON_ArrayForEach(row, rows)
        add_scenario(loading, file, json_text(document, "subject", ""), row);
}

bool
scenarios_load(const struct suite *suite, struct arena *arena, FILE *problems_to,
               struct scenario_list *list)
{
    struct loading loading = {suite_beside(suite, arena, problems_to), list};
    size_t i;

    memset(list, 0, sizeof *list);
    /* A folder of somebody's own fixtures may have none. */
    (void)suite_load_folder(&loading.suite, "scenarios", load_scenarios, &loading);
    list->trials = arena_alloc(arena, (list->count + 1) * sizeof *list->trials);
    for (i = 0; i < list->count; i++) {
        list->items[i].trial.requirements = list->items[i].requirements;
        list->trials[i] = list->items[i].trial;
    }
    return suite_is_sound(&loading.suite);
}
