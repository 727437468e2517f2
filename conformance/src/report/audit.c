/* See audit.h. One function for each kind of number; the table at the end is what is looked at. */
#include "report/audit.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "report/flaw.h"

static void complain(struct audit *audit, const struct revived *revived, const char *format, ...)
    QFPAY_PRINTF(3, 4);

static void
complain(struct audit *audit, const struct revived *revived, const char *format, ...)
{
    va_list arguments;

    if (audit->count++ >= AUDIT_PROBLEMS_MAX)
        return;
    va_start(arguments, format);
    audit->problems[audit->count - 1] = arena_vprintf(revived->arena, format, arguments);
    va_end(arguments);
}

/* A number that the report states, beside what it must be. */
static void
compare(struct audit *audit, const struct revived *revived, const char *where, const cJSON *object,
        const char *key, size_t wanted)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

    if (!cJSON_IsNumber(item))
        complain(audit, revived, "%s%s is no number", where, key);
    else if (item->valuedouble != (double)wanted)
        complain(audit, revived, "%s%s is %g, and its results make it %zu", where, key,
                 item->valuedouble, wanted);
}

static void
compare_truth(struct audit *audit, const struct revived *revived, const char *where,
              const cJSON *object, const char *key, bool wanted)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

    if (!cJSON_IsBool(item) || cJSON_IsTrue(item) != wanted)
        complain(audit, revived, "%s%s is not %s, as its results make it", where, key,
                 wanted ? "true" : "false");
}

