/* See verdict.h. Every check of an expectation is one row; it adds what it finds, as a sentence
 * about the client, and says nothing when all is well. */
#include "verdict.h"

#include <string.h>

#include "deliveries.h"
#include "expect_check.h"

struct judging {
    const struct play *play;
    struct result *result;
    struct grade grade;
    const cJSON *value; /* of the check */
};

static void found(struct judging *judging, const char *format, ...) QFPAY_PRINTF(2, 3);

static void
found(struct judging *judging, const char *format, ...)
{
    struct arena *arena = judging->result->arena;
    va_list arguments;

    va_start(arguments, format);
    findings_add(&judging->result->findings, arena, &judging->grade, 0,
                 arena_vformat(arena, format, arguments));
    va_end(arguments);
}

static const char *
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

static void
check_calls(struct judging *judging)
{
    const cJSON *member;

    cJSON_ArrayForEach(member, judging->value)
    {
        const cJSON *min = cJSON_GetObjectItemCaseSensitive(member, "min");
        const cJSON *max = cJSON_GetObjectItemCaseSensitive(member, "max");
        enum qfpay_endpoint endpoint = QFPAY_ENDPOINT_PAYMENT;
        int count;

        (void)qfpay_endpoint_find(member->string, &endpoint);
        count = (int)traffic_count(&judging->play->traffic, endpoint);
        if (cJSON_IsNumber(member) && count != member->valueint)
            found(judging, "expected %d %s calls, got %d", member->valueint, member->string, count);
        if (min && count < min->valueint)
            found(judging, "expected at least %d %s calls, got %d", min->valueint, member->string,
                  count);
        if (max && count > max->valueint)
            found(judging, "expected at most %d %s calls, got %d", max->valueint, member->string,
                  count);
    }
}

/* Every call of a kind has these parameters. */
static void
check_sent(struct judging *judging)
{
    const struct traffic *traffic = &judging->play->traffic;
    const cJSON *kind, *param;

    cJSON_ArrayForEach(kind, judging->value)
    {
        for (size_t i = 0; i < traffic->count; i++) {
            if (strcmp(call_name(traffic->calls[i]), kind->string) != 0)
                continue;
            cJSON_ArrayForEach(param, kind)
            {
                const char *sent = call_param(traffic->calls[i], param->string);

                if (strcmp(sent, param->valuestring) != 0)
                    found(judging, "expected %s %s in the %s call, got %s", param->string,
                          param->valuestring, kind->string, sent[0] ? sent : "none");
            }
        }
    }
}

/* Whatever happens, all calls of this kind are about one number. */
static void
check_one_number(struct judging *judging)
{
    const struct play *play = judging->play;
    const char *kind = judging->value->valuestring;
    const char *number = strcmp(kind, "refund") == 0 ? play->refund_number : play->number;

    for (size_t i = 0; i < play->traffic.count; i++) {
        const struct call *call = play->traffic.calls[i];

        if (strcmp(call_name(call), kind) != 0 ||
            strcmp(call_param(call, "out_trade_no"), number) == 0)
            continue;
        found(judging, "expected every %s call under out_trade_no %s, got one under %s", kind,
              number, call_param(call, "out_trade_no"));
        return;
    }
}

/* The next call after an answer that got lost asks, and does not send again. */
static void
check_after_loss(struct judging *judging)
{
    const struct traffic *traffic = &judging->play->traffic;
    const char *wanted = judging->value->valuestring;
    size_t i = 0;

    while (i < traffic->count && !call_was_unanswered(traffic->calls[i]))
        i++;
    if (i == traffic->count)
        found(judging, "the client never sent the call whose answer would have been lost");
    else if (i + 1 == traffic->count)
        found(judging, "expected a %s after the lost answer, got no further call", wanted);
    else if (strcmp(call_name(traffic->calls[i + 1]), wanted) != 0)
        found(judging, "expected a %s after the lost answer, got a %s", wanted,
              call_name(traffic->calls[i + 1]));
}

/* A query names the refund: by the syssn that it got, or by its number. */
static void
check_asks_for_refund(struct judging *judging)
{
    const struct play *play = judging->play;

    for (size_t i = 0; i < play->traffic.count; i++) {
        const struct call *call = play->traffic.calls[i];

        if (call->is_api && call->endpoint == QFPAY_ENDPOINT_QUERY &&
            (strcmp(call_param(call, "out_trade_no"), play->refund_number) == 0 ||
             (call_param(call, "syssn")[0] && strcmp(call_param(call, "syssn"), play->syssn) != 0)))
            return;
    }
    found(judging, "expected a query for the refund's own syssn or number, got none");
}

