/* See vector_words.h. */
#include "testee/vector_words.h"

#include "base/json.h"
#include "program/print.h"
#include "testee/question.h"
#include "trial/trial_words.h"

/* A member of the vector as one line of JSON. */
static void
print_member(FILE *out, const struct vector *vector, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(vector->data, name);
    char *text = member ? cJSON_PrintUnformatted(member) : NULL;

    if (text)
        print_to(out, "  expects %s %s\n", name, text);
    cJSON_free(text);
}

/* What a mistake answers, whatever the operation. */
static const char *
answer_of_mistake(const cJSON *mistake)
{
    return json_text(mistake, "sign",
                     json_text(mistake, "body", json_text(mistake, "outcome", "")));
}

static void
print_mistake(FILE *out, struct arena *arena, const cJSON *mistake, const char *answer,
              const char *words)
{
    const char *pitfall = json_text(mistake, "pitfall", NULL);
    const char *beside = json_join(arena, cJSON_GetObjectItemCaseSensitive(mistake, "beside"),
                                   " and ");

    print_to(out, "  %s %s: %s%s%s%s%s%s\n", answer, words, json_text(mistake, "mistake", ""),
             pitfall ? " (" : "", pitfall ? pitfall : "", pitfall ? ")" : "",
             beside ? ", where it is right for " : "", beside ? beside : "");
}

static void
print_wrong(FILE *out, struct arena *arena, const struct vector *vector)
{
    const cJSON *wrong;

    cJSON_ArrayForEach(wrong, cJSON_GetObjectItemCaseSensitive(vector->data, "tolerated"))
        print_mistake(out, arena, wrong, answer_of_mistake(wrong),
                      "is accepted by servers, but comes of");
    cJSON_ArrayForEach(wrong, cJSON_GetObjectItemCaseSensitive(vector->data, "wrong"))
        print_mistake(out, arena, wrong, answer_of_mistake(wrong), "is what comes of");
    cJSON_ArrayForEach(wrong, cJSON_GetObjectItemCaseSensitive(vector->data, "refused_by"))
        print_mistake(out, arena, wrong, "a refusal", "is what comes of");
}

void
vector_explain(FILE *out, const struct suite *suite, const struct vector *vector)
{
    static const char *const expected[] = {"string", "md5",     "sha256", "encoded",
                                           "valid",  "outcome", "syssn",  "txamt"};
    const struct trial *trial = &vector->trial;
    struct arena *arena = arena_new();
    struct question questions[QUESTIONS_MAX];
    size_t count = questions_of(vector, arena, questions);
    size_t i;

    trial_explain(out, suite, trial);
    for (i = 0; i < count; i++)
        print_to(out, "  asks %s\n", questions[i].line);
    for (i = 0; i < sizeof expected / sizeof expected[0]; i++)
        print_member(out, vector, expected[i]);
    print_wrong(out, arena, vector);
    print_to(out, "  run it: qfpay-conform client --filter %s -- COMMAND\n", trial->id);
    arena_free(arena);
}
