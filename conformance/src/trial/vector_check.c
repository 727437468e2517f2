/* See vector_check.h. The tables: what every vector says about itself, and what the vectors of each
 * operation ask and expect. */
#include "trial/vector_check.h"

#include <string.h>

#include "base/json.h"
#include "fixture/form.h"
#include "qfpay/param.h"
#include "qfpay/sign.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define ENDPOINTS    "payment query refund reversal close add_note authtrade unfreeze"
#define OUTCOMES     "success pending failure"

enum { KEYS_MAX = 16 };

static void
form_known_requirement(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    if (!cJSON_IsString(value) || !suite_find_requirement(at->checker->suite, value->valuestring))
        form_problem(at, "is not an id of requirements.json");
}

/* One text of a kind, or a list of them. */
static void
one_or_several(const struct spot *at, const cJSON *value, form_check *check, const char *words)
{
    const cJSON *element;
    int index = 0;

    if (!cJSON_IsArray(value)) {
        check(at, value, words);
        return;
    }
    if (!value->child)
        form_problem(at, "must not be empty");
    cJSON_ArrayForEach(element, value)
    {
        struct spot inner = {at->checker, at, NULL, index++};

        check(&inner, element, words);
    }
}

static void
form_pitfall(const struct spot *at, const cJSON *value, const char *words)
{
    const char *text = cJSON_IsString(value) ? value->valuestring : "";

    (void)words;
    if (strncmp(text, "PIT-", 4) != 0 || strlen(text) != 6 || strspn(text + 4, "0123456789") != 2)
        form_problem(at, "must be an id of pitfalls.md, such as PIT-50");
}

static void
form_pitfalls(const struct spot *at, const cJSON *value, const char *words)
{
    one_or_several(at, value, form_pitfall, words);
}

static void
form_beside(const struct spot *at, const cJSON *value, const char *words)
{
    one_or_several(at, value, form_dotted, words);
}

static void
form_outcomes(const struct spot *at, const cJSON *value, const char *words)
{
    one_or_several(at, value, form_word, words);
}

/* A value as it is sent: a text, or a whole number that a double holds exactly. */
static void
form_value(const struct spot *at, const cJSON *value)
{
    static const double exact = 9007199254740992.0;
    bool is_whole = cJSON_IsNumber(value) && value->valuedouble >= -exact &&
                    value->valuedouble <= exact &&
                    (double)(long long)value->valuedouble == value->valuedouble;

    if (!cJSON_IsString(value) && !is_whole)
        form_problem(at, "must be a text or a whole number");
}

static void
form_param_object(const struct spot *at, const cJSON *value, const char *words)
{
    const cJSON *member;

    (void)words;
    if (!cJSON_IsObject(value) || cJSON_GetArraySize(value) > QFPAY_PARAM_MAX)
        form_problem(at, "must be an object of at most %d values", QFPAY_PARAM_MAX);
    cJSON_ArrayForEach(member, value)
    {
        struct spot inner = {at->checker, at, member->string, 0};

        form_value(&inner, member);
    }
}

static void
form_param_value(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    form_value(at, value);
}

/* Names and values in order; as an object they are a question, so no name may come twice. */
static void
form_param_list(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"name", form_text, NULL, true},
        {"value", form_param_value, NULL, true},
    };
    const cJSON *element, *other;
    int index = 0;

    (void)words;
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) > QFPAY_PARAM_MAX)
        form_problem(at, "must be a list of at most %d values", QFPAY_PARAM_MAX);
    cJSON_ArrayForEach(element, value)
    {
        struct spot inner = {at->checker, at, NULL, index++};

        form_object(&inner, element, keys, COUNT(keys));
        for (other = value->child; other != element; other = other->next) {
            if (strcmp(json_text(other, "name", ""), json_text(element, "name", "")) == 0)
                form_problem(&inner, "names the same parameter as another");
        }
    }
}

static void
form_digest(const struct spot *at, const cJSON *value, const char *words)
{
    const char *text = cJSON_IsString(value) ? value->valuestring : "";
    size_t len = strlen(text);

    if (!form_has_word(words, len == 32   ? "32"
                              : len == 64 ? "64"
                                          : "none") ||
        strspn(text, "0123456789abcdefABCDEF") != len)
        form_problem(at, "must be a digest in hexadecimal digits");
}

static void
form_mistakes(const struct spot *at, const cJSON *value, const struct form_key *keys,
              size_t key_count)
{
    const cJSON *element;
    int index = 0;

    if (!cJSON_IsArray(value) || !value->child)
        form_problem(at, "must be a list of mistakes, at least one");
    cJSON_ArrayForEach(element, value)
    {
        struct spot inner = {at->checker, at, NULL, index++};

        form_object(&inner, element, keys, key_count);
    }
}

static void
form_wrong(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"mistake", form_text, NULL, true},           {"pitfall", form_pitfall, NULL, false},
        {"sign_type", form_word, "MD5 SHA256", true}, {"sign", form_digest, "32 64", true},
        {"digested", form_text, NULL, false},
    };

    (void)words;
    form_mistakes(at, value, keys, COUNT(keys));
}