/* Nothing was refused but what the scenario asked to be. */
static void
check_well_formed(struct judging *judging)
{
    const struct traffic *traffic = &judging->play->traffic;

    for (size_t i = 0; i < traffic->count; i++) {
        const struct call *call = traffic->calls[i];

        if (call->is_refused && !call->is_asked_for)
            found(judging, "a %s was refused (%s, %s): %s", call_name(call),
                  call->respcd[0] ? call->respcd : "no respcd", call->requirement, call->diagnosis);
    }
}

static void
check_sign_type(struct judging *judging)
{
    const struct traffic *traffic = &judging->play->traffic;
    const char *wanted = judging->value->valuestring;

    for (size_t i = 0; i < traffic->count; i++) {
        const char *sent = traffic->calls[i]->sign_type;

        if (strcasecmp(sent, wanted) == 0)
            continue;
        found(judging, "expected X-QF-SIGNTYPE %s, as QFPAY_SIGN_TYPE says, got %s", wanted,
              sent[0] ? sent : "none");
        return;
    }
}

/* The shortest pause between HTTP 429 and the call after it. */
static void
check_back_off_ms(struct judging *judging)
{
    const struct traffic *traffic = &judging->play->traffic;

    for (size_t i = 1; i < traffic->count; i++) {
        int64_t gap = traffic->calls[i]->came_ms - traffic->calls[i - 1]->came_ms;

        if (traffic->calls[i - 1]->http != 429 || gap >= judging->value->valueint)
            continue;
        found(judging, "expected a pause of at least %d ms after HTTP 429, got %lld ms",
              judging->value->valueint, (long long)gap);
        return;
    }
}

/* From one 429 in a row to the next the pause does not get shorter. */
static void
check_back_off_grows(struct judging *judging)
{
    const struct traffic *traffic = &judging->play->traffic;
    int64_t before = 0;

    for (size_t i = 1; i < traffic->count; i++) {
        int64_t gap = traffic->calls[i]->came_ms - traffic->calls[i - 1]->came_ms;

        if (traffic->calls[i - 1]->http != 429) {
            before = 0;
            continue;
        }
        /* A tenth of tolerance: both ends of a pause are measured when the calls arrive. */
        if (before && gap < before + before / 10) {
            found(judging, "expected longer pauses after each HTTP 429, got %lld ms after %lld ms",
                  (long long)gap, (long long)before);
            return;
        }
        before = gap;
    }
}

/* The mean distance of queries. */
static void
check_pace_ms(struct judging *judging)
{
    const struct traffic *traffic = &judging->play->traffic;
    const struct call *first = NULL, *last = NULL;
    int64_t count = 0;

    for (size_t i = 0; i < traffic->count; i++) {
        if (!traffic->calls[i]->is_api || traffic->calls[i]->endpoint != QFPAY_ENDPOINT_QUERY)
            continue;
        first = first ? first : traffic->calls[i];
        last = traffic->calls[i];
        count++;
    }
    if (count > 1 && last->came_ms - first->came_ms < judging->value->valueint * (count - 1))
        found(judging, "expected at least %d ms between two queries, got %lld queries in %lld ms",
              judging->value->valueint, (long long)count,
              (long long)(last->came_ms - first->came_ms));
}

static const char *
describe_bookings(struct arena *arena, const struct play *play)
{
    const char *joined = "";

    for (size_t i = 0; i < play->booking_count; i++)
        joined = arena_format(arena, "%s%s%s %s %s", joined, joined[0] ? ", " : "",
                              play->bookings[i].what, play->bookings[i].number,
                              play->bookings[i].amount);
    return joined[0] ? joined : "nothing";
}

/* Exactly these, in any order: notifications may overtake each other. */
static void
check_booked(struct judging *judging)
{
    const struct play *play = judging->play;
    struct arena *arena = judging->result->arena;
    bool is_taken[BOOKINGS_MAX] = {false};
    size_t matched = 0, wanted = 0;
    const char *text = "";
    const cJSON *element;

    cJSON_ArrayForEach(element, judging->value)
    {
        const cJSON *row = element->child;

        wanted++;
        text = arena_format(arena, "%s%s%s %s %s", text, text[0] ? ", " : "", row->string,
                            play->number, row->valuestring);
        for (size_t i = 0; i < play->booking_count; i++) {
            const struct booking *booking = &play->bookings[i];

            if (is_taken[i] || strcmp(booking->what, row->string) != 0 ||
                strcmp(booking->number, play->number) != 0 ||
                strcmp(booking->amount, row->valuestring) != 0)
                continue;
            is_taken[i] = true;
            matched++;
            break;
        }
    }
    if (matched != wanted || play->booking_count != wanted)
        found(judging, "expected the receiver to book %s, got %s", wanted ? text : "nothing",
              describe_bookings(arena, play));
}

