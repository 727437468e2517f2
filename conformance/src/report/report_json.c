/* The report for programs: results, findings and the matrix as one JSON object. */
#include <string.h>

#include "report/facts.h"
#include "report/flaw.h"
#include "report/pitfalls.h"
#include "report/report.h"
#include "report/seal.h"
#include "report/standing.h"

static void
add_text(cJSON *object, const char *key, const char *text)
{
    cJSON_AddStringToObject(object, key, text);
}

static void
add_requirements(cJSON *object, const struct requirement *const *requirements, size_t count)
{
    cJSON *list = cJSON_AddArrayToObject(object, "requirement");
    size_t i;

    for (i = 0; i < count; i++)
        cJSON_AddItemToArray(list, cJSON_CreateString(requirements[i]->id));
}

static void
add_findings(cJSON *object, const struct result *result)
{
    cJSON *list = cJSON_AddArrayToObject(object, "findings");
    const struct finding *finding;

    for (finding = result->findings.first; finding; finding = finding->next) {
        cJSON *row = cJSON_CreateObject();

        cJSON_AddNumberToObject(row, "step", (double)finding->step + 1);
        add_text(row, "message", finding->message);
        add_requirements(row, finding->grade.requirements, finding->grade.requirement_count);
        add_text(row, "evidence", evidence_name(finding->grade.evidence));
        add_text(row, "source", finding->grade.source);
        cJSON_AddItemToArray(list, row);
    }
}

static void
add_notes(cJSON *object, const struct result *result)
{
    cJSON *list = cJSON_AddArrayToObject(object, "exchanges");
    const struct exchange_note *note;

    for (note = result->notes; note; note = note->next) {
        cJSON *row = cJSON_CreateObject();

        cJSON_AddNumberToObject(row, "step", (double)note->step + 1);
        add_text(row, "title", note->title);
        if (note->sent)
            add_text(row, "sent", note->sent);
        if (note->answer)
            add_text(row, "answer", note->answer);
        cJSON_AddItemToArray(list, row);
    }
}

static cJSON *
result_json(const struct report *report, const struct result *result)
{
    cJSON *object = cJSON_CreateObject();

    add_text(object, "id", result->trial->id);
    add_text(object, "file", result->trial->file);
    add_text(object, "verdict", verdict_name(result->verdict));
    cJSON_AddBoolToObject(object, "expected", result_is_expected(result, report->options->strict));
    if (!result_is_expected(result, report->options->strict))
        add_text(object, "cause", result_cause(result));
    add_requirements(object, result->trial->requirements, result->trial->requirement_count);
    add_text(object, "evidence", evidence_name(result->trial->evidence));
    add_text(object, "source", result->trial->source);
    add_text(object, "comment", result->trial->comment);
    if (result->trial->pitfall)
        add_text(object, "pitfall", result->trial->pitfall);
    if (result->charges)
        add_text(object, "charged", result->charges);
    cJSON_AddNumberToObject(object, "duration_ms", (double)result->duration_ms);
    if (result->skip_reason[0])
        add_text(object, "reason", result->skip_reason);
    if (result->withheld)
        cJSON_AddTrueToObject(object, "withheld");
    if (result->verdict == VERDICT_UNMET && result->open)
        cJSON_AddTrueToObject(object, "open");
    if (result->known)
        add_text(object, "known", result->known);
    if (result->findings.count)
        add_findings(object, result);
    if (result->findings.count || result->verdict == VERDICT_UNMET)
        add_notes(object, result);
    return object;
}

static cJSON *
row_json(const struct matrix_row *row)
{
    cJSON *object = cJSON_CreateObject();

    add_text(object, "id", row->requirement->id);
    add_text(object, "verdict", matrix_word(row));
    cJSON_AddNumberToObject(object, "cases", (double)row->trials);
    cJSON_AddNumberToObject(object, "ran", (double)row->ran);
    add_text(object, "evidence", evidence_name(row->requirement->evidence));
    add_text(object, "source", row->requirement->source);
    if (!row->requirement->observable)
        add_text(object, "reason", row->requirement->reason);
    return object;
}

/* Which known mistakes were tried and which show; no list when none is named. */
static void
add_pitfalls(cJSON *object, const struct report *report)
{
    struct arena *arena = arena_new();
    size_t count, i;
    const struct pitfall_row *rows = pitfalls_of(report, arena, &count);
    cJSON *list = count ? cJSON_AddArrayToObject(object, "pitfalls") : NULL;

    for (i = 0; i < count; i++) {
        cJSON *row = cJSON_CreateObject();

        add_text(row, "id", rows[i].id);
        if (rows[i].title)
            add_text(row, "title", rows[i].title);
        cJSON_AddNumberToObject(row, "tried", (double)rows[i].ran);
        cJSON_AddNumberToObject(row, "shows", (double)rows[i].bad);
        cJSON_AddNumberToObject(row, "passed", (double)rows[i].passed);
        cJSON_AddItemToArray(list, row);
    }
    arena_free(arena);
}

