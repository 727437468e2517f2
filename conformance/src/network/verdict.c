/* See verdict.h. Every check of an expectation is one row; it adds what it finds, as a sentence
 * about the client, and says nothing when all is well. */
#include "verdict.h"

#include <string.h>

#include "verdict_checks.h"

void
found(struct judging *judging, const char *format, ...)
{
    struct arena *arena = judging->result->arena;
    va_list arguments;

    va_start(arguments, format);
    findings_add(&judging->result->findings, arena, &judging->grade, 0,
                 arena_vformat(arena, format, arguments));
    va_end(arguments);
}

const char *
call_name(const struct call *call)
{
    return call->is_api ? qfpay_endpoint_row(call->endpoint)->name : call->path;
}

/* What an exit status says, for people. */
static const char *
status_meaning(int status)
{
    switch (status) {
    case 0:
        return " (done)";
    case 3:
        return " (pending)";
    case 4:
        return " (refused)";
    default:
        return "";
    }
}

static const char *
list_statuses(struct arena *arena, const cJSON *value)
{
    const char *joined = "";
    const cJSON *one = cJSON_IsArray(value) ? value->child : value;

    for (; one; one = cJSON_IsArray(value) ? one->next : NULL)
        joined = arena_format(arena, "%s%s%d%s", joined, joined[0] ? " or " : "", one->valueint,
                              status_meaning(one->valueint));
    return joined;
}

static const char *
why_stopped(struct arena *arena, const struct play *play)
{
    if (play->asked_too_long)
        return "asked on although there was nothing left to wait for, and was stopped";
    if (play->traffic.is_flooded)
        return "sent request after request and was stopped";
    if (play->stage->is_over())
        return "was stopped together with this program";
    return arena_format(arena, "still ran after %d s and was stopped", play->stage->seconds);
}

static void
check_exit(struct judging *judging)
{
    const struct play *play = judging->play;
    const char *wanted = list_statuses(judging->result->arena, judging->value);
    const cJSON *one = cJSON_IsArray(judging->value) ? judging->value->child : judging->value;

    if (play->ran_out_of_time)
        found(judging, "expected the client to exit with %s, but it %s", wanted,
              why_stopped(judging->result->arena, play));
    else if (!play->has_exited)
        found(judging, "expected the client to exit with %s, but it %s", wanted, play->ending);
    if (play->ran_out_of_time || !play->has_exited)
        return;
    for (; one; one = cJSON_IsArray(judging->value) ? one->next : NULL) {
        if (one->valueint == play->exit_status)
            return;
    }
    found(judging, "expected the client to exit with %s, got %d%s", wanted, play->exit_status,
          status_meaning(play->exit_status));
}

static void
check_order(struct judging *judging)
{
    if (strcmp(judging->play->state, judging->value->valuestring) != 0)
        found(judging, "when the client ended, the order was %s instead of %s",
              judging->play->state, judging->value->valuestring);
}

static const struct {
    const char *name;
    client_check *check;
} checks[] = {
    {"exit", check_exit},
    {"order", check_order},
    {"calls", check_calls},
    {"sent", check_sent},
    {"one_number", check_one_number},
    {"after_loss", check_after_loss},
    {"asks_for_refund", check_asks_for_refund},
    {"well_formed", check_well_formed},
    {"sign_type", check_sign_type},
    {"back_off_ms", check_back_off_ms},
    {"back_off_doubling_ms", check_back_off_doubling_ms},
    {"pace_ms", check_pace_ms},
    {"booked", check_booked},
    {"answers", check_answers},
    {"answered_within_ms", check_answered_within_ms},
};

/* An expectation may rest on other evidence than its scenario. */
static void
take_grade(struct judging *judging, const struct suite *suite, const cJSON *expectation)
{
    const cJSON *named = cJSON_GetObjectItemCaseSensitive(expectation, "requirement");
    const cJSON *one = cJSON_IsArray(named) ? named->child : named;
    const struct requirement **list;
    size_t count = 0;

    judging->grade = trial_grade(judging->result->trial);
    (void)evidence_find(json_text(expectation, "evidence", NULL), &judging->grade.evidence);
    judging->grade.source = json_text(expectation, "source", judging->grade.source);
    if (!named)
        return;
    list = arena_alloc(judging->result->arena,
                       SCENARIO_REQUIREMENTS_MAX * sizeof(struct requirement *));
    for (; one && count < SCENARIO_REQUIREMENTS_MAX; one = cJSON_IsArray(named) ? one->next : NULL)
        list[count++] = suite_find_requirement(suite, one->valuestring);
    judging->grade.requirements = list;
    judging->grade.requirement_count = count;
}

static void
judge_expectation(struct judging *judging, const cJSON *expectation)
{
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        judging->value = cJSON_GetObjectItemCaseSensitive(expectation, checks[i].name);
        /* false switches a check off, as if it were not there. */
        if (judging->value && !cJSON_IsFalse(judging->value))
            checks[i].check(judging);
    }
}

void
verdict_of_play(const struct play *play, const struct suite *suite, struct result *result)
{
    struct judging judging = {.play = play, .result = result};
    const cJSON *expectation;

    note_play(play, result);
    if (play->has_exited && play->exit_status == CLIENT_CANNOT) {
        result_skip(result, "the client does not do this (exit status 77)");
        return;
    }
    if (play->trouble) {
        result_finding(result, 0, "the scenario could not be played: %s", play->trouble);
        return;
    }
    cJSON_ArrayForEach(expectation, play->scenario->expect)
    {
        take_grade(&judging, suite, expectation);
        judge_expectation(&judging, expectation);
    }
}
