/* The tables of fixture_check.h: cases, steps, requirements and templates. What an expectation may
 * say is in expect_check.c. */
#include "fixture_check.h"

#include <string.h>

#include "expect_check.h"
#include "form.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define ENDPOINTS    "payment query refund reversal close add_note authtrade unfreeze"
#define EVIDENCES    "seed docs old observed assumed"

static const struct {
    const char *first; /* word of a control path */
    enum capability capability;
} control_rows[] = {
    {"transactions", CAN_TRANSACTIONS}, {"requests", CAN_JOURNAL},    {"rules", CAN_RULES},
    {"catalogue", CAN_CATALOGUE},       {"merchants", CAN_MERCHANTS}, {"clock", CAN_CLOCK},
};

enum capability
control_capability(const char *path)
{
    size_t i;

    for (i = 0; i < COUNT(control_rows); i++) {
        if (strncmp(path, control_rows[i].first, strlen(control_rows[i].first)) == 0)
            return control_rows[i].capability;
    }
    return CAN_SANDBOX;
}

static void
form_control_path(const struct place *at, const cJSON *value, const char *words)
{
    form_template_text(at, value, words);
    if (!cJSON_IsString(value) || !value->valuestring[0] || value->valuestring[0] == '/' ||
        strpbrk(value->valuestring, " ?"))
        form_problem(at, "must be a path below /__sandbox/, without a query");
}

static void
form_path(const struct place *at, const cJSON *value, const char *words)
{
    form_template_text(at, value, words);
    if (!cJSON_IsString(value) || value->valuestring[0] != '/')
        form_problem(at, "must begin with a slash");
}

static void
form_in_url(const struct place *at, const cJSON *value, const char *words)
{
    if (!cJSON_IsBool(value))
        form_names(at, value, words);
}

static void
form_headers(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *member;

    if (!cJSON_IsObject(value) || !value->child)
        form_problem(at, "must be an object of header names");
    cJSON_ArrayForEach(member, value)
    {
        struct place inner = {at->checker, at, member->string, 0};

        form_template_or_null(&inner, member, words);
    }
}

static void
form_base(const struct place *at, const cJSON *value, const char *words)
{
    const struct template *template = NULL;

    (void)words;
    if (cJSON_IsString(value))
        template = suite_find_template(at->checker->suite, value->valuestring);
    if (!template)
        form_problem(at, "must name a template");
}

static void
form_json_template(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *member;

    if (cJSON_IsString(value))
        form_template_text(at, value, words);
    cJSON_ArrayForEach(member, value)
    {
        struct place inner = {at->checker, at, member->string, 0};

        form_json_template(&inner, member, words);
    }
}

static void
form_sign(const struct place *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"digest", form_word, "MD5 SHA256", false},
        {"announce", form_template_or_null, NULL, false},
        {"case", form_word, "upper lower mixed", false},
        {"mistake", form_word,
         "drop-empty percent-encoded form-encoded unsorted ignore-case ampersand-key key-first "
         "hmac trimmed raw-body json-text with-app-code trailing-ampersand key-newline "
         "key-carriage-return key-space key-other-case wrong-key latin-1 gbk truncated "
         "one-digit-off not-hex",
         false},
        {"leave_out", form_names, NULL, false},
        {"add", form_strings, NULL, false},
        {"value", form_template_text, NULL, false},
    };

    (void)words;
    form_object(at, value, keys, COUNT(keys));
}

static void
form_tally(const struct place *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"expect", form_checks, NULL, true},
        {"is", form_integer, "0 200", true},
        {"evidence", form_word, EVIDENCES " design", false},
    };
    const cJSON *element;
    int index = 0;

    (void)words;
    if (!cJSON_IsArray(value) || !value->child)
        form_problem(at, "must be a list, at least one");
    cJSON_ArrayForEach(element, value)
    {
        struct place inner = {at->checker, at, NULL, index++};

        form_object(&inner, element, keys, COUNT(keys));
    }
}