static void
add_discovery(cJSON *object, const struct report_head *head)
{
    cJSON *list = head->discovery_count ? cJSON_AddArrayToObject(object, "discovery") : NULL;
    size_t i;

    for (i = 0; i < head->discovery_count; i++) {
        const struct discovery *one = &head->discoveries[i];
        cJSON *row = cJSON_CreateObject();

        add_text(row, "capability", one->name);
        cJSON_AddBoolToObject(row, "there", one->is_there);
        add_text(row, "asked", one->asked);
        add_text(row, "wanted", one->wanted);
        if (one->found)
            add_text(row, "found", one->found);
        cJSON_AddItemToArray(list, row);
    }
}

static cJSON *
head_json(const struct report *report)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *list;
    size_t i;

    add_text(object, "schema", REPORT_SCHEMA);
    add_text(object, "version", QFPAY_VERSION);
    add_text(object, "command", report->head->command);
    add_text(object, "unit", report->head->unit);
    add_text(object, "target", report->head->about);
    cJSON_AddBoolToObject(object, "strict", report->options->strict);
    cJSON_AddBoolToObject(object, "as_expected", report_is_good(report));
    cJSON_AddNumberToObject(object, "started_at", (double)report->started_at);
    cJSON_AddNumberToObject(object, "duration_ms", (double)report->duration_ms);
    facts_add_json(object, report);
    cJSON_AddNumberToObject(object, "selected", (double)report->count);
    cJSON_AddNumberToObject(object, "unexpected", (double)report->unexpected);
    list = cJSON_AddArrayToObject(object, "capabilities");
    for (i = 0; i < report->head->ability_count; i++)
        cJSON_AddItemToArray(list, cJSON_CreateString(report->head->abilities[i].name));
    add_discovery(object, report->head);
    list = cJSON_AddObjectToObject(object, "verdicts");
    for (i = 0; i < VERDICT_COUNT; i++)
        cJSON_AddNumberToObject(list, verdict_name((enum verdict)i), (double)report->verdicts[i]);
    return object;
}

static cJSON *
lacks_json(const struct standing *standing)
{
    cJSON *list = cJSON_CreateArray();
    size_t i;

    for (i = 0; i < standing->lack_count; i++) {
        cJSON *row = cJSON_CreateObject();

        add_text(row, "reason", standing->lacks[i].reason);
        cJSON_AddNumberToObject(row, "count", (double)standing->lacks[i].count);
        cJSON_AddItemToArray(list, row);
    }
    return list;
}

/* The level that was wished for, and how the run stands with each. */
static void
add_levels(cJSON *object, const struct report *report)
{
    cJSON *list;
    size_t i;

    if (report->level)
        add_text(object, "level", report->level->name);
    list = cJSON_AddArrayToObject(object, "levels");
    for (i = 0; i < report->standing_count; i++) {
        const struct standing *standing = &report->standings[i];
        cJSON *row = cJSON_CreateObject();

        add_text(row, "name", standing->level->name);
        cJSON_AddBoolToObject(row, "reached", standing_is_reached(standing));
        cJSON_AddNumberToObject(row, "mandatory", (double)standing->demanded);
        cJSON_AddNumberToObject(row, "ran", (double)standing->made);
        cJSON_AddNumberToObject(row, "judged", (double)standing->judged);
        cJSON_AddNumberToObject(row, "failed", (double)standing->failed);
        cJSON_AddNumberToObject(row, "left_out", (double)standing->left_out);
        cJSON_AddNumberToObject(row, "withheld", (double)standing->withheld);
        cJSON_AddNumberToObject(row, "open", (double)standing->open);
        cJSON_AddItemToObject(row, "lacks", lacks_json(standing));
        cJSON_AddItemToArray(list, row);
    }
}

/* What was answered to signatures, by digest; no list where none was asked for. */
static void
add_signatures(cJSON *object, const struct report_head *head)
{
    cJSON *list = head->signature_count ? cJSON_AddArrayToObject(object, "signatures") : NULL;
    size_t i;

    for (i = 0; i < head->signature_count; i++) {
        const struct certificate *one = &head->signatures[i];
        cJSON *row = cJSON_CreateObject();

        add_text(row, "digest", one->name);
        add_text(row, "verdict", certificate_verdict(one));
        cJSON_AddNumberToObject(row, "right", (double)one->right);
        cJSON_AddNumberToObject(row, "wrong", (double)one->wrong);
        cJSON_AddNumberToObject(row, "skipped", (double)one->skipped);
        cJSON_AddItemToArray(list, row);
    }
}

bool
json_write(FILE *out, const struct report *report, const struct matrix_row *rows)
{
    cJSON *object = head_json(report);
    cJSON *list = cJSON_AddArrayToObject(object, "results");
    char *printed;
    size_t i;
    bool written;

    for (i = 0; i < report->done; i++)
        cJSON_AddItemToArray(list, result_json(report, &report->results[i]));
    add_levels(object, report);
    list = cJSON_AddArrayToObject(object, "matrix");
    for (i = 0; i < report->suite->requirement_count; i++)
        cJSON_AddItemToArray(list, row_json(&rows[i]));
    add_pitfalls(object, report);
    add_signatures(object, report->head);
    printed = cJSON_Print(object);
    written = printed && seal_write(out, printed, report->sign_key);
    cJSON_free(printed);
    cJSON_Delete(object);
    return written;
}
