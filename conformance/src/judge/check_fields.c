/* Checks of single fields, and the reading of paths and values that all checks share. */
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "judge/checks.h"
#include "program/pattern.h"

/* The longest text that a pattern is tried on: patterns of fixtures are short, answers may not be.
 */
enum { MATCHED_MAX = 65536, SHOWN_MAX = 80 };

const char *
show(struct arena *arena, const cJSON *value)
{
    const char *printed = value ? json_print(arena, value) : "nothing";

    return strlen(printed) > SHOWN_MAX ? arena_printf(arena, "%.*s...", SHOWN_MAX, printed)
                                       : printed;
}

bool
is_filled(const cJSON *value)
{
    return value && !cJSON_IsNull(value) && !(cJSON_IsString(value) && !value->valuestring[0]);
}

bool
is_excused(const struct judge *judge, const char *path, const cJSON *value)
{
    const cJSON *listed;

    if (is_filled(value))
        return false;
    cJSON_ArrayForEach(listed, judge->may_lack)
    {
        if (strcmp(listed->valuestring, path) == 0)
            return true;
    }
    return false;
}

const char *
check_expand(struct judge *judge, const char *text)
{
    const char *problem = NULL;
    const char *expanded = scope_expand(judge->scope, text, &problem);

    if (!expanded)
        judge_finding(judge, "the expectation cannot be computed: %s", problem);
    return expanded;
}

bool
pattern_matches(struct judge *judge, const char *pattern, const char *text)
{
    char error[PATTERN_ERROR_SIZE];
    struct pattern *compiled = pattern_new(pattern, error);
    enum pattern_result result = PATTERN_DIFFERS;
    size_t steps = SIZE_MAX;

    if (!compiled) {
        judge_finding(judge, "the expectation is not a regular expression: %s: %s", pattern, error);
        return false;
    }
    if (strlen(text) <= MATCHED_MAX)
        result = pattern_try(compiled, text, &steps);
    if (result == PATTERN_GAVE_UP)
        judge_finding(judge, "the expectation takes too many steps on this value: %s", pattern);
    pattern_free(compiled);
    return result == PATTERN_MATCHES;
}

/* Fields can be judged only in a JSON object. */
static bool
has_object(struct judge *judge, const struct subject *subject)
{
    if (!subject->object)
        judge_finding(judge, "expected the body to be one JSON object");
    return subject->object != NULL;
}

void
check_present(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *path;

    if (!has_object(judge, subject))
        return;
    cJSON_ArrayForEach(path, value)
    {
        const cJSON *got = path_find(subject->object, path->valuestring);

        if (!got || cJSON_IsNull(got))
            judge_finding(judge, "expected %s to be there", path->valuestring);
    }
}

/* Fields of answers that have a rule of their own: without them an answer is no less an acceptance,
 * so that a case about something else does not show its own rule broken. */
static const struct {
    const char *path;
    const char *requirement;
} owned[] = {{"syssn", "RSP-16"}, {"qrcode", "PAY-RSP-03"}};

/* Note that a field of an answer is not filled, under the rule that it has. */
static void
tell_unfilled(struct judge *judge, const struct subject *subject, const char *path)
{
    struct grade own = judge->grade;
    const struct requirement **rule = arena_alloc(judge->scope->arena, sizeof *rule);
    size_t i;

    for (i = 0; i < sizeof owned / sizeof owned[0]; i++) {
        if (subject->is_record || subject->reply->is_notification ||
            strcmp(owned[i].path, path) != 0)
            continue;
        *rule = suite_find_requirement(judge->suite, owned[i].requirement);
        if (*rule) {
            judge->grade.requirements = rule;
            judge->grade.requirement_count = 1;
        }
    }
    judge_finding(judge, "expected %s to have a value", path);
    judge->grade = own;
}

void
check_filled(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *path;

    if (!has_object(judge, subject))
        return;
    cJSON_ArrayForEach(path, value)
    {
        if (!is_filled(path_find(subject->object, path->valuestring)))
            tell_unfilled(judge, subject, path->valuestring);
    }
}