static const struct form_key call_keys[] = {
    {"call", form_word, ENDPOINTS, true},
    {"about", form_text, NULL, false},
    {"as", form_word, "default agent other", false},
    {"base", form_base, NULL, false},
    {"set", form_strings, NULL, false},
    {"unset", form_names, NULL, false},
    {"again", form_strings, NULL, false},
    {"tamper", form_strings, NULL, false},
    {"method", form_word, "GET POST PUT DELETE PATCH HEAD OPTIONS", false},
    {"path", form_path, NULL, false},
    {"in_url", form_in_url, NULL, false},
    {"encoding", form_word, "form percent percent-lower raw double json", false},
    {"body", form_template_text, NULL, false},
    {"body_base64", form_string, NULL, false},
    {"content_type", form_template_or_null, NULL, false},
    {"headers", form_headers, NULL, false},
    {"sign", form_sign, NULL, false},
    {"repeat", form_integer, "2 200", false},
    {"parallel", form_integer, "2 64", false},
    {"capture", form_strings, NULL, false},
    {"expect", form_expect, NULL, false},
    {"tally", form_tally, NULL, false},
};

static void
form_identity(const struct place *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"user_creid", form_template_text, NULL, false},
        {"user_truename", form_template_text, NULL, false},
        {"bank_card_bound", form_bool, NULL, false},
    };

    (void)words;
    form_object(at, value, keys, COUNT(keys));
}

static const struct form_key payer_keys[] = {
    {"payer", form_word, "scan password processing pay fail cancel", true},
    {"about", form_text, NULL, false},
    {"as", form_word, "default agent other", false},
    {"syssn", form_template_text, NULL, true},
    {"respcd", form_text, NULL, false},
    {"identity", form_identity, NULL, false},
    {"expect", form_expect, NULL, false},
};

static void
form_clock(const struct place *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"advance", form_duration, NULL, false},
        {"now", form_template_text, NULL, false},
        {"frozen", form_bool, NULL, false},
    };

    (void)words;
    form_object(at, value, keys, COUNT(keys));
    if (cJSON_IsObject(value) && !value->child)
        form_problem(at, "must not be empty");
}

static const struct form_key clock_keys[] = {
    {"clock", form_clock, NULL, true},
    {"about", form_text, NULL, false},
    {"as", form_word, "default agent other", false},
    {"expect", form_expect, NULL, false},
};

static const struct form_key control_keys[] = {
    {"control", form_control_path, NULL, true},
    {"about", form_text, NULL, false},
    {"as", form_word, "default agent other", false},
    {"method", form_word, "GET POST PUT DELETE", false},
    {"query", form_strings, NULL, false},
    {"json", form_json_template, NULL, false},
    {"capture", form_strings, NULL, false},
    {"expect", form_expect, NULL, false},
};

static const struct {
    const char *verb;
    const struct form_key *keys;
    size_t count;
} step_kinds[] = {
    {"call", call_keys, COUNT(call_keys)},
    {"payer", payer_keys, COUNT(payer_keys)},
    {"clock", clock_keys, COUNT(clock_keys)},
    {"control", control_keys, COUNT(control_keys)},
};

static void
learn(const struct place *at, const cJSON *names)
{
    const cJSON *name;

    cJSON_ArrayForEach(name, names)
    {
        if (!name->string)
            continue;
        if (at->checker->known_count == KNOWN_NAMES_MAX)
            form_problem(at, "more than %d names in one case", KNOWN_NAMES_MAX);
        else
            at->checker->known[at->checker->known_count++] = name->string;
    }
}

static void
check_call(const struct place *at, const cJSON *step)
{
    const struct template *base = suite_find_template(at->checker->suite,
                                                      json_text(step, "base", ""));
    bool repeats = cJSON_GetObjectItemCaseSensitive(step, "repeat") ||
                   cJSON_GetObjectItemCaseSensitive(step, "parallel");

    if (base && strcmp(base->call, json_text(step, "call", "")) != 0)
        form_problem(at, "calls %s with the template %s, which is for %s",
                     json_text(step, "call", ""), base->name, base->call);
    if (cJSON_GetObjectItemCaseSensitive(step, "tally") && !repeats)
        form_problem(at, "has a tally but neither repeat nor parallel");
}

