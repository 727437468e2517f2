/* See revived.h. Whoever hands in a report may have written anything into it: every member is
 * looked at before it is used, and what is not there is said. */
#include "report/revived.h"

#include <string.h>

#include "base/json.h"

enum { RULES_MAX = 10000 };

static const cJSON *
member(const cJSON *object, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

static bool
has_texts(const cJSON *object, const char *const *keys)
{
    for (; *keys; keys++) {
        if (!cJSON_IsString(member(object, *keys)))
            return false;
    }
    return true;
}

/* A list of objects that have these texts. */
static bool
check_list(struct revived *revived, const char *name, const char *const *keys, const char **problem)
{
    const cJSON *list = member(revived->json, name), *row;
    size_t at = 0;

    if (!cJSON_IsArray(list)) {
        *problem = arena_printf(revived->arena, "has no list \"%s\"", name);
        return false;
    }
    cJSON_ArrayForEach(row, list)
    {
        if (!has_texts(row, keys)) {
            *problem = arena_printf(revived->arena, "lacks a text in %s[%zu]", name, at);
            return false;
        }
        at++;
    }
    return true;
}

static bool
check_shape(struct revived *revived, const char **problem)
{
    static const char *const of_rule[] = {"id", "verdict", "evidence", "source", NULL};
    static const char *const of_result[] = {"id",     "file",    "verdict", "evidence",
                                            "source", "comment", NULL};
    static const char *const of_all[] = {"version", "command", "target", NULL};

    if (!has_texts(revived->json, of_all)) {
        *problem = "has no version, command or target";
        return false;
    }
    return check_list(revived, "matrix", of_rule, problem) &&
           check_list(revived, "results", of_result, problem);
}

/* The rules of the matrix, in their order. */
static bool
read_rules(struct revived *revived, const char **problem)
{
    const cJSON *list = member(revived->json, "matrix"), *row;
    size_t count = (size_t)cJSON_GetArraySize(list);

    if (count > RULES_MAX) {
        *problem = arena_printf(revived->arena, "has %zu rules in its matrix", count);
        return false;
    }
    revived->suite.requirements = arena_alloc(revived->arena,
                                              (count + 1) * sizeof(struct requirement));
    cJSON_ArrayForEach(row, list)
    {
        struct requirement *rule = &revived->suite.requirements[revived->suite.requirement_count];

        if (!evidence_find(json_text(row, "evidence", NULL), &rule->evidence)) {
            *problem = arena_printf(revived->arena, "knows no evidence \"%.40s\"",
                                    json_text(row, "evidence", ""));
            return false;
        }
        rule->id = json_text(row, "id", "");
        rule->source = json_text(row, "source", "");
        rule->reason = json_text(row, "reason", "");
        rule->section = rule->text = "";
        rule->observable = strcmp(json_text(row, "verdict", ""), "not observable") != 0;
        revived->suite.requirement_count++;
    }
    return true;
}

/* The rules that a list names. NULL and *problem when one of them is not in the matrix. */
static const struct requirement **
find_rules(struct revived *revived, const cJSON *object, size_t *count, const char **problem)
{
    const cJSON *list = member(object, "requirement"), *item;
    const struct requirement **found = arena_alloc(
        revived->arena, ((size_t)cJSON_GetArraySize(list) + 1) * sizeof *found);

    *count = 0;
    cJSON_ArrayForEach(item, list)
    {
        const char *id = cJSON_IsString(item) ? item->valuestring : "";

        found[*count] = suite_find_requirement(&revived->suite, id);
        if (!found[*count]) {
            *problem = arena_printf(revived->arena,
                                    "names the rule \"%.40s\", of which its matrix "
                                    "says nothing",
                                    id);
            return NULL;
        }
        ++*count;
    }
    return found;
}

static bool
read_findings(struct revived *revived, struct result *result, const cJSON *json,
              const char **problem)
{
    const cJSON *row;

    cJSON_ArrayForEach(row, member(json, "findings"))
    {
        struct grade grade = {.source = json_text(row, "source", "")};

        grade.requirements = find_rules(revived, row, &grade.requirement_count, problem);
        if (!grade.requirements)
            return false;
        if (!evidence_find(json_text(row, "evidence", NULL), &grade.evidence)) {
            *problem = arena_printf(revived->arena, "has a finding without evidence in %s",
                                    result->trial->id);
            return false;
        }
        findings_add(&result->findings, result->arena, &grade,
                     (size_t)(json_number(row, "step") - 1), json_text(row, "message", ""));
    }
    return true;
}

static bool
read_verdict(struct revived *revived, struct result *result, const char *word, const char **problem)
{
    size_t i = 0;

    while (i < VERDICT_COUNT && strcmp(verdict_name((enum verdict)i), word) != 0)
        i++;
    if (i == VERDICT_COUNT) {
        *problem = arena_printf(revived->arena, "knows no verdict \"%.40s\"", word);
        return false;
    }
    result->verdict = (enum verdict)i;
    return true;
}

static bool
read_result(struct revived *revived, const cJSON *json, struct trial *trial, struct result *result,
            const char **problem)
{
    trial->id = json_text(json, "id", "");
    trial->group = "";
    trial->file = json_text(json, "file", "");
    trial->comment = json_text(json, "comment", "");
    trial->pitfall = cJSON_GetStringValue(member(json, "pitfall"));
    trial->source = json_text(json, "source", "");
    trial->requirements = find_rules(revived, json, &trial->requirement_count, problem);
    if (!trial->requirements)
        return false;
    result_begin(result, trial);
    revived->report.done++;
    result->skip_reason = json_text(json, "reason", "");
    result->open = cJSON_IsTrue(member(json, "open"));
    result->withheld = cJSON_IsTrue(member(json, "withheld"));
    if (result->withheld && strcmp(json_text(json, "verdict", ""), "skip") != 0) {
        *problem = arena_printf(revived->arena, "says that %s was made and withheld", trial->id);
        return false;
    }
    result->known = cJSON_GetStringValue(member(json, "known"));
    result->charges = cJSON_GetStringValue(member(json, "charged"));
    result->duration_ms = json_number(json, "duration_ms");
    if (!evidence_find(json_text(json, "evidence", NULL), &trial->evidence)) {
        *problem = arena_printf(revived->arena, "has no evidence for %s", trial->id);
        return false;
    }
    return read_verdict(revived, result, json_text(json, "verdict", ""), problem) &&
           read_findings(revived, result, json, problem);
}

static bool
read_results(struct revived *revived, const char **problem)
{
    const cJSON *list = member(revived->json, "results"), *row;
    size_t count = (size_t)cJSON_GetArraySize(list);
    struct trial *trials = arena_alloc(revived->arena, (count + 1) * sizeof *trials);
    struct report *report = &revived->report;

    report->trials = trials;
    report->results = arena_alloc(revived->arena, (count + 1) * sizeof *report->results);
    revived->rows = arena_alloc(revived->arena, (count + 1) * sizeof *revived->rows);
    cJSON_ArrayForEach(row, list)
    {
        size_t at = report->trial_count++;

        revived->rows[at] = row;
        if (!read_result(revived, row, &trials[at], &report->results[at], problem))
            return false;
        report->verdicts[report->results[at].verdict]++;
        report->unexpected += !result_is_expected(&report->results[at], revived->options.strict);
    }
    return true;
}

/* What the report states of its levels, so that the verdict can be computed from it. */
static void
read_levels(struct revived *revived)
{
    const cJSON *list = member(revived->json, "levels"), *row;
    size_t count = (size_t)cJSON_GetArraySize(list), at = 0;
    const char *wished = json_text(revived->json, "level", "");

    revived->levels = arena_alloc(revived->arena, (count + 1) * sizeof *revived->levels);
    revived->standings = arena_alloc(revived->arena, (count + 1) * sizeof *revived->standings);
    cJSON_ArrayForEach(row, list)
    {
        struct standing *standing = &revived->standings[at];

        revived->levels[at].name = json_text(row, "name", "");
        standing->level = &revived->levels[at++];
        standing->demanded = (size_t)json_number(row, "mandatory");
        standing->made = (size_t)json_number(row, "ran");
        standing->judged = (size_t)json_number(row, "judged");
        standing->failed = (size_t)json_number(row, "failed");
        standing->left_out = (size_t)json_number(row, "left_out");
        standing->withheld = (size_t)json_number(row, "withheld");
        standing->open = (size_t)json_number(row, "open");
        if (strcmp(standing->level->name, wished) == 0)
            revived->report.level = standing->level;
    }
    revived->report.standings = revived->standings;
    revived->report.standing_count = at;
}

static void
read_head(struct revived *revived)
{
    const cJSON *json = revived->json;
    struct report *report = &revived->report;

    revived->options.strict = cJSON_IsTrue(member(json, "strict"));
    revived->head.command = json_text(json, "command", "");
    revived->head.about = json_text(json, "target", "");
    revived->head.unit = json_text(json, "unit", "case");
    revived->head.may_skip_all = strcmp(revived->head.command, "server") == 0;
    report->head = &revived->head;
    report->suite = &revived->suite;
    report->options = &revived->options;
    report->count = (size_t)json_number(json, "selected");
    report->started_at = json_number(json, "started_at");
    report->duration_ms = json_number(json, "duration_ms");
}

struct revived *
revived_new(const cJSON *json, struct arena *arena, const char **problem)
{
    struct revived *revived = arena_alloc(arena, sizeof *revived);

    revived->arena = arena;
    revived->json = json;
    if (check_shape(revived, problem)) {
        read_head(revived);
        read_levels(revived);
        if (read_rules(revived, problem) && read_results(revived, problem))
            return revived;
    }
    revived_free(revived);
    return NULL;
}

void
revived_free(struct revived *revived)
{
    size_t i;

    for (i = 0; revived && i < revived->report.done; i++)
        arena_free(revived->report.results[i].arena);
    if (revived)
        revived->report.done = 0;
}
