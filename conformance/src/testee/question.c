/* See question.h. */
#include "testee/question.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "qfpay/wire.h"

/* A question under construction; everything added to it is checked once, when it is written. */
struct draft {
    cJSON *json;
    bool is_whole;
};

static void
add(struct draft *draft, const char *name, cJSON *item)
{
    if (!item || !cJSON_AddItemToObject(draft->json, name, item)) {
        cJSON_Delete(item);
        draft->is_whole = false;
    }
}

static void
add_text(struct draft *draft, const char *name, const char *text)
{
    add(draft, name, cJSON_CreateString(text));
}

static void
add_copy(struct draft *draft, const char *name, const cJSON *from, const char *member)
{
    add(draft, name, cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(from, member), true));
}

static struct draft
begin(enum operation operation)
{
    struct draft draft = {cJSON_CreateObject(), true};

    add_text(&draft, "op", operation_name(operation));
    return draft;
}

/* The line of a draft, which is freed. It is plain ASCII, so that no testee's locale matters. */
static const char *
write_line(struct draft *draft, struct arena *arena)
{
    size_t len = 0;
    char *line = NULL;

    if (draft->is_whole && qfpay_wire_print(draft->json, NULL, 0, &len) == QFPAY_E_SPACE) {
        line = arena_alloc(arena, len + 1);
        if (qfpay_wire_print(draft->json, line, len + 1, NULL) != QFPAY_OK)
            line = NULL;
    }
    cJSON_Delete(draft->json);
    if (!line) {
        fputs("qfpay-conform: out of memory while writing a question\n", stderr);
        exit(2);
    }
    return line;
}

static size_t
ask_sign(const struct vector *vector, struct arena *arena, struct question *questions)
{
    static const struct {
        const char *member;
        const char *sign_type;
        enum qfpay_digest digest;
    } digests[] = {{"md5", "MD5", QFPAY_DIGEST_MD5}, {"sha256", "SHA256", QFPAY_DIGEST_SHA256}};
    size_t count = 0, i;

    for (i = 0; i < sizeof digests / sizeof digests[0]; i++) {
        const char *expected = json_text(vector->data, digests[i].member, NULL);
        struct question *question = &questions[count];
        struct draft draft;

        if (!expected)
            continue;
        draft = begin(vector->operation);
        add_copy(&draft, "params", vector->data, "params");
        add_copy(&draft, "client_key", vector->data, "client_key");
        add_text(&draft, "sign_type", digests[i].sign_type);
        question->about = arena_printf(arena, "sign by %s", digests[i].sign_type);
        question->line = write_line(&draft, arena);
        question->digest = digests[i].digest;
        question->expected = expected;
        count++;
    }
    return count;
}

static size_t
ask_encode(const struct vector *vector, struct arena *arena, struct question *questions)
{
    struct draft draft = begin(vector->operation);
    struct draft params = {cJSON_CreateObject(), true};
    const cJSON *param;

    cJSON_ArrayForEach(param, cJSON_GetObjectItemCaseSensitive(vector->data, "params"))
        add_copy(&params, json_text(param, "name", ""), param, "value");
    draft.is_whole = params.is_whole;
    add(&draft, "params", params.json);
    questions->about = "encode";
    questions->line = write_line(&draft, arena);
    return 1;
}

static size_t
ask_classify(const struct vector *vector, struct arena *arena, struct question *questions)
{
    struct draft draft = begin(vector->operation);

    add_copy(&draft, "endpoint", vector->data, "endpoint");
    add_copy(&draft, "http_status", vector->data, "http_status");
    add_copy(&draft, "body", vector->data, "body");
    questions->about = arena_printf(arena, "classify an answer to %s",
                                    json_text(vector->data, "endpoint", ""));
    questions->line = write_line(&draft, arena);
    return 1;
}

/* No digest of anything, and no number. */
#define MADE_UP "FACADE00FACADE00FACADE00FACADE00"

static const char *
verify_line(const struct vector *vector, struct arena *arena, const char *sign)
{
    struct draft draft = begin(vector->operation);

    add_copy(&draft, "body", vector->data, "body");
    add_text(&draft, "sign", sign);
    add_copy(&draft, "client_key", vector->data, "client_key");
    return write_line(&draft, arena);
}

/* The signature as it came, and every wrong one that a mistake would compute, behind one that
 * nothing computes: who takes that one takes the others for no mistake of theirs. */
static size_t
ask_verify(const struct vector *vector, struct arena *arena, struct question *questions)
{
    const cJSON *wrongs = cJSON_GetObjectItemCaseSensitive(vector->data, "wrong");
    const cJSON *wrong;
    size_t count = 1;

    questions->valid = !cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(vector->data, "valid"));
    questions->about = questions->valid ? "verify a genuine notification"
                                        : "verify a forged notification";
    questions->line = verify_line(vector, arena, json_text(vector->data, "sign", ""));
    if (wrongs) {
        questions[count].about = "verify, signed by nobody";
        questions[count].line = verify_line(vector, arena, MADE_UP);
        questions[count++].is_made_up = true;
    }
    cJSON_ArrayForEach(wrong, wrongs)
    {
        struct question *question = &questions[count];

        if (count == QUESTIONS_MAX)
            break;
        question->about = arena_printf(arena, "verify, signed by the mistake: %s",
                                       json_text(wrong, "mistake", ""));
        question->line = verify_line(vector, arena, json_text(wrong, "sign", ""));
        question->wrong = wrong;
        count++;
    }
    return count;
}

size_t
questions_of(const struct vector *vector, struct arena *arena,
             struct question questions[QUESTIONS_MAX])
{
    memset(questions, 0, QUESTIONS_MAX * sizeof questions[0]);
    switch (vector->operation) {
    case OPERATION_SIGN:
        return ask_sign(vector, arena, questions);
    case OPERATION_ENCODE:
        return ask_encode(vector, arena, questions);
    case OPERATION_CLASSIFY:
        return ask_classify(vector, arena, questions);
    case OPERATION_VERIFY_NOTIFICATION:
        return ask_verify(vector, arena, questions);
    case OPERATION_COUNT:
        break;
    }
    return 0;
}
