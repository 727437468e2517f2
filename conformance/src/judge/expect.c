/* See expect.h. Walks an expectation, decides on what each check rests, and descends into records.
 */
#include "judge/expect.h"

#include <string.h>

#include "base/json.h"
#include "fixture/needs.h"
#include "fixture/prepares.h"
#include "judge/checks.h"

static check_function check_record;

static const struct {
    const char *name;
    check_function *check;
} table[] = {
    {"http", check_http},       {"outcome", check_outcome},       {"respcd", check_respcd},
    {"present", check_present}, {"filled", check_filled},         {"absent", check_absent},
    {"equal", check_equal},     {"differ", check_differ},         {"match", check_match},
    {"types", check_types},     {"max_length", check_max_length}, {"length", check_length},
    {"near", check_near},       {"not_before", check_not_before}, {"sorted", check_sorted},
    {"record", check_record},   {"header", check_header},         {"signature", check_signature},
    {"json", check_json},       {"key_order", check_key_order},   {"excludes", check_excludes},
    {"body", check_body},       {"distinct", check_distinct},
};

const char *
judge_check_name(size_t index)
{
    return index < sizeof table / sizeof table[0] ? table[index].name : NULL;
}

/* A level without the sandbox's promises does not look at them. */
static bool
leaves_out(const struct judge *judge)
{
    return judge->leaves_design && judge->grade.evidence == EVIDENCE_DESIGN;
}

static void
judge_checks(struct judge *judge, const struct subject *subject, const cJSON *checks)
{
    struct grade outer = judge->grade;
    const cJSON *outer_may_lack = judge->may_lack;
    capability_set needs = needs_listed(cJSON_GetObjectItemCaseSensitive(checks, "needs"));
    size_t i;

    if ((needs & judge->can) != needs)
        return;
    grade_read(&judge->grade, judge->suite, judge->scope->arena, checks);
    if (leaves_out(judge)) {
        judge->grade = outer;
        return;
    }
    judge->may_lack = cJSON_GetObjectItemCaseSensitive(checks, "may_lack");
    for (i = 0; i < sizeof table / sizeof table[0]; i++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(checks, table[i].name);
        const cJSON *graded = cJSON_GetObjectItemCaseSensitive(value, "is");
        struct grade own = judge->grade;

        if (!value)
            continue;
        if (graded)
            grade_read(&judge->grade, judge->suite, judge->scope->arena, value);
        if (!leaves_out(judge))
            table[i].check(judge, subject, graded ? graded : value);
        judge->grade = own;
    }
    judge->grade = outer;
    judge->may_lack = outer_may_lack;
}

void
judge_expect(struct judge *judge, const struct subject *subject, const cJSON *expect)
{
    const cJSON *element;

    JSON_EACH(element, expect) judge_checks(judge, subject, element);
}

const char *
judge_precondition(const struct judge *judge, const struct subject *subject, const cJSON *expect,
                   bool is_whole, bool *is_open)
{
    const cJSON *checks;
    const struct finding *finding;
    struct findings findings;
    struct judge silent = *judge;

    findings_init(&findings);
    silent.findings = &findings;
    JSON_EACH(checks, expect)
    {
        if (is_whole || prepares_checks(checks))
            judge_checks(&silent, subject, checks);
    }
    finding = findings.first;
    while (finding && !silent.basis && finding->grade.evidence == EVIDENCE_ASSUMED)
        finding = finding->next;
    *is_open = finding && finding->grade.evidence == EVIDENCE_ASSUMED;
    return finding ? finding->message : NULL;
}

bool
judge_can(const struct subject *subject, const cJSON *expect)
{
    const cJSON *checks;

    if (subject->reply->answered)
        return true;
    if (!subject->reply->lost)
        return false;
    JSON_EACH(checks, expect)
    {
        if (json_has(check_value(cJSON_GetObjectItemCaseSensitive(checks, "outcome")), "lost"))
            return true;
    }
    return false;
}

bool
judge_holds(const struct judge *judge, const struct subject *subject, const cJSON *checks)
{
    struct findings findings;
    struct judge silent = *judge;

    if (!judge_can(subject, checks))
        return false;
    findings_init(&findings);
    silent.findings = &findings;
    judge_checks(&silent, subject, checks);
    return findings.count == 0;
}

/* Whether a record has all the wanted values. */
static bool
record_is(struct judge *judge, const cJSON *record, const cJSON *where)
{
    const cJSON *wanted;

    cJSON_ArrayForEach(wanted, where)
    {
        const char *expected = check_expand(judge, wanted->valuestring);
        const char *got = scalar_text(judge->scope->arena, path_find(record, wanted->string));

        if (!expected || !got || strcmp(expected, got) != 0)
            return false;
    }
    return true;
}

static const char *
describe_where(struct judge *judge, const cJSON *where)
{
    struct text text;
    const cJSON *wanted;

    text_init(&text, judge->scope->arena);
    cJSON_ArrayForEach(wanted, where)
    {
        const char *expected = check_expand(judge, wanted->valuestring);

        text_printf(&text, "%s%s %.60s", text.len ? ", " : "", wanted->string,
                    expected ? expected : "?");
    }
    return text.bytes;
}

static void
judge_record(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *where = cJSON_GetObjectItemCaseSensitive(value, "where");
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(value, "expect");
    const cJSON *wanted = cJSON_GetObjectItemCaseSensitive(value, "count");
    const char *list = json_text(value, "in", "data");
    const char *described = describe_where(judge, where);
    const char *outer = judge->where;
    const cJSON *record;
    int count = 0, expected = wanted ? wanted->valueint : 1;

    cJSON_ArrayForEach(record, path_find(subject->object, list))
    {
        struct subject inner = {subject->reply, record, true};

        if (!record_is(judge, record, where))
            continue;
        count++;
        judge->where = arena_printf(judge->scope->arena, "%srecord with %s: ", outer, described);
        if (expect)
            judge_expect(judge, &inner, expect);
        judge->where = outer;
    }
    if (count != expected)
        judge_finding(judge, "expected %d element(s) of %s with %s, got %d", expected, list,
                      described, count);
}

static void
check_record(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *element;

    JSON_EACH(element, value) judge_record(judge, subject, element);
}