static void
form_wrong_body(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"mistake", form_text, NULL, true},
        {"pitfall", form_pitfall, NULL, false},
        {"body", form_string, NULL, true},
    };

    (void)words;
    form_mistakes(at, value, keys, COUNT(keys));
}

static void
form_wrong_outcome(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"mistake", form_text, NULL, true},     {"pitfall", form_pitfall, NULL, false},
        {"outcome", form_word, OUTCOMES, true}, {"syssn", form_text, NULL, false},
        {"beside", form_beside, NULL, false},
    };

    (void)words;
    form_mistakes(at, value, keys, COUNT(keys));
}

static void
form_refused_by(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"mistake", form_text, NULL, true},
        {"pitfall", form_pitfall, NULL, true},
        {"beside", form_beside, NULL, true},
    };

    (void)words;
    form_mistakes(at, value, keys, COUNT(keys));
}

static const struct form_key shared_keys[] = {
    {"id", form_dotted, NULL, true},
    {"requirement", form_known_requirement, NULL, true},
    {"pitfall", form_pitfalls, NULL, false},
    {"evidence", form_word, "seed docs old observed assumed", true},
    {"source", form_text, NULL, true},
    {"comment", form_text, NULL, true},
};

static const struct form_key sign_keys[] = {
    {"params", form_param_object, NULL, true}, {"client_key", form_text, NULL, true},
    {"string", form_string, NULL, true},       {"md5", form_digest, "32", false},
    {"sha256", form_digest, "64", false},      {"wrong", form_wrong, NULL, false},
    {"tolerated", form_wrong, NULL, false},
};

static const struct form_key encode_keys[] = {
    {"params", form_param_list, NULL, true},
    {"encoded", form_string, NULL, true},
    {"wrong", form_wrong_body, NULL, false},
};

static const struct form_key classify_keys[] = {
    {"endpoint", form_word, ENDPOINTS, true},   {"http_status", form_integer, "100 599", true},
    {"body", form_string, NULL, true},          {"outcome", form_outcomes, OUTCOMES, true},
    {"syssn", form_text, NULL, false},          {"txamt", form_text, NULL, false},
    {"wrong", form_wrong_outcome, NULL, false},
};

static const struct form_key verify_keys[] = {
    {"body", form_text, NULL, true},    {"client_key", form_text, NULL, true},
    {"sign", form_string, NULL, true},  {"valid", form_bool, NULL, false},
    {"wrong", form_wrong, NULL, false}, {"refused_by", form_refused_by, NULL, false},
};

static const struct {
    const struct form_key *keys;
    size_t count;
} operation_keys[OPERATION_COUNT] = {
    [OPERATION_SIGN] = {sign_keys, COUNT(sign_keys)},
    [OPERATION_ENCODE] = {encode_keys, COUNT(encode_keys)},
    [OPERATION_CLASSIFY] = {classify_keys, COUNT(classify_keys)},
    [OPERATION_VERIFY_NOTIFICATION] = {verify_keys, COUNT(verify_keys)},
};

static void
form_vectors(const struct spot *at, const cJSON *value, const char *words)
{
    enum operation operation = OPERATION_SIGN;
    struct form_key keys[KEYS_MAX];
    const cJSON *vector;
    size_t count = COUNT(shared_keys);
    int index = 0;

    (void)operation_find(words, &operation);
    memcpy(keys, shared_keys, sizeof shared_keys);
    memcpy(keys + count, operation_keys[operation].keys,
           operation_keys[operation].count * sizeof keys[0]);
    count += operation_keys[operation].count;
    if (!cJSON_IsArray(value) || !value->child)
        form_problem(at, "must be a list of vectors, at least one");
    cJSON_ArrayForEach(vector, value)
    {
        struct spot inner = {at->checker, at, NULL, index++};

        form_object(&inner, vector, keys, count);
        if (operation == OPERATION_SIGN && !cJSON_GetObjectItemCaseSensitive(vector, "md5") &&
            !cJSON_GetObjectItemCaseSensitive(vector, "sha256"))
            form_problem(&inner, "has no digest");
    }
}

bool
check_vectors(struct suite *suite, const char *file, const cJSON *document,
              enum operation operation)
{
    const struct form_key keys[] = {
        {"schema", form_constant, "qfpay-vectors/1", true},
        {"subject", form_text, NULL, true},
        {"operation", form_constant, operation_name(operation), true},
        {"about", form_text, NULL, true},
        {"checked", form_date, NULL, true},
        {"vectors", form_vectors, operation_name(operation), true},
    };
    struct checker checker = {suite, file, {NULL}, 0, false, 0};
    struct spot root = {&checker, NULL, NULL, 0};
    size_t before = suite->problem_count;

    form_object(&root, document, keys, COUNT(keys));
    return suite->problem_count == before;
}