/* An answer that is no JSON object has no fields at all, which is what is asked for. */
void
check_absent(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *path;

    cJSON_ArrayForEach(path, value)
    {
        const cJSON *got = path_find(subject->object, path->valuestring);

        if (is_filled(got))
            judge_finding(judge, "expected no %s, got %s", path->valuestring,
                          show(judge->scope->arena, got));
    }
}

void
check_equal(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *wanted;

    if (!has_object(judge, subject))
        return;
    cJSON_ArrayForEach(wanted, value)
    {
        const char *expected = check_expand(judge, wanted->valuestring);
        const cJSON *got = path_find(subject->object, wanted->string);
        const char *text = scalar_text(judge->scope->arena, got);

        if (is_excused(judge, wanted->string, got))
            continue;
        if (expected && (!text || strcmp(expected, text) != 0))
            judge_finding(judge, "expected %s \"%.80s\", got %s", wanted->string, expected,
                          show(judge->scope->arena, got));
    }
}

void
check_differ(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *wanted;

    if (!has_object(judge, subject))
        return;
    cJSON_ArrayForEach(wanted, value)
    {
        const char *other = check_expand(judge, wanted->valuestring);
        const cJSON *got = path_find(subject->object, wanted->string);
        const char *text = scalar_text(judge->scope->arena, got);

        if (is_excused(judge, wanted->string, got))
            continue;
        if (!got || cJSON_IsNull(got)) /* nothing differs from everything and shows nothing */
            judge_finding(judge, "expected %s to be there and to differ from \"%.80s\"",
                          wanted->string, other ? other : "");
        else if (other && text && strcmp(other, text) == 0)
            judge_finding(judge, "expected %s to differ from \"%.80s\"", wanted->string, other);
    }
}

void
check_match(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *wanted;

    if (!has_object(judge, subject))
        return;
    cJSON_ArrayForEach(wanted, value)
    {
        const char *pattern = check_expand(judge, wanted->valuestring);
        const cJSON *got = path_find(subject->object, wanted->string);
        const char *text = scalar_text(judge->scope->arena, got);

        if (is_excused(judge, wanted->string, got))
            continue;
        if (pattern && (!text || !pattern_matches(judge, pattern, text)))
            judge_finding(judge, "expected %s to match %s, got %s", wanted->string, pattern,
                          show(judge->scope->arena, got));
    }
}

static const char *
type_of(const cJSON *value)
{
    if (cJSON_IsString(value))
        return "string";
    if (cJSON_IsNumber(value))
        return "number";
    if (cJSON_IsArray(value))
        return "array";
    if (cJSON_IsObject(value))
        return "object";
    return cJSON_IsNull(value) ? "null" : "boolean";
}

void
check_types(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *wanted;

    if (!has_object(judge, subject))
        return;
    cJSON_ArrayForEach(wanted, value)
    {
        const cJSON *got = path_find(subject->object, wanted->string);
        const char *expected = wanted->valuestring;
        const char *type = got ? type_of(got) : "nothing";
        bool either = strcmp(expected, "string-or-number") == 0 &&
                      (strcmp(type, "string") == 0 || strcmp(type, "number") == 0);

        if (is_excused(judge, wanted->string, got))
            continue;
        if (!either && strcmp(expected, type) != 0)
            judge_finding(judge, "expected %s to be a JSON %s, got %s", wanted->string, expected,
                          show(judge->scope->arena, got));
    }
}

static size_t
count_characters(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

void
check_max_length(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *wanted;

    cJSON_ArrayForEach(wanted, value)
    {
        const char *text = scalar_text(judge->scope->arena,
                                       path_find(subject->object, wanted->string));

        if (text && count_characters(text) > (size_t)wanted->valueint)
            judge_finding(judge, "expected %s to have at most %d characters, got %zu",
                          wanted->string, wanted->valueint, count_characters(text));
    }
}
