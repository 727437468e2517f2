/*
 * Reading fixtures/vectors with cJSON alone, so that the reader under test does not judge itself.
 */
#include "testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX (1L << 20)

static char *
read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t len;

    if (!file)
        return NULL;
    text = malloc(FILE_MAX + 1);
    if (text) {
        len = fread(text, 1, FILE_MAX, file);
        text[len] = '\0';
    }
    (void)fclose(file);
    return text;
}

static cJSON *
load(const char *name)
{
    char path[512];
    char *text;
    cJSON *document;

    (void)snprintf(path, sizeof path, "%s/vectors/%s", QFPAY_FIXTURES, name);
    text = read_file(path);
    if (!text) {
        (void)fprintf(stderr, "%s: cannot be read\n", path);
        return NULL;
    }
    document = cJSON_Parse(text);
    free(text);
    if (!document)
        (void)fprintf(stderr, "%s: not JSON\n", path);
    return document;
}

static bool
is_repeated(const cJSON *vector, const char *id)
{
    for (const cJSON *next = vector->next; next; next = next->next)
        if (strcmp(text_of(next, "id"), id) == 0)
            return true;
    return false;
}

/* How many vectors a file has, or 0 when it is not a file of vectors. */
static int
check_document(const char *name, const cJSON *document)
{
    const cJSON *vectors = member(document, "vectors");
    const cJSON *vector;

    if (strcmp(text_of(document, "schema"), "qfpay-vectors/1") != 0 || !cJSON_IsArray(vectors)) {
        (void)fprintf(stderr, "%s: not in the schema qfpay-vectors/1\n", name);
        return 0;
    }
    cJSON_ArrayForEach(vector, vectors)
    {
        if (is_repeated(vector, text_of(vector, "id"))) {
            (void)fprintf(stderr, "%s: the id %s occurs twice\n", name, text_of(vector, "id"));
            return 0;
        }
    }
    return cJSON_GetArraySize(vectors);
}

static int
run(const char *file, const cJSON *document, size_t count, CMUnitTestFunction check)
{
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    size_t at = 0;
    cJSON *vector;
    int failed;

    if (!tests)
        return 1;
    cJSON_ArrayForEach(vector, member(document, "vectors"))
    {
        tests[at].name = text_of(vector, "id");
        tests[at].test_func = check;
        tests[at].initial_state = vector;
        at++;
    }
    failed = _cmocka_run_group_tests(file, tests, count, NULL, NULL);
    free(tests);
    return failed;
}

int
run_vectors(const char *file, CMUnitTestFunction check)
{
    cJSON *document = load(file);
    int count = document ? check_document(file, document) : 0;
    int failed = count > 0 ? run(file, document, (size_t)count, check) : 1;

    cJSON_Delete(document);
    return failed;
}

const cJSON *
member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

const char *
text_of(const cJSON *object, const char *name)
{
    const cJSON *item = member(object, name);

    /* Also met before any test runs, where cmocka cannot catch a failing assertion. */
    if (!cJSON_IsString(item)) {
        (void)fprintf(stderr, "a vector has no text named %s\n", name);
        abort();
    }
    return item->valuestring;
}

size_t
params_of(const cJSON *object, struct qfpay_param params[QFPAY_PARAM_MAX])
{
    const cJSON *set = member(object, "params");
    const cJSON *item;
    size_t count = 0;

    assert_true(cJSON_IsObject(set));
    cJSON_ArrayForEach(item, set)
    {
        assert_true(cJSON_IsString(item) && count < QFPAY_PARAM_MAX);
        params[count++] = qfpay_param_of(item->string, item->valuestring);
    }
    return count;
}
