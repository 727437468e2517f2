/* See result.h. */
#include "trial/result.h"

#include <string.h>

#include "base/json.h"
#include "base/printable.h"
#include "fixture/mistake.h"
#include "trial/cause.h"

void
findings_init(struct findings *findings)
{
    findings->first = NULL;
    findings->end = &findings->first;
    findings->count = 0;
    findings->assumed = 0;
}

enum verdict
findings_verdict(const struct findings *findings)
{
    enum verdict verdict = VERDICT_PASS;
    const struct finding *finding;

    for (finding = findings->first; finding; finding = finding->next) {
        if (finding->grade.evidence != EVIDENCE_ASSUMED)
            return VERDICT_FAIL;
        verdict = VERDICT_DIFFERS;
    }
    return verdict;
}

void
findings_add(struct findings *findings, struct arena *arena, const struct grade *grade, size_t step,
             const char *message)
{
    bool assumed = grade->evidence == EVIDENCE_ASSUMED;
    struct finding *finding;

    if ((assumed ? findings->assumed : findings->count - findings->assumed) == FINDINGS_MAX)
        return;
    finding = arena_alloc(arena, sizeof *finding);
    finding->grade = *grade;
    finding->step = step;
    finding->message = printable_short(arena, message, strlen(message), FINDING_MESSAGE_MAX);
    finding->cause = cause_of(arena, finding->message);
    *findings->end = finding;
    findings->end = &finding->next;
    findings->count++;
    findings->assumed += assumed;
}

bool
finding_shares_grade(const struct finding *a, const struct finding *b)
{
    return b && a->step == b->step && a->grade.evidence == b->grade.evidence &&
           a->grade.requirements == b->grade.requirements &&
           strcmp(a->grade.source, b->grade.source) == 0;
}

void
result_begin(struct result *result, const struct trial *trial)
{
    memset(result, 0, sizeof *result);
    result->trial = trial;
    result->arena = arena_new();
    result->skip_reason = "";
    result->notes_end = &result->notes;
    findings_init(&result->findings);
}

void
result_move(struct result *to, struct result *from)
{
    *to = *from;
    /* An empty list ends within the result itself. */
    if (!to->findings.first)
        to->findings.end = &to->findings.first;
    if (!to->notes)
        to->notes_end = &to->notes;
    from->arena = NULL;
}

void
result_skip(struct result *result, const char *reason)
{
    result->verdict = VERDICT_SKIP;
    result->skip_reason = reason;
}

void
result_unmet(struct result *result, size_t step, const char *reason)
{
    result->unmet_step = step;
    result->verdict = VERDICT_UNMET;
    result->skip_reason = printable_short(result->arena, reason, strlen(reason),
                                          FINDING_MESSAGE_MAX);
    result->unmet_cause = cause_of(result->arena, result->skip_reason);
}

bool
result_has_run(const struct result *result)
{
    return result->verdict != VERDICT_SKIP && result->verdict != VERDICT_UNMET;
}

void
result_note(struct result *result, size_t step, const char *title, const char *sent,
            const char *answer)
{
    struct exchange_note *note = arena_alloc(result->arena, sizeof *note);

    note->step = step;
    note->title = title;
    note->sent = sent;
    note->answer = answer;
    *result->notes_end = note;
    result->notes_end = &note->next;
}

const struct exchange_note *
result_last_note(const struct result *result, size_t step)
{
    const struct exchange_note *note, *found = NULL;

    for (note = result->notes; note; note = note->next) {
        if (note->step == step)
            found = note;
    }
    return found;
}

void
result_finding(struct result *result, size_t step, const char *format, ...)
{
    struct grade grade = trial_grade(result->trial);
    va_list arguments;
    char *message;

    va_start(arguments, format);
    message = arena_vprintf(result->arena, format, arguments);
    va_end(arguments);
    findings_add(&result->findings, result->arena, &grade, step, message);
}

void
result_charge(struct result *result, const char *pitfalls)
{
    char id[MISTAKE_ID_SIZE];

    while (mistake_take(&pitfalls, id)) {
        if (!mistake_is_among(result->charges, id))
            result->charges = arena_printf(result->arena, "%s%s%s",
                                           result->charges ? result->charges : "",
                                           result->charges ? ", " : "", id);
    }
    if (result->charges && result->trial->operation)
        result->charged_cause = arena_printf(result->arena, "%s in %s", result->charges,
                                             result->trial->operation);
}

void
result_end(struct result *result, int64_t duration_ms)
{
    if (result_has_run(result))
        result->verdict = findings_verdict(&result->findings);
    result->duration_ms = duration_ms;
}

void
result_slim(struct result *result)
{
    if (result->verdict != VERDICT_PASS)
        return;
    arena_free(result->arena);
    result->arena = arena_new();
    result->notes = NULL;
    result->notes_end = &result->notes;
}

void
grade_read(struct grade *grade, const struct suite *suite, struct arena *arena, const cJSON *object)
{
    const cJSON *ids = cJSON_GetObjectItemCaseSensitive(object, "requirement");
    const struct requirement **list;

    (void)evidence_find(json_text(object, "evidence", NULL), &grade->evidence);
    grade->source = json_text(object, "source", grade->source);
    if (!ids)
        return;
    list = arena_alloc(arena, REQUIREMENTS_PER_CASE * sizeof(struct requirement *));
    grade->requirement_count = suite_list_requirements(suite, ids, list);
    grade->requirements = list;
}

struct grade
trial_grade(const struct trial *trial)
{
    struct grade grade = {trial->evidence, trial->source, trial->requirements,
                          trial->requirement_count};

    return grade;
}
