/* The tables of fixture_check.h: cases, requirements and templates. What a step may say is in
 * step_check.c, what an expectation may say in expect_check.c. */
#include "fixture_check.h"

#include <string.h>

#include "expect_check.h"
#include "form.h"
#include "needs.h"
#include "step_check.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define EVIDENCES    "seed docs old observed assumed"

static void
form_let(const struct place *at, const cJSON *value, const char *words)
{
    /* The names are computed in order, each from those before it. */
    form_strings(at, value, words);
    form_learn(at, value);
}

/* How the receiver answers one notification. */
static void
form_answer(const struct place *at, const cJSON *value)
{
    static const struct form_key keys[] = {
        {"http", form_integer, "200 599", false},
        {"body", form_string, NULL, false},
    };

    if (cJSON_IsString(value))
        form_constant(at, value, "silence");
    else
        form_object(at, value, keys, COUNT(keys));
}

static void
form_receiver(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *element;
    int index = 0;

    (void)words;
    if (!cJSON_IsArray(value) || !value->child || cJSON_GetArraySize(value) > RECEIVER_ANSWERS_MAX)
        form_problem(at, "must be a list of 1 to %d answers", RECEIVER_ANSWERS_MAX);
    cJSON_ArrayForEach(element, value)
    {
        struct place inner = {at->checker, at, NULL, index++};

        form_answer(&inner, element);
    }
}

static const struct form_key case_keys[] = {
    {"id", form_dotted, NULL, true},
    {"requirement", form_requirement, NULL, true},
    {"evidence", form_word, EVIDENCES " design", true},
    {"source", form_text, NULL, true},
    {"checked", form_date, NULL, true},
    {"comment", form_text, NULL, true},
    {"needs", form_capabilities, "and pay types", false},
    {"safety", form_word, "creates-nothing creates-unpaid sandbox-only", true},
    {"as", form_word, "default agent other", false},
    {"let", form_let, NULL, false},
    {"receiver", form_receiver, NULL, false},
    {"steps", form_steps, NULL, true},
};

/* A case that drives the sandbox cannot call itself harmless elsewhere. */
static void
check_safety(const struct place *at, const cJSON *test)
{
    capability_set driving = capability_bit(CAN_PAYER) | capability_bit(CAN_CLOCK) |
                             capability_bit(CAN_MERCHANTS) | capability_bit(CAN_TRANSACTIONS) |
                             capability_bit(CAN_RULES) | capability_bit(CAN_NOTIFICATIONS);

    if ((needs_of(test) & driving) && strcmp(json_text(test, "safety", ""), "sandbox-only") != 0)
        form_problem(at, "drives the sandbox, so its safety must be sandbox-only");
}

static void
form_cases(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *test;
    int index = 0;

    (void)words;
    if (!cJSON_IsArray(value) || !value->child)
        form_problem(at, "must be a list of cases, at least one");
    cJSON_ArrayForEach(test, value)
    {
        struct place inner = {at->checker, at, NULL, index++};

        at->checker->known_count = 0;
        at->checker->needs = needs_listed(cJSON_GetObjectItemCaseSensitive(test, "needs"));
        form_object(&inner, test, case_keys, COUNT(case_keys));
        check_safety(&inner, test);
    }
}

static bool
check_document(struct suite *suite, const char *file, const cJSON *document,
               const struct form_key *keys, size_t count, bool any_name)
{
    struct checker checker = {suite, file, {NULL}, 0, any_name, 0};
    struct place root = {&checker, NULL, NULL, 0};
    size_t before = suite->problem_count;

    form_object(&root, document, keys, count);
    return suite->problem_count == before;
}

bool
check_cases(struct suite *suite, const char *file, const cJSON *document)
{
    static const struct form_key keys[] = {
        {"schema", form_constant, "qfpay-fixtures/1", true},
        {"subject", form_dotted, NULL, true},
        {"comment", form_text, NULL, false},
        {"cases", form_cases, NULL, true},
    };

    return check_document(suite, file, document, keys, COUNT(keys), false);
}

bool
check_template(struct suite *suite, const char *file, const cJSON *document)
{
    static const struct form_key keys[] = {
        {"schema", form_constant, "qfpay-template/1", true},
        {"name", form_text, NULL, true},
        {"call", form_word, STEP_CALLS, true},
        {"source", form_text, NULL, true},
        {"comment", form_text, NULL, false},
        {"params", form_params, NULL, true},
    };

    /* What a template names is there, or not, where a step uses it. */
    return check_document(suite, file, document, keys, COUNT(keys), true);
}

static void
form_requirement_rows(const struct place *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"id", form_text, NULL, true},
        {"section", form_text, NULL, true},
        {"evidence", form_word, EVIDENCES, true},
        {"source", form_text, NULL, true},
        {"text", form_text, NULL, true},
        {"observable", form_bool, NULL, true},
        {"reason", form_text, NULL, false},
    };
    const cJSON *row;
    int index = 0;

    (void)words;
    cJSON_ArrayForEach(row, value)
    {
        struct place inner = {at->checker, at, NULL, index++};

        form_object(&inner, row, keys, COUNT(keys));
        if (cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(row, "observable")) &&
            !json_text(row, "reason", NULL))
            form_problem(&inner, "is not observable but has no reason");
    }
    if (!index)
        form_problem(at, "must be a list of requirements, at least one");
}

bool
check_requirements(struct suite *suite, const char *file, const cJSON *document)
{
    static const struct form_key keys[] = {
        {"schema", form_constant, "qfpay-requirements/1", true},
        {"checked", form_date, NULL, true},
        {"comment", form_text, NULL, false},
        {"requirements", form_requirement_rows, NULL, true},
    };

    return check_document(suite, file, document, keys, COUNT(keys), false);
}
