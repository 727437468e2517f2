/* See vector.h. Files without an operation are for other tests and are passed over. */
#include "trial/vector.h"

#include <string.h>

#include "base/json.h"
#include "fixture/form.h"
#include "fixture/load.h"
#include "fixture/mistake.h"

/* A loading under way. */
struct loading {
    struct suite suite;
    struct vectors *vectors;
};

const struct vector *
vectors_find(const struct vectors *vectors, const char *id)
{
    size_t i;

    for (i = 0; i < vectors->count; i++) {
        if (strcmp(vectors->list[i].trial.id, id) == 0)
            return &vectors->list[i];
    }
    return NULL;
}

/* "sign.derived" of "sign.derived.minimal". */
static const char *
group_of(struct arena *arena, const char *id)
{
    const char *end = strrchr(id, '.');

    return end ? arena_copy(arena, id, (size_t)(end - id)) : id;
}

/* Every mistake that a vector can show: those it is made for, and those whose answers it knows. */
static const char *
pitfalls_of_vector(struct arena *arena, const cJSON *json)
{
    static const char *const lists[] = {"tolerated", "wrong", "refused_by"};
    const char *names = json_join(arena, cJSON_GetObjectItemCaseSensitive(json, "pitfall"), ", ");
    size_t i;

    for (i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        const cJSON *mistake;

        cJSON_ArrayForEach(mistake, cJSON_GetObjectItemCaseSensitive(json, lists[i]))
        {
            const char *id = json_text(mistake, "pitfall", NULL);

            if (id && !mistake_is_among(names, id))
                names = names ? arena_printf(arena, "%s, %s", names, id) : id;
        }
    }
    return names;
}

/* Copy a checked vector into its row. */
static void
add_vector(struct vectors *vectors, struct suite *suite, const char *file, const cJSON *json,
           enum operation operation)
{
    struct vector *vector = &vectors->list[vectors->count];
    struct trial *trial = &vector->trial;

    trial->id = json_text(json, "id", "");
    trial->group = group_of(suite->arena, trial->id);
    trial->file = file;
    trial->comment = json_text(json, "comment", "");
    trial->pitfall = pitfalls_of_vector(suite->arena, json);
    (void)evidence_find(json_text(json, "evidence", NULL), &trial->evidence);
    trial->source = json_text(json, "source", "");
    vector->requirement = suite_find_requirement(suite, json_text(json, "requirement", ""));
    vector->operation = operation;
    trial->operation = operation_name(operation);
    vector->data = json;
    if (vectors_find(vectors, trial->id) || suite_find_case(suite, trial->id))
        suite_problem(suite, file, "the id %s is there already", trial->id);
    if (suite_find_retired(suite, trial->id))
        suite_problem(suite, file, "%s is a retired id and cannot be used again", trial->id);
    vectors->count++;
}

static void
check_one_beside(const struct vectors *vectors, struct suite *suite, const struct vector *vector,
                 const char *id)
{
    const struct vector *other = vectors_find(vectors, id);

    if (!other || other->operation != vector->operation)
        suite_problem(suite, vector->trial.file,
                      "%s names %s as what stands beside it, which is no such vector",
                      vector->trial.id, id);
}

/* The vectors that a mistake leaves right must be there. */
static void
check_beside(const struct vectors *vectors, struct suite *suite, const struct vector *vector)
{
    static const char *const lists[] = {"wrong", "refused_by"};
    size_t i;

    for (i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        const cJSON *mistake;

        cJSON_ArrayForEach(mistake, cJSON_GetObjectItemCaseSensitive(vector->data, lists[i]))
        {
            const cJSON *ids = cJSON_GetObjectItemCaseSensitive(mistake, "beside");
            const cJSON *id;

            JSON_EACH(id, ids) check_one_beside(vectors, suite, vector, id->valuestring);
        }
    }
}

/* Of what is to be encoded: as an object it is a question, so no name may come twice. */
static void
check_names(struct suite *suite, const struct vector *vector)
{
    const cJSON *params = cJSON_GetObjectItemCaseSensitive(vector->data, "params");
    const cJSON *one, *other;

    cJSON_ArrayForEach(one, params)
    {
        for (other = cJSON_IsArray(params) ? params->child : one; other != one;
             other = other->next) {
            if (strcmp(json_text(other, "name", ""), json_text(one, "name", "")) == 0)
                suite_problem(suite, vector->trial.file, "%s has the parameter %s twice",
                              vector->trial.id, json_text(one, "name", ""));
        }
    }
}

static void
load_vectors(void *context, const char *file, const cJSON *document)
{
    struct loading *loading = context;
    struct vectors *vectors = loading->vectors;
    const cJSON *named = cJSON_GetObjectItemCaseSensitive(document, "operation");
    const cJSON *rows = cJSON_GetObjectItemCaseSensitive(document, "vectors");
    const cJSON *row;
    enum operation operation;

    if (!named || !form_holds(&loading->suite, "vectors", file, document) ||
        !operation_find(cJSON_GetStringValue(named), &operation))
        return;
    vectors->list = arena_grow(loading->suite.arena, vectors->list, vectors->count,
                               (size_t)cJSON_GetArraySize(rows), sizeof *vectors->list);
    cJSON_ArrayForEach(row, rows) add_vector(vectors, &loading->suite, file, row, operation);
}

bool
vectors_load(struct vectors *vectors, const struct suite *suite, struct arena *arena,
             FILE *problems_to)
{
    struct loading loading = {suite_beside(suite, arena, problems_to), vectors};
    size_t i;

    memset(vectors, 0, sizeof *vectors);
    /* A folder of somebody's own fixtures may have none. */
    (void)suite_load_folder(&loading.suite, "vectors", load_vectors, &loading);
    vectors->trials = arena_alloc(arena, (vectors->count + 1) * sizeof *vectors->trials);
    for (i = 0; i < vectors->count; i++) {
        struct vector *vector = &vectors->list[i];

        check_beside(vectors, &loading.suite, vector);
        check_names(&loading.suite, vector);
        vector->trial.requirements = &vector->requirement;
        vector->trial.requirement_count = 1;
        vector->trial.listed_count = 1;
        vectors->trials[i] = vector->trial;
    }
    return suite_is_sound(&loading.suite);
}
