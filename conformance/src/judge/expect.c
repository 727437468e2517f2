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

/* What an object says about its own evidence, source and requirements replaces what was before. */
static void
read_grade(struct judge *judge, const cJSON *object)
{
    const cJSON *ids = cJSON_GetObjectItemCaseSensitive(object, "requirement");
    const cJSON *id = cJSON_IsArray(ids) ? ids->child : ids;
    const struct requirement **list;
    size_t count = 0;

    (void)evidence_find(json_text(object, "evidence", NULL), &judge->grade.evidence);
    judge->grade.source = json_text(object, "source", judge->grade.source);
    if (!ids)
        return;
    list = arena_alloc(judge->scope->arena, REQUIREMENTS_PER_CASE * sizeof(*list));
    for (; id && count < REQUIREMENTS_PER_CASE; id = cJSON_IsArray(ids) ? id->next : NULL)
        list[count++] = suite_find_requirement(judge->suite, id->valuestring);
    judge->grade.requirements = list;
    judge->grade.requirement_count = count;
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
    read_grade(judge, checks);
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
            read_grade(judge, value);
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

    if (!cJSON_IsArray(expect))
        judge_checks(judge, subject, expect);
    else
        cJSON_ArrayForEach(element, expect) judge_checks(judge, subject, element);
}

const char *
judge_precondition(const struct judge *judge, const struct subject *subject, const cJSON *expect,
                   bool is_whole, bool *is_open)
{
    const cJSON *checks = cJSON_IsArray(expect) ? expect->child : expect;
    const struct finding *finding;
    struct findings findings;
    struct judge silent = *judge;

    findings_init(&findings);
    silent.findings = &findings;
    for (; checks; checks = cJSON_IsArray(expect) ? checks->next : NULL) {
        if (is_whole || prepares_checks(checks))
            judge_checks(&silent, subject, checks);
    }
    finding = findings.first;
    while (finding && !silent.basis && finding->grade.evidence == EVIDENCE_ASSUMED)
        finding = finding->next;
    *is_open = finding && finding->grade.evidence == EVIDENCE_ASSUMED;
    return finding ? finding->message : NULL;
}

/* Whether a check of these can hold for an answer that never came: only an outcome can. */
static bool
allows_loss(const cJSON *checks)
{
    const cJSON *outcome = cJSON_GetObjectItemCaseSensitive(checks, "outcome");
    const cJSON *graded = cJSON_GetObjectItemCaseSensitive(outcome, "is");
    const cJSON *words = graded ? graded : outcome;
    const cJSON *word = cJSON_IsArray(words) ? words->child : words;

    for (; word; word = cJSON_IsArray(words) ? word->next : NULL) {
        if (cJSON_IsString(word) && strcmp(word->valuestring, "lost") == 0)
            return true;
    }
    return false;
}

bool
judge_can(const struct subject *subject, const cJSON *expect)
{
    const cJSON *element;

    if (subject->reply->answered)
        return true;
    if (!subject->reply->lost)
        return false;
    if (!cJSON_IsArray(expect))
        return allows_loss(expect);
    cJSON_ArrayForEach(element, expect)
    {
        if (allows_loss(element))
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

    if (!cJSON_IsArray(value))
        judge_record(judge, subject, value);
    else
        cJSON_ArrayForEach(element, value) judge_record(judge, subject, element);
}
