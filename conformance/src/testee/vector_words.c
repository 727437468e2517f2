/* See vector_words.h. */
#include "vector_words.h"

#include "mistake.h"
#include "printable.h"
#include "question.h"

size_t
vectors_list(FILE *out, const struct vectors *vectors, const struct options *options)
{
    size_t i, listed = 0;

    for (i = 0; i < vectors->count; i++) {
        const struct vector *vector = &vectors->list[i];

        if (!options_select(options, vector->trial.id))
            continue;
        fprintf(out, "%-48s %-8s %-15s %s\n", vector->trial.id,
                evidence_name(vector->trial.evidence), "vector", vector->requirement->id);
        listed++;
    }
    return listed;
}

/* A member of the vector as one line of JSON. */
static void
print_member(FILE *out, const struct vector *vector, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(vector->data, name);
    char *text = member ? cJSON_PrintUnformatted(member) : NULL;

    if (text)
        fprintf(out, "  expects %s %s\n", name, text);
    cJSON_free(text);
}

static void
print_known(FILE *out, const struct vector *vector, const char *list, const char *words)
{
    const cJSON *known;

    cJSON_ArrayForEach(known, cJSON_GetObjectItemCaseSensitive(vector->data, list))
    {
        const char *pitfall = json_text(known, "pitfall", NULL);

        fprintf(out, "  %s %s: %s%s%s%s\n", json_text(known, "sign", ""), words,
                json_text(known, "mistake", ""), pitfall ? " (" : "", pitfall ? pitfall : "",
                pitfall ? ")" : "");
    }
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

    fprintf(out, "%s (%s)\n  %s\n  evidence [%s] %s\n", trial->id, trial->file, trial->comment,
            evidence_name(trial->evidence), trial->source);
    fprintf(out, "  %s: %s\n", vector->requirement->id, vector->requirement->text);
    if (trial->pitfall)
        mistakes_print(out, suite, "  exposes ", trial->pitfall);
    for (i = 0; i < count; i++)
        fprintf(out, "  asks %s\n", printable(arena, questions[i].line));
    for (i = 0; i < sizeof expected / sizeof expected[0]; i++)
        print_member(out, vector, expected[i]);
    print_known(out, vector, "tolerated", "is accepted by servers, but comes of");
    print_known(out, vector, "wrong", "is what comes of");
    fprintf(out, "  run it: qfpay-conform client --filter %s -- COMMAND\n", trial->id);
    arena_free(arena);
}

void
vectors_of_requirement(FILE *out, const struct vectors *vectors,
                       const struct requirement *requirement)
{
    size_t i;

    for (i = 0; i < vectors->count; i++) {
        if (vectors->list[i].requirement == requirement)
            fprintf(out, "  %s: %s\n", vectors->list[i].trial.id, vectors->list[i].trial.comment);
    }
}
