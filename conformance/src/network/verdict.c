/* See verdict.h. Every check of an expectation is one row; it adds what it finds, as a sentence
 * about the client, and says nothing when all is well. */
#include "network/verdict.h"

#include <string.h>

#include "base/json.h"
#include "network/verdict_checks.h"

void
found(struct judging *judging, const char *format, ...)
{
    struct arena *arena = judging->result->arena;
    va_list arguments;

    va_start(arguments, format);
    findings_add(&judging->result->findings, arena, &judging->grade, 0,
                 arena_vprintf(arena, format, arguments));
    va_end(arguments);
}

const char *
call_name(const struct call *call)
{
    return call->is_api ? call_rows[call->kind].name : call->path;
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
    const cJSON *one;

    JSON_EACH(one, value)
    {
        joined = arena_printf(arena, "%s%s%d%s", joined, joined[0] ? " or " : "", one->valueint,
                              status_meaning(one->valueint));
    }
    return joined;
}

static const char *
why_stopped(struct arena *arena, const struct play *play)
{
    if (play->asked_too_long)
        return arena_printf(arena,
                            "had made %zu queries, several of them although there was nothing left "
                            "to wait for, and was stopped",
                            traffic_count(&play->traffic, CALL_QUERY));
    if (play->traffic.is_flooded)
        return "sent request after request and was stopped";
    return arena_printf(arena, "still ran after %d s and was stopped", play->setup->seconds);
}

static void
check_exit(struct judging *judging)
{
    const struct play *play = judging->play;
    const char *wanted = list_statuses(judging->result->arena, judging->value);
    const cJSON *one;

    if (play->ran_out_of_time)
        found(judging, "expected the client to exit with %s, but it %s", wanted,
              why_stopped(judging->result->arena, play));
    else if (!play->has_exited)
        found(judging, "expected the client to exit with %s, but it %s", wanted, play->ending);
    if (play->ran_out_of_time || !play->has_exited)
        return;
    JSON_EACH(one, judging->value)
    {
        if (one->valueint == play->exit_status)
            return;
    }
    found(judging, "expected the client to exit with %s, got %d%s", wanted, play->exit_status,
          status_meaning(play->exit_status));
}

static void
check_order(struct judging *judging)
{
    const char *state = judging->play->state;

    if (strcmp(state, judging->value->valuestring) == 0)
        return;
    if (strcmp(state, "none") == 0)
        found(judging, "when the client ended, there was no order %s; it should have been %s",
              judging->play->number, judging->value->valuestring);
    else
        found(judging, "when the client ended, the order was %s instead of %s", state,
              judging->value->valuestring);
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
    {"txdtm_within_s", check_txdtm_within_s},
};

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

static bool
has_answered(const struct play *play)
{
    for (size_t i = 0; i < play->delivery_count; i++) {
        if (play->deliveries[i].http)
            return true;
    }
    return false;
}

bool
play_is_telling(const struct play *play)
{
    if (play->scenario->errand == ERRAND_RECEIVE)
        return has_answered(play);
    for (size_t i = 0; i < play->traffic.count; i++) {
        const struct call *call = play->traffic.calls[i];

        if (call->is_api &&
            (!call->is_refused || call->is_asked_for || strcmp(call->respcd, "1108") != 0))
            return true;
    }
    return false;
}

/* Whether it did at all what it was run for: who does nothing has avoided no mistake. */
static void
check_errand(struct judging *judging)
{
    static const enum call_kind calls[] = {
        [ERRAND_PAY] = CALL_PAYMENT,
        [ERRAND_REFUND] = CALL_REFUND,
    };
    const struct play *play = judging->play;
    enum errand errand = play->scenario->errand;

    judging->grade = trial_grade(judging->result->trial);
    judging->grade.evidence = EVIDENCE_DESIGN;
    judging->grade.source = "docs/network.md: what the command is run for";
    if (errand != ERRAND_RECEIVE && traffic_count(&play->traffic, calls[errand]) == 0)
        found(judging, "the client never sent a %s", call_rows[calls[errand]].name);
    else if (errand == ERRAND_RECEIVE && !play->notify_url)
        found(judging, "the receiver never said where it listens, as http://127.0.0.1:PORT/");
    else if (errand == ERRAND_RECEIVE && !has_answered(play))
        found(judging, "the receiver answered no notification");
}

/* What became of the client's last payment, where the script needed the order that it makes. */
static const char *
why_no_order(const struct play *play)
{
    const struct call *last = NULL;

    for (size_t i = 0; i < play->traffic.count; i++) {
        if (strcmp(call_name(play->traffic.calls[i]), "payment") == 0)
            last = play->traffic.calls[i];
    }
    if (!last)
        return "the client never sent a payment";
    if (last->http == 429)
        return "the payment was not sent again after HTTP 429";
    if (last->is_refused)
        return arena_printf(play->arena, "the payment was refused (%s, %s): %s",
                            last->respcd[0] ? last->respcd : "no respcd", last->requirement,
                            last->diagnosis);
    if (strcmp(call_param(last, "out_trade_no"), play->number) != 0)
        return arena_printf(play->arena, "the payment was sent under the out_trade_no %s, not %s",
                            call_param(last, "out_trade_no"), play->number);
    return "the payment was not sent again after it got lost";
}

void
verdict_of_play(const struct play *play, const struct suite *suite, struct result *result)
{
    struct judging judging = {.play = play, .result = result};
    const cJSON *expectation;

    note_play(play, result);
    if (play->was_interrupted) {
        result_skip(result, "interrupted");
        return;
    }
    if (play->has_exited && play->exit_status == CLIENT_CANNOT) {
        result_skip(result, "the client does not do this (exit status 77)");
        return;
    }
    if (play->has_no_order) {
        result_finding(result, 0, "no order was made: %s", why_no_order(play));
        return;
    }
    if (play->trouble) {
        result_finding(result, 0, "the scenario could not be played: %s", play->trouble);
        return;
    }
    check_errand(&judging);
    cJSON_ArrayForEach(expectation, play->scenario->expect)
    {
        judging.grade = trial_grade(result->trial);
        grade_read(&judging.grade, suite, result->arena, expectation);
        judge_expectation(&judging, expectation);
    }
}