static void
check_step(const struct place *at, const cJSON *step)
{
    size_t i;

    for (i = 0; i < COUNT(step_kinds); i++) {
        if (!cJSON_GetObjectItemCaseSensitive(step, step_kinds[i].verb))
            continue;
        form_object(at, step, step_kinds[i].keys, step_kinds[i].count);
        if (i == 0)
            check_call(at, step);
        learn(at, cJSON_GetObjectItemCaseSensitive(step, "capture"));
        return;
    }
    form_problem(at, "is none of call, payer, clock, control");
}

static void
form_steps(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *step;
    int index = 0;

    (void)words;
    if (!cJSON_IsArray(value) || !value->child || cJSON_GetArraySize(value) > 40)
        form_problem(at, "must be a list of 1 to 40 steps");
    cJSON_ArrayForEach(step, value)
    {
        struct place inner = {at->checker, at, NULL, index++};

        check_step(&inner, step);
    }
}

static void
form_let(const struct place *at, const cJSON *value, const char *words)
{
    /* The names are computed in order, each from those before it. */
    form_strings(at, value, words);
    learn(at, value);
}

static const struct form_key case_keys[] = {
    {"id", form_dotted, NULL, true},
    {"requirement", form_requirement, NULL, true},
    {"evidence", form_word, EVIDENCES " design", true},
    {"source", form_text, NULL, true},
    {"checked", form_date, NULL, true},
    {"comment", form_text, NULL, true},
    {"needs", form_capabilities, NULL, false},
    {"safety", form_word, "creates-nothing creates-unpaid sandbox-only", true},
    {"as", form_word, "default agent other", false},
    {"let", form_let, NULL, false},
    {"steps", form_steps, NULL, true},
};

static capability_set
role_needs(const char *role)
{
    if (strcmp(role, "agent") == 0)
        return capability_bit(CAN_AGENT);
    return strcmp(role, "other") == 0 ? capability_bit(CAN_MERCHANTS) : 0;
}

static capability_set
step_needs(const cJSON *step)
{
    const char *control = json_text(step, "control", NULL);
    capability_set needs = role_needs(json_text(step, "as", "default"));

    if (cJSON_GetObjectItemCaseSensitive(step, "payer"))
        needs |= capability_bit(CAN_PAYER);
    if (cJSON_GetObjectItemCaseSensitive(step, "clock"))
        needs |= capability_bit(CAN_CLOCK);
    if (control)
        needs |= capability_bit(control_capability(control));
    return needs;
}

capability_set
case_needs(const cJSON *test)
{
    capability_set needs = role_needs(json_text(test, "as", "default"));
    const cJSON *step;

    needs |= read_capabilities(cJSON_GetObjectItemCaseSensitive(test, "needs"));
    cJSON_ArrayForEach(step, cJSON_GetObjectItemCaseSensitive(test, "steps"))
        needs |= step_needs(step);
    return needs;
}

/* A case that drives the sandbox cannot call itself harmless elsewhere. */
static void
check_safety(const struct place *at, const cJSON *test)
{
    capability_set driving = capability_bit(CAN_PAYER) | capability_bit(CAN_CLOCK) |
                             capability_bit(CAN_MERCHANTS) | capability_bit(CAN_TRANSACTIONS) |
                             capability_bit(CAN_RULES);

    if ((case_needs(test) & driving) && strcmp(json_text(test, "safety", ""), "sandbox-only") != 0)
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
        at->checker->needs = read_capabilities(cJSON_GetObjectItemCaseSensitive(test, "needs"));
        form_object(&inner, test, case_keys, COUNT(case_keys));
        check_safety(&inner, test);
    }
}

static bool
check_document(struct suite *suite, const char *file, const cJSON *document,
               const struct form_key *keys, size_t count)
{
    struct checker checker = {suite, file, {NULL}, 0, 0};
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

    return check_document(suite, file, document, keys, COUNT(keys));
}

bool
check_template(struct suite *suite, const char *file, const cJSON *document)
{
    static const struct form_key keys[] = {
        {"schema", form_constant, "qfpay-template/1", true},
        {"name", form_text, NULL, true},
        {"call", form_word, ENDPOINTS, true},
        {"source", form_text, NULL, true},
        {"comment", form_text, NULL, false},
        {"params", form_params, NULL, true},
    };

    return check_document(suite, file, document, keys, COUNT(keys));
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

    return check_document(suite, file, document, keys, COUNT(keys));
}
