/* See form.h. */
#include "form.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/datetime.h"
#include "variable.h"

static void
write_place(const struct place *at, struct text *text)
{
    if (!at->up) {
        text_puts(text, "$");
        return;
    }
    write_place(at->up, text);
    if (at->key)
        text_printf(text, ".%s", at->key);
    else
        text_printf(text, "[%d]", at->index);
}

void
form_problem(const struct place *at, const char *format, ...)
{
    struct suite *suite = at->checker->suite;
    struct text where;
    va_list arguments;

    text_init(&where, suite->arena);
    text_printf(&where, "%s: ", at->checker->file);
    write_place(at, &where);
    va_start(arguments, format);
    suite_problem(suite, where.bytes, "%s", arena_vformat(suite->arena, format, arguments));
    va_end(arguments);
}

bool
form_has_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    const char *at = words;

    while (len && (at = strstr(at, word)) != NULL) {
        if ((at == words || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
            return true;
        at += len;
    }
    return false;
}

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

void
form_object(const struct place *at, const cJSON *value, const struct form_key *keys, size_t count)
{
    const cJSON *member;
    size_t i;

    if (!cJSON_IsObject(value)) {
        form_problem(at, "must be an object");
        return;
    }
    cJSON_ArrayForEach(member, value)
    {
        const struct form_key *key = find_key(keys, count, member->string);
        struct place inner = {at->checker, at, member->string, 0};

        if (!key)
            form_problem(&inner, "is not a known key");
        else if (cJSON_GetObjectItemCaseSensitive(value, member->string) != member)
            form_problem(&inner, "is there twice");
        else
            key->check(&inner, member, key->words);
    }
    for (i = 0; i < count; i++) {
        if (keys[i].required && !cJSON_GetObjectItemCaseSensitive(value, keys[i].name))
            form_problem(at, "has no %s", keys[i].name);
    }
}

void
form_text(const struct place *at, const cJSON *value, const char *words)
{
    (void)words;
    if (!cJSON_IsString(value) || !value->valuestring[0])
        form_problem(at, "must be a text that is not empty");
}

void
form_string(const struct place *at, const cJSON *value, const char *words)
{
    (void)words;
    if (!cJSON_IsString(value))
        form_problem(at, "must be a text");
}

void
form_word(const struct place *at, const cJSON *value, const char *words)
{
    if (!cJSON_IsString(value) || !form_has_word(words, value->valuestring))
        form_problem(at, "must be one of: %s", words);
}

void
form_bool(const struct place *at, const cJSON *value, const char *words)
{
    (void)words;
    if (!cJSON_IsBool(value))
        form_problem(at, "must be true or false");
}

void
form_integer(const struct place *at, const cJSON *value, const char *words)
{
    char *high_at = NULL;
    long low = strtol(words, &high_at, 10);
    long high = strtol(high_at, NULL, 10);

    if (!cJSON_IsNumber(value) || value->valuedouble < (double)low ||
        value->valuedouble > (double)high || value->valuedouble != (double)value->valueint)
        form_problem(at, "must be a whole number from %ld to %ld", low, high);
}

void
form_date(const struct place *at, const cJSON *value, const char *words)
{
    char midnight[QFPAY_DATETIME_SIZE] = "";

    (void)words;
    if (cJSON_IsString(value) && strlen(value->valuestring) == 10)
        snprintf(midnight, sizeof midnight, "%s 00:00:00", value->valuestring);
    if (!qfpay_datetime_parse(midnight, strlen(midnight), 0, NULL))
        form_problem(at, "must be a date, YYYY-MM-DD");
}

void
form_constant(const struct place *at, const cJSON *value, const char *words)
{
    if (!cJSON_IsString(value) || strcmp(value->valuestring, words) != 0)
        form_problem(at, "must be \"%s\"", words);
}

void
form_dotted(const struct place *at, const cJSON *value, const char *words)
{
    const char *text = cJSON_IsString(value) ? value->valuestring : "";
    size_t len = strlen(text);

    (void)words;
    if (!len || len > 120 || text[0] == '.' || text[len - 1] == '.' || strstr(text, "..") ||
        strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789._-") != len)
        form_problem(at, "must be lower-case words with dots between them");
}

static bool
is_known(const struct checker *checker, const struct variable *variable)
{
    size_t i;

    if (variable->kind != VARIABLE_NAMED || checker->any_name)
        return true;
    for (i = 0; i < checker->known_count; i++) {
        if (strlen(checker->known[i]) == variable->name_len &&
            memcmp(checker->known[i], variable->name, variable->name_len) == 0)
            return true;
    }
    return false;
}

void
form_learn(const struct place *at, const cJSON *names)
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
check_variables(const struct place *at, const char *text)
{
    struct stretch stretch;

    while (*text) {
        if (!stretch_next(&text, &stretch)) {
            form_problem(at, "has an unreadable variable at \"%.40s\"", text);
            return;
        }
        if (stretch.has_variable && !is_known(at->checker, &stretch.variable))
            form_problem(at, "uses ${%.*s}, which no earlier step captures",
                         (int)stretch.variable.name_len, stretch.variable.name);
    }
}

void
form_template_text(const struct place *at, const cJSON *value, const char *words)
{
    (void)words;
    if (!cJSON_IsString(value))
        form_problem(at, "must be a text");
    else
        check_variables(at, value->valuestring);
}

void
form_template_or_null(const struct place *at, const cJSON *value, const char *words)
{
    if (!cJSON_IsNull(value))
        form_template_text(at, value, words);
}

void
form_params(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *member;

    if (!cJSON_IsObject(value)) {
        form_problem(at, "must be an object of names and texts");
        return;
    }
    cJSON_ArrayForEach(member, value)
    {
        struct place inner = {at->checker, at, member->string, 0};

        form_template_text(&inner, member, words);
    }
}

void
form_strings(const struct place *at, const cJSON *value, const char *words)
{
    form_params(at, value, words);
    if (cJSON_IsObject(value) && !value->child)
        form_problem(at, "must not be empty");
}

void
form_names(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *element, *other;
    int index = 0;

    if (!cJSON_IsArray(value) || !value->child) {
        form_problem(at, "must be a list of texts, at least one");
        return;
    }
    cJSON_ArrayForEach(element, value)
    {
        struct place inner = {at->checker, at, NULL, index++};

        form_template_text(&inner, element, words);
        for (other = value->child; other != element; other = other->next) {
            if (cJSON_IsString(element) && cJSON_IsString(other) &&
                strcmp(element->valuestring, other->valuestring) == 0)
                form_problem(&inner, "is there twice");
        }
    }
}

void
form_patterns(const struct place *at, const cJSON *value, const char *words)
{
    const cJSON *member;
    regex_t pattern;

    form_strings(at, value, words);
    cJSON_ArrayForEach(member, value)
    {
        struct place inner = {at->checker, at, member->string, 0};

        /* A pattern with a variable can be read only when the variable has a value. */
        if (!cJSON_IsString(member) || strstr(member->valuestring, "${"))
            continue;
        if (regcomp(&pattern, member->valuestring, REG_EXTENDED | REG_NOSUB) != 0)
            form_problem(&inner, "is not a regular expression");
        else
            regfree(&pattern);
    }
}

void
form_duration(const struct place *at, const cJSON *value, const char *words)
{
    struct duration duration;

    (void)words;
    if (!cJSON_IsString(value) ||
        !duration_parse(value->valuestring, strlen(value->valuestring), &duration))
        form_problem(at, "must be a duration such as 4m59s");
}
