/* See transcript.h: reading and checking. Writing is transcript_file.c's. */
#include "drift/transcript.h"

#include <string.h>

#include "base/json.h"
#include "base/json_file.h"
#include "fixture/form.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

enum { CASES_MAX = 100000, EXCHANGES_MAX = 10000 };

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
form_any(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    if (!transcript_holds(value))
        form_problem(at, "is nested more than %d deep, or has more than %d members",
                     TRANSCRIPT_DEPTH_MAX, TRANSCRIPT_MEMBERS_MAX);
}

static void
form_some_object(const struct spot *at, const cJSON *value, const char *words)
{
    form_any(at, value, words);
    if (!cJSON_IsObject(value))
        form_problem(at, "must be an object");
}

static void
form_some_texts(const struct spot *at, const cJSON *value, const char *words)
{
    const cJSON *member;

    (void)words;
    if (!cJSON_IsObject(value) && !cJSON_IsArray(value))
        form_problem(at, "must hold texts");
    cJSON_ArrayForEach(member, value)
    {
        if (!cJSON_IsString(member))
            form_problem(at, "must hold texts only");
    }
}

static void
form_signature(const struct spot *at, const cJSON *value, const char *words)
{
    if (!cJSON_IsString(value) || strcmp(value->valuestring, "not checked") != 0)
        form_word(at, value, words ? words : "right wrong none");
}

static void
form_answer(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"http", form_integer, "100 999", false},
        {"ms", form_integer, "0 86400000", false},
        {"headers", form_some_texts, NULL, false},
        {"signature", form_signature, NULL, false},
        {"body", form_any, NULL, false},
        {"text", form_string, NULL, false},
        {"none", form_word, "lost unanswered", false},
    };

    (void)words;
    form_object(at, value, keys, COUNT(keys));
}

static void
form_exchange(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"step", form_integer, "1 100000", true}, {"n", form_integer, "1 100000", false},
        {"title", form_string, NULL, false},      {"sent", form_some_object, NULL, false},
        {"answer", form_answer, NULL, true},      {"whole", form_bool, NULL, false},
    };

    (void)words;
    form_object(at, value, keys, COUNT(keys));
}

static void
form_exchanges(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    form_list(at, value, 0, EXCHANGES_MAX, form_exchange);
}

static void
form_case(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"id", form_dotted, NULL, true},
        {"skipped", form_text, NULL, false},
        {"fingerprint", form_text, NULL, false},
        {"verdict", form_word, "pass differs fail unmet", false},
        {"finding", form_string, NULL, false},
        {"exchanges", form_exchanges, NULL, false},
        {"evidence", form_text, NULL, false},
        {"source", form_text, NULL, false},
        {"comment", form_text, NULL, false},
    };

    (void)words;
    form_object(at, value, keys, COUNT(keys));
    if (!cJSON_GetObjectItemCaseSensitive(value, "skipped") ==
        !cJSON_GetObjectItemCaseSensitive(value, "exchanges"))
        form_problem(at, "has neither or both of exchanges and skipped");
}

static void
form_cases(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    form_list(at, value, 0, CASES_MAX, form_case);
}

static const struct form_key head_keys[] = {
    {"schema", form_constant, TRANSCRIPT_SCHEMA, true},
    {"recorded", form_text, NULL, true},
    {"target", form_text, NULL, true},
    {"runner", form_text, NULL, false},
    {"sandbox", form_some_texts, NULL, false},
    {"capabilities", form_some_texts, NULL, false},
    {"partial", form_bool, NULL, false},
    {"checked", form_date, NULL, false},
    {"comment", form_text, NULL, false},
    {"cases", form_cases, NULL, true},
};

const cJSON *
transcript_load(struct arena *arena, const char *path, FILE *problems_to)
{
    struct suite *problems = arena_alloc(arena, sizeof *problems);
    struct checker checker = {.suite = problems, .file = path};
    const struct spot root = {&checker, NULL, NULL, 0};
    const char *problem = "";
    const cJSON *json = json_file_read(arena, path, TRANSCRIPT_MAX, &problem);

    problems->arena = arena;
    problems->problems_to = problems_to;
    if (!json)
        suite_problem(problems, path, "%s", problem);
    else
        form_object(&root, json, head_keys, COUNT(head_keys));
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
