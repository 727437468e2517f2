/* See transcript.h: reading and checking. Writing is transcript_file.c's. */
#include "drift/transcript.h"

#include <string.h>

#include "base/json.h"
#include "base/json_file.h"
#include "fixture/form.h"

static bool
holds(const cJSON *value, int depth)
{
    const cJSON *child;
    int count = 0;

    cJSON_ArrayForEach(child, value)
    {
        if (depth == TRANSCRIPT_DEPTH_MAX || ++count > TRANSCRIPT_MEMBERS_MAX ||
            !holds(child, depth + 1))
            return false;
    }
    return true;
}

bool
transcript_holds(const cJSON *body)
{
    return holds(body, 0);
}

static void
check_held(struct suite *problems, const char *path, const struct spot *up, const cJSON *object,
           const char *key)
{
    const struct spot spot = {up, key, 0};

    if (!transcript_holds(cJSON_GetObjectItemCaseSensitive(object, key)))
        form_problem(problems, path, &spot,
                     "is nested more than %d deep, or has more than %d members",
                     TRANSCRIPT_DEPTH_MAX, TRANSCRIPT_MEMBERS_MAX);
}

/* What a schema leaves open: bodies, and what was sent. */
static void
check_exchanges(struct suite *problems, const char *path, const struct spot *up, const cJSON *list)
{
    const cJSON *exchange;
    int index = 0;

    cJSON_ArrayForEach(exchange, list)
    {
        const struct spot spot = {up, NULL, index++}, answer = {&spot, "answer", 0};

        check_held(problems, path, &spot, exchange, "sent");
        check_held(problems, path, &answer, cJSON_GetObjectItemCaseSensitive(exchange, "answer"),
                   "body");
    }
}

static void
check_cases(struct suite *problems, const char *path, const cJSON *list)
{
    const struct spot root = {NULL, NULL, 0}, cases = {&root, "cases", 0};
    const cJSON *one;
    int index = 0;

    cJSON_ArrayForEach(one, list)
    {
        const struct spot spot = {&cases, NULL, index++}, exchanges = {&spot, "exchanges", 0};

        check_exchanges(problems, path, &exchanges,
                        cJSON_GetObjectItemCaseSensitive(one, "exchanges"));
    }
}

const cJSON *
transcript_load(struct arena *arena, const char *path, FILE *problems_to)
{
    struct suite *problems = arena_alloc(arena, sizeof *problems);
    const char *problem = "";
    const cJSON *json = json_file_read(arena, path, TRANSCRIPT_MAX, &problem);

    problems->arena = arena;
    problems->problems_to = problems_to;
    if (!json)
        suite_problem(problems, path, "%s", problem);
    else if (form_holds(problems, "transcript", path, json))
        check_cases(problems, path, cJSON_GetObjectItemCaseSensitive(json, "cases"));
    return problems->problem_count ? NULL : json;
}

const cJSON *
transcript_case(const cJSON *transcript, const char *id)
{
    const cJSON *one;

    cJSON_ArrayForEach(one, cJSON_GetObjectItemCaseSensitive(transcript, "cases"))
    {
        if (strcmp(json_text(one, "id", ""), id) == 0)
            return one;
    }
    return NULL;
}

bool
transcript_is_partial(const cJSON *transcript)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(transcript, "partial"));
}
