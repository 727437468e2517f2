/* See expect_check.h. The keys here are those that expect.c judges; its own table is checked
 * against this one by a test. */
#include "expect_check.h"

#include <string.h>
#include <strings.h>

#include "needs.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void
form_http_single(const struct place *at, const cJSON *value)
{
    const char *class = cJSON_IsString(value) ? value->valuestring : NULL;
    bool is_class = class && strlen(class) == 3 && class[0] >= '1' && class[0] <= '5' &&
                    strcmp(class + 1, "xx") == 0;
    bool is_status = cJSON_IsNumber(value) && value->valueint >= 100 && value->valueint <= 599;

    if (!is_class && !is_status)
        form_problem(at, "must be an HTTP status such as 200, or a class such as \"4xx\"");
}

static void
form_http(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *element;

    (void)words;
    if (!cJSON_IsArray(value) || !value->child)
        form_http_single(at, value);
    cJSON_ArrayForEach(element, value) form_http_single(at, element);
}

/* A word of words, or a list of them; words NULL means four digits. */
static void
form_word_or_list(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *single = cJSON_IsArray(value) && value->child ? value->child : value;

    for (; single; single = cJSON_IsArray(value) ? single->next : NULL) {
        const char *text = cJSON_IsString(single) ? single->valuestring : "";

        if (words && !form_has_word(words, text))
            form_problem(at, "must be one of, or a list of: %s", words);
        if (!words && (strlen(text) != 4 || strspn(text, "0123456789") != 4))
            form_problem(at, "must be a code of four digits, or a list of them");
    }
}

static void
form_types(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *member;

    if (!cJSON_IsObject(value) || !value->child)
        form_problem(at, "must be an object of paths and types");
    cJSON_ArrayForEach(member, value) form_word(at, member, words);
}

static void
form_counts(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *member;

    (void)words;
    if (!cJSON_IsObject(value) || !value->child)
        form_problem(at, "must be an object of paths and numbers");
    cJSON_ArrayForEach(member, value) form_integer(at, member, "0 1000000");
}

static void
form_lengths(const struct place *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"min", form_integer, "0 1000000", false},
        {"max", form_integer, "0 1000000", false},
    };
    const cJSON *member;

    (void)words;
    if (!cJSON_IsObject(value) || !value->child)
        form_problem(at, "must be an object of paths and lengths");
    cJSON_ArrayForEach(member, value)
    {
        if (cJSON_IsObject(member))
            form_object(at, member, keys, COUNT(keys));
        else
            form_integer(at, member, "0 1000000");
    }
}

static void
form_durations(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *member;

    if (!cJSON_IsObject(value) || !value->child)
        form_problem(at, "must be an object of paths and durations");
    cJSON_ArrayForEach(member, value) form_duration(at, member, words);
}

static void
form_header(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *member;

    if (!cJSON_IsObject(value) || !value->child)
        form_problem(at, "must be an object of header names and patterns");
    cJSON_ArrayForEach(member, value)
    {
        struct place inner = {at->checker, at, member->string, 0};

        form_template_or_null(&inner, member, words);
    }
}

static void
form_sorted(const struct place *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"in", form_text, NULL, false},
        {"by", form_text, NULL, true},
        {"newest", form_word, "first last", false},
    };

    (void)words;
    form_object(at, value, keys, COUNT(keys));
}

static void
form_record(const struct place *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"in", form_text, NULL, false},
        {"where", form_strings, NULL, true},
        {"count", form_integer, "0 1000000", false},
        {"expect", form_expect, NULL, false},
    };
    const cJSON *element;
    int index = 0;

    (void)words;
    if (!cJSON_IsArray(value)) {
        form_object(at, value, keys, COUNT(keys));
        return;
    }
    cJSON_ArrayForEach(element, value)
    {
        struct place inner = {at->checker, at, NULL, index++};

        form_object(&inner, element, keys, COUNT(keys));
    }
}

void
form_requirement(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *single = cJSON_IsArray(value) && value->child ? value->child : value;
    int count = 0;

    (void)words;
    for (; single; single = cJSON_IsArray(value) ? single->next : NULL) {
        const char *id = cJSON_IsString(single) ? single->valuestring : "";

        if (!suite_find_requirement(at->checker->suite, id))
            form_problem(at, "\"%s\" is not in requirements.json", id);
        count++;
    }
    if (count > REQUIREMENTS_PER_CASE)
        form_problem(at, "lists more than %d requirements", REQUIREMENTS_PER_CASE);
}