static const char *
describe_delivery(struct arena *arena, const struct delivery *delivery)
{
    return delivery->http
               ? arena_format(arena, "HTTP %d with \"%.60s\"", delivery->http, delivery->response)
               : "no answer";
}

static void
check_answers(struct judging *judging)
{
    const struct play *play = judging->play;
    const cJSON *element;
    size_t i = 0;

    cJSON_ArrayForEach(element, judging->value)
    {
        bool is_wanted = strcmp(element->valuestring, "accepted") == 0;

        if (i == play->delivery_count) {
            found(judging, "expected %d deliveries, got %zu", cJSON_GetArraySize(judging->value),
                  play->delivery_count);
            return;
        }
        if (delivery_is_accepted(&play->deliveries[i]) != is_wanted)
            found(judging, "expected %s, got %s",
                  is_wanted ? "the answer HTTP 200 with SUCCESS" : "any answer but SUCCESS",
                  describe_delivery(judging->result->arena, &play->deliveries[i]));
        i++;
    }
    if (play->delivery_count > i)
        found(judging, "expected %zu deliveries, got %zu", i, play->delivery_count);
}

static void
check_answered_within_ms(struct judging *judging)
{
    const struct play *play = judging->play;

    for (size_t i = 0; i < play->delivery_count; i++) {
        if (play->deliveries[i].took_ms > judging->value->valueint)
            found(judging, "expected an answer within %d ms, got one after %lld ms",
                  judging->value->valueint, (long long)play->deliveries[i].took_ms);
    }
}

static const struct {
    const char *name;
    void (*check)(struct judging *judging);
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
    {"back_off_grows", check_back_off_grows},
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

static const char *
describe_call(struct arena *arena, const struct call *call)
{
    struct text text;

    text_init(&text, arena);
    for (size_t i = 0; i < call->param_count; i++)
        text_printf(&text, "%s%s=%s", i ? "&" : "", call->params[i].name, call->params[i].value);
    return text.bytes;
}

static const char *
describe_answer(struct arena *arena, const struct call *call)
{
    const char *fate = call->is_lost    ? "; lost on its way, not carried out"
                       : call->fault[0] ? arena_format(arena, "; the answer: %s", call->fault)
                                        : "";

    if (!call->http)
        return arena_format(arena, "no answer%s", fate);
    return arena_format(arena, "HTTP %d %s%s%s%s", call->http, call->respcd, fate,
                        call->is_refused ? "; " : "", call->is_refused ? call->diagnosis : "");
}

static void
note_calls(const struct play *play, struct result *result)
{
    enum { SHOWN_MAX = 40 };
    struct arena *arena = result->arena;
    int64_t start = play->traffic.count ? play->traffic.calls[0]->came_ms : 0;

    for (size_t i = 0; i < play->traffic.count && i < SHOWN_MAX; i++) {
        const struct call *call = play->traffic.calls[i];

        result_note(result, 0,
                    arena_format(arena, "%s, at %lld ms", call_name(call),
                                 (long long)(call->came_ms - start)),
                    describe_call(arena, call), describe_answer(arena, call));
    }
    for (size_t i = 0; i < play->delivery_count; i++)
        result_note(result, 0, "notification", "the mock delivers",
                    describe_delivery(arena, &play->deliveries[i]));
}

static void
note_client(const struct play *play, struct result *result)
{
    struct text said;
    size_t first = play->said_count > SAID_LINES ? play->said_count - SAID_LINES : 0;

    text_init(&said, result->arena);
    for (size_t i = first; i < play->said_count; i++)
        text_printf(&said, "%s%s", i > first ? "\n" : "", play->said[i % SAID_LINES]);
    result_note(result, 0, "the client", said.len ? said.bytes : "(said nothing)", play->ending);
}

void
verdict_of_play(const struct play *play, const struct suite *suite, struct result *result)
{
    struct judging judging = {.play = play, .result = result};
    const cJSON *expectation;

    note_calls(play, result);
    if (play->was_started)
        note_client(play, result);
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