static int
by_id(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void
check_ids(struct audit *audit, const struct revived *revived)
{
    size_t count = revived->report.done, i;
    const char **ids = arena_alloc(revived->arena, (count + 1) * sizeof *ids);

    for (i = 0; i < count; i++)
        ids[i] = revived->report.results[i].trial->id;
    qsort(ids, count, sizeof *ids, by_id);
    for (i = 1; i < count; i++) {
        if (strcmp(ids[i - 1], ids[i]) == 0)
            complain(audit, revived, "%s has two results", ids[i]);
    }
}

static bool
was_tried(const struct result *result)
{
    return result->verdict == VERDICT_PASS || result->verdict == VERDICT_DIFFERS ||
           result->verdict == VERDICT_FAIL;
}

/* What was found makes the verdict, and the verdict makes whether it is expected. */
static void
check_results(struct audit *audit, const struct revived *revived)
{
    size_t i;

    for (i = 0; i < revived->report.done; i++) {
        const struct result *result = &revived->report.results[i];

        if (was_tried(result) && result->verdict != findings_verdict(&result->findings))
            complain(audit, revived, "%s is said to be \"%s\", and what was found says \"%s\"",
                     result->trial->id, verdict_name(result->verdict),
                     verdict_name(findings_verdict(&result->findings)));
        compare_truth(audit, revived, arena_printf(revived->arena, "%s: ", result->trial->id),
                      revived->rows[i], "expected",
                      result_is_expected(result, revived->options.strict));
    }
}

static void
check_counts(struct audit *audit, const struct revived *revived)
{
    const cJSON *verdicts = cJSON_GetObjectItemCaseSensitive(revived->json, "verdicts");
    const cJSON *left_out = cJSON_GetObjectItemCaseSensitive(revived->json, "left_out");
    const struct report *report = &revived->report;
    size_t i;

    for (i = 0; i < VERDICT_COUNT; i++)
        compare(audit, revived, "verdicts.", verdicts, verdict_name((enum verdict)i),
                report->verdicts[i]);
    compare(audit, revived, "", revived->json, "unexpected", report->unexpected);
    if (left_out) {
        compare(audit, revived, "left_out.", left_out, "skipped", report->verdicts[VERDICT_SKIP]);
        compare(audit, revived, "left_out.", left_out, "unmet", report->verdicts[VERDICT_UNMET]);
        compare(audit, revived, "left_out.", left_out, "stopped", report->count - report->done);
    }
    if (report->count < report->done)
        complain(audit, revived, "%zu were selected, and there are %zu results", report->count,
                 report->done);
}

static void
check_whole(struct audit *audit, const struct revived *revived)
{
    compare_truth(audit, revived, "", revived->json, "as_expected",
                  report_is_good(&revived->report));
}

/* Of a rule that nothing selected is about, only so much can be said. */
static bool
says_nothing(const char *word)
{
    return strcmp(word, "not selected") == 0 || strcmp(word, "no case") == 0 ||
           strcmp(word, "not observable") == 0;
}

/* How many are about a rule is known of the selected ones alone. */
static void
check_rule(struct audit *audit, const struct revived *revived, const struct matrix_row *row,
           const cJSON *json)
{
    const char *where = arena_printf(revived->arena, "%s: ", row->requirement->id);
    const char *word = json_text(json, "verdict", "");

    compare(audit, revived, where, json, "ran", row->ran);
    if (row->selected ? strcmp(word, matrix_word(row)) != 0 : !says_nothing(word))
        complain(audit, revived, "%sis said to be \"%s\", and its results make it \"%s\"", where,
                 word, row->selected ? matrix_word(row) : "not selected");
    if ((size_t)json_number(json, "cases") < row->selected)
        complain(audit, revived, "%scases is less than the %zu that were selected", where,
                 row->selected);
}

static void
check_rules(struct audit *audit, const struct revived *revived)
{
    const struct report *report = &revived->report;
    const struct matrix_row *rows = matrix_build(report->suite, revived->arena, report->trials,
                                                 report->trial_count, report->results,
                                                 report->done);
    const cJSON *json;
    size_t i = 0;

    cJSON_ArrayForEach(json, cJSON_GetObjectItemCaseSensitive(revived->json, "matrix"))
    {
        check_rule(audit, revived, &rows[i++], json);
    }
}

/* Whether a level is reached follows from its numbers. That these follow from the results is for
 * who has the fixtures: audit_levels. */
static void
check_levels(struct audit *audit, const struct revived *revived)
{
    const cJSON *json;
    size_t i = 0;

    cJSON_ArrayForEach(json, cJSON_GetObjectItemCaseSensitive(revived->json, "levels"))
    {
        const struct standing *standing = &revived->standings[i++];

        compare_truth(audit, revived,
                      arena_printf(revived->arena, "level %s: ", standing->level->name), json,
                      "reached", standing_is_reached(standing));
    }
    if (cJSON_GetObjectItemCaseSensitive(revived->json, "level") && !revived->report.level)
        complain(audit, revived, "its level is none of its levels");
}

void
audit_report(const struct revived *revived, struct audit *audit)
{
    static void (*const checks[])(struct audit *, const struct revived *) = {
        check_ids, check_results, check_counts, check_whole, check_rules, check_levels,
    };
    size_t i;

    *audit = (struct audit){.count = 0};
    for (i = 0; i < sizeof checks / sizeof checks[0]; i++)
        checks[i](audit, revived);
}

static const struct trial *
find_trial(const struct trial *trials, size_t count, const char *id)
{
    size_t i = 0;

    while (i < count && strcmp(trials[i].id, id) != 0)
        i++;
    return i < count ? &trials[i] : NULL;
}

/* The results as those of the fixtures' own trials; NULL when one is of none. */
static struct result *
results_of_trials(const struct revived *revived, const struct trial *trials, size_t count,
                  struct audit *audit)
{
    const struct report *report = &revived->report;
    struct result *results = arena_alloc(revived->arena, (report->done + 1) * sizeof *results);
    size_t i;

    for (i = 0; i < report->done; i++) {
        results[i] = report->results[i];
        results[i].trial = find_trial(trials, count, report->results[i].trial->id);
        if (!results[i].trial) {
            complain(audit, revived, "%s is none of the fixtures'", report->results[i].trial->id);
            return NULL;
        }
    }
    return results;
}

static void
compare_level(struct audit *audit, const struct revived *revived, const struct standing *standing)
{
    const char *where = arena_printf(revived->arena, "level %s: ", standing->level->name);
    const cJSON *json;

    cJSON_ArrayForEach(json, cJSON_GetObjectItemCaseSensitive(revived->json, "levels"))
    {
        if (strcmp(json_text(json, "name", ""), standing->level->name) == 0)
            break;
    }
    compare(audit, revived, where, json, "mandatory", standing->demanded);
    compare(audit, revived, where, json, "ran", standing->made);
    compare(audit, revived, where, json, "judged", standing->judged);
    compare(audit, revived, where, json, "failed", standing->failed);
    compare(audit, revived, where, json, "left_out", standing->left_out);
    compare(audit, revived, where, json, "withheld", standing->withheld);
    compare(audit, revived, where, json, "open", standing->open);
}

void
audit_levels(const struct revived *revived, const struct suite *suite, const char *kind,
             const struct trial *trials, size_t trial_count, struct audit *audit)
{
    struct report report = revived->report;
    const struct standing *rows;
    size_t count = 0, i;

    report.suite = suite;
    report.kind = kind;
    report.trials = trials;
    report.trial_count = trial_count;
    report.results = results_of_trials(revived, trials, trial_count, audit);
    if (!report.results)
        return;
    rows = standings_of(&report, revived->arena, &count);
    for (i = 0; i < count; i++)
        compare_level(audit, revived, &rows[i]);
    if (count != revived->report.standing_count)
        complain(audit, revived, "it has %zu levels, and the fixtures %zu",
                 revived->report.standing_count, count);
}
