/* See step_check.h: one table of keys for each kind of step. */
#include "step_check.h"

#include <string.h>

#include "expect_check.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

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
        {"evidence", form_word, "seed docs old observed assumed design", false},
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
    {"call", form_word, STEP_CALLS, true},
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

static const struct form_key receive_keys[] = {
    {"receive", form_integer, "0 100", true},
    {"about", form_text, NULL, false},
    {"as", form_word, "default agent other", false},
    {"capture", form_strings, NULL, false},
    {"expect", form_expect, NULL, false},
};

static const struct {
    const char *verb;
    const struct form_key *keys;
    size_t count;
} step_kinds[] = {
    {"call", call_keys, COUNT(call_keys)},          {"payer", payer_keys, COUNT(payer_keys)},
    {"clock", clock_keys, COUNT(clock_keys)},       {"control", control_keys, COUNT(control_keys)},
    {"receive", receive_keys, COUNT(receive_keys)},
};

/* A template may name what earlier steps captured, and what this step replaces need not be there.
 */
static void
check_base(const struct place *at, const struct template *base, const cJSON *step)
{
    const cJSON *set = cJSON_GetObjectItemCaseSensitive(step, "set");
    const cJSON *param;

    cJSON_ArrayForEach(param, base->params)
    {
        struct place inner = {at->checker, at, param->string, 0};
        const cJSON *removed = cJSON_GetObjectItemCaseSensitive(step, "unset");

        removed = cJSON_IsArray(removed) ? removed->child : NULL;
        while (removed &&
               !(cJSON_IsString(removed) && strcmp(removed->valuestring, param->string) == 0))
            removed = removed->next;
        if (!removed && !cJSON_GetObjectItemCaseSensitive(set, param->string))
            form_template_text(&inner, param, NULL);
    }
}

static void
check_call(const struct place *at, const cJSON *step)
{
    const struct template *base = suite_find_template(at->checker->suite,
                                                      json_text(step, "base", ""));
    bool repeats = cJSON_GetObjectItemCaseSensitive(step, "repeat") ||
                   cJSON_GetObjectItemCaseSensitive(step, "parallel");

    if (base)
        check_base(at, base, step);
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
        form_learn(at, cJSON_GetObjectItemCaseSensitive(step, "capture"));
        return;
    }
    form_problem(at, "is none of call, payer, clock, control, receive");
}

void
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