void
form_capabilities(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *element;
    enum capability capability;

    if (!cJSON_IsArray(value))
        form_problem(at, "must be a list of capabilities");
    cJSON_ArrayForEach(element, value)
    {
        const char *word = cJSON_IsString(element) ? element->valuestring : "?";

        if (!capability_find(word, &capability) && !(words && needs_pay_type(word)))
            form_problem(at, "\"%s\" is not a capability", word);
    }
}

/* The checks, each with the form of its bare value. */
static const struct form_key check_keys[] = {
    {"http", form_http, NULL, false},
    {"outcome", form_word_or_list, "success pending failure unclear lost", false},
    {"respcd", form_word_or_list, NULL, false},
    {"present", form_names, NULL, false},
    {"filled", form_names, NULL, false},
    {"absent", form_names, NULL, false},
    {"equal", form_strings, NULL, false},
    {"differ", form_strings, NULL, false},
    {"match", form_patterns, NULL, false},
    {"types", form_types, "string number string-or-number array object boolean null", false},
    {"max_length", form_counts, NULL, false},
    {"length", form_lengths, NULL, false},
    {"near", form_durations, NULL, false},
    {"not_before", form_strings, NULL, false},
    {"sorted", form_sorted, NULL, false},
    {"record", form_record, NULL, false},
    {"header", form_header, NULL, false},
    {"signature", form_word, "valid not-wrong wrong", false},
    {"json", form_word, "object flat wire pretty none", false},
    {"body", form_template_text, NULL, false},
    {"key_order", form_names, NULL, false},
    {"excludes", form_names, NULL, false},
};

static const struct form_key grade_keys[] = {
    {"evidence", form_word, "seed docs old observed assumed design", false},
    {"source", form_text, NULL, false},
    {"requirement", form_requirement, NULL, false},
};

static const struct form_key *
find_key(const struct form_key *keys, size_t count, const char *name)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (strcmp(keys[i].name, name) == 0)
            return &keys[i];
    }
    return NULL;
}

/* A check with its own evidence: {"is": VALUE, "evidence": ...}. */
static void
form_graded(const struct place *at, const cJSON *value, const struct form_key *check)
{
    struct form_key keys[] = {
        {"is", check->check, check->words, true},
        grade_keys[0],
        grade_keys[1],
        grade_keys[2],
    };

    form_object(at, value, keys, COUNT(keys));
}

/* `X-QFMock-...` is expected only of a target that is known to send such headers. */
static void
check_mock_headers(const struct place *at, const cJSON *value)
{
    const cJSON *headers = cJSON_GetObjectItemCaseSensitive(value, "header");
    const cJSON *graded = cJSON_GetObjectItemCaseSensitive(headers, "is");
    const cJSON *patterns = graded ? graded : headers;
    capability_set needs = at->checker->needs |
                           needs_listed(cJSON_GetObjectItemCaseSensitive(value, "needs"));
    const cJSON *header;

    cJSON_ArrayForEach(header, patterns)
    {
        if (header->string && strncasecmp(header->string, "X-QFMock-", 9) == 0 &&
            !(needs & capability_bit(CAN_MOCK_HEADERS)))
            form_problem(at, "expects %s without \"needs\": [\"mock.headers\"]", header->string);
    }
}

void
form_checks(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *member;
    size_t checks = 0;

    (void)words;
    if (!cJSON_IsObject(value)) {
        form_problem(at, "must be an object of checks");
        return;
    }
    cJSON_ArrayForEach(member, value)
    {
        struct place inner = {at->checker, at, member->string, 0};
        const struct form_key *check = find_key(check_keys, COUNT(check_keys), member->string);
        const struct form_key *grade = find_key(grade_keys, COUNT(grade_keys), member->string);

        if (cJSON_GetObjectItemCaseSensitive(value, member->string) != member)
            form_problem(&inner, "is there twice");
        else if (check && cJSON_GetObjectItemCaseSensitive(member, "is"))
            form_graded(&inner, member, check);
        else if (check)
            check->check(&inner, member, check->words);
        else if (grade)
            grade->check(&inner, member, grade->words);
        else if (strcmp(member->string, "needs") == 0)
            form_capabilities(&inner, member, NULL);
        else
            form_problem(&inner, "is not a known check");
        checks += check != NULL;
    }
    if (!checks)
        form_problem(at, "checks nothing");
    check_mock_headers(at, value);
}

void
form_expect(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *element;
    int index = 0;

    if (!cJSON_IsArray(value)) {
        form_checks(at, value, words);
        return;
    }
    cJSON_ArrayForEach(element, value)
    {
        struct place inner = {at->checker, at, NULL, index++};

        form_checks(&inner, element, words);
    }
    if (!index)
        form_problem(at, "checks nothing");
}
