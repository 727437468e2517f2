/* See judge.h. */
#include "judge/judge.h"

void
judge_finding(struct judge *judge, const char *format, ...)
{
    bool is_firm = !judge->basis || judge->grade.evidence == EVIDENCE_ASSUMED;
    va_list arguments;
    char *message;

    va_start(arguments, format);
    message = arena_vprintf(judge->scope->arena, format, arguments);
    va_end(arguments);
    findings_add(judge->findings, judge->scope->arena, is_firm ? &judge->grade : judge->basis,
                 judge->step, arena_printf(judge->scope->arena, "%s%s", judge->where, message));
}

struct subject
subject_of(const struct reply *reply)
{
    struct subject subject = {reply, NULL, false};

    if (reply->answered && cJSON_IsObject(reply->json))
        subject.object = reply->json;
    return subject;
}
