/* See scenario.h. */
#include "trial/scenario.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_file.h"
#include "fixture/form.h"

enum { FILE_SIZE_MAX = 1024 * 1024 };

/* A loading under way. */
struct loading {
    const struct suite *suite;
    struct suite problems; /* only what suite_problem and the checks of forms use */
    struct scenario_list *list;
};

static enum errand
errand_of(const char *run)
{
    if (strcmp(run, "refund") == 0)
        return ERRAND_REFUND;
    return strcmp(run, "receive") == 0 ? ERRAND_RECEIVE : ERRAND_PAY;
}

static void
add_scenario(struct loading *loading, const char *file, const char *subject, const cJSON *json)
{
    struct scenario_list *list = loading->list;
    struct scenario *scenario = &list->items[list->count];

    scenario->id = json_text(json, "id", "");
    scenario->subject = subject;
    scenario->file = file;
    scenario->comment = json_text(json, "comment", "");
    scenario->pitfall = json_join(loading->problems.arena,
                                  cJSON_GetObjectItemCaseSensitive(json, "pitfall"), ", ");
    (void)evidence_find(json_text(json, "evidence", NULL), &scenario->evidence);
    scenario->source = json_text(json, "source", "");
    scenario->requirement_count = suite_list_requirements(
        loading->suite, cJSON_GetObjectItemCaseSensitive(json, "requirement"),
        scenario->requirements);
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
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].id, scenario->id) == 0)
            suite_problem(&loading->problems, file, "the scenario %s exists already", scenario->id);
    }
    if (suite_find_case(loading->suite, scenario->id))
        suite_problem(&loading->problems, file, "%s is the id of a case", scenario->id);
    if (suite_find_retired(loading->suite, scenario->id))
        suite_problem(&loading->problems, file, "%s is a retired id and cannot be used again",
                      scenario->id);
    list->count++;
}

static void
load_file(struct loading *loading, const char *path, const char *file)
{
    struct arena *arena = loading->problems.arena;
    const char *problem = NULL;
    const cJSON *document = json_file_read(arena, path, FILE_SIZE_MAX, &problem);
    const cJSON *rows = cJSON_GetObjectItemCaseSensitive(document, "scenarios");
    struct scenario_list *list = loading->list;
    struct scenario *larger;
    const cJSON *row;

    if (!document)
        suite_problem(&loading->problems, path, "%s", problem);
    if (!document || !form_holds(&loading->problems, "scenarios", file, document))
        return;
    larger = arena_alloc(arena, (list->count + (size_t)cJSON_GetArraySize(rows)) * sizeof *larger);
    if (list->count)
        memcpy(larger, list->items, list->count * sizeof *larger);
    list->items = larger;
    cJSON_ArrayForEach(row, rows)
        add_scenario(loading, file, json_text(document, "subject", ""), row);
}

bool
scenarios_load(const struct suite *suite, struct arena *arena, FILE *problems_to,
               struct scenario_list *list)
{
    /* The requirements are the suite's, everything new is not. */
    struct loading loading = {.suite = suite, .problems = *suite, .list = list};
    const char *folder = arena_printf(arena, "%s/scenarios", suite->folder);
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);

    loading.problems.arena = arena;
    loading.problems.problems_to = problems_to;
    loading.problems.problem_count = 0;
    memset(list, 0, sizeof *list);
    /* A folder of somebody's own fixtures may have none. */
    if (count < 0 && errno != ENOENT)
        suite_problem(&loading.problems, folder, "the folder cannot be read: %s", strerror(errno));
    for (int i = 0; i < count; i++) {
        const char *name = arena_dup(arena, entries[i]->d_name);

        if (json_file_is_name(name))
            load_file(&loading, arena_printf(arena, "%s/%s", folder, name),
                      arena_printf(arena, "scenarios/%s", name));
        free(entries[i]);
    }
    free(entries);
    return suite_is_sound(&loading.problems);
}

struct trial *
scenario_trials(const struct scenario_list *list, struct arena *arena)
{
    struct trial *trials = arena_alloc(arena, (list->count + 1) * sizeof *trials);
    size_t i;

    for (i = 0; i < list->count; i++) {
        const struct scenario *scenario = &list->items[i];

        trials[i] = (struct trial){
            .id = scenario->id,
            .group = scenario->subject,
            .file = scenario->file,
            .comment = scenario->comment,
            .pitfall = scenario->pitfall,
            .evidence = scenario->evidence,
            .source = scenario->source,
            .requirements = scenario->requirements,
            .requirement_count = scenario->requirement_count,
            .listed_count = scenario->requirement_count,
        };
    }
    return trials;
}
