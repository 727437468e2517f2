/* See course.h. */
#include "run/course.h"

#include <string.h>

#include "base/json.h"
#include "fixture/prepares.h"
#include "judge/expect.h"
#include "request/form_encoding.h"
#include "run/listener.h"
#include "run/note.h"
#include "target/sandbox.h"

const char *
step_title(struct arena *arena, const cJSON *step)
{
    static const char *const verbs[] = {"call", "payer", "control"};
    const char *about = json_text(step, "about", NULL);
    const cJSON *receive = cJSON_GetObjectItemCaseSensitive(step, "receive");
    const char *title = "clock";
    size_t i;

    for (i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        const char *word = json_text(step, verbs[i], NULL);

        if (word)
            title = arena_printf(arena, "%s %s", verbs[i], word);
    }
    if (receive)
        title = arena_printf(arena, "receive %d", receive->valueint);
    return about ? arena_printf(arena, "%s (%s)", title, about) : title;
}

void
course_stop(struct course *course, const char *message)
{
    struct grade own = course->judge.grade;

    course->judge.grade.evidence = EVIDENCE_DESIGN;
    course->judge.grade.source = "fixtures/README.md";
    course->judge.grade.requirement_count = 0;
    judge_finding(&course->judge, "%s", message);
    course->judge.grade = own;
    course->stopped = true;
}

bool
course_prepares(const struct course *course, const cJSON *step)
{
    return !course->judge.basis && prepares_step(course->test, step);
}

/* What a step does, and with which template. */
static const char *
step_words(struct course *course, const cJSON *step)
{
    struct arena *arena = course->result->arena;
    const char *base = json_text(step, "base", NULL);
    const char *title = step_title(arena, step);

    return base ? arena_printf(arena, "%s (%s)", title, base) : title;
}

void
course_unmet(struct course *course, const cJSON *step, const char *why)
{
    result_unmet(course->result, course->judge.step,
                 arena_printf(course->result->arena, "%s: %s", step_words(course, step), why));
    course->stopped = true;
}

void
course_refuse(struct course *course, const char *why)
{
    result_skip(course->result, arena_printf(course->result->arena, "not sent: %s", why));
    course->stopped = true;
}

bool
course_enter(struct course *course, enum role role)
{
    const char *problem = "";
    const struct credentials *merchant = world_merchant(&course->world, role, &problem);

    if (!merchant) {
        result_unmet(course->result, course->judge.step, problem);
        course->stopped = true;
    }
    course->scope.merchant = merchant;
    course->world.role = role;
    return merchant != NULL;
}

const char *
course_expand(struct course *course, const char *text)
{
    const char *problem = NULL;
    const char *expanded = scope_expand(&course->scope, text, &problem);

    if (!expanded)
        course_stop(course, problem);
    return expanded;
}

void
course_note(struct course *course, const cJSON *step, const struct outgoing *outgoing,
            const struct reply *reply)
{
    struct arena *arena = course->result->arena;

    result_note(course->result, course->judge.step, step_title(arena, step),
                note_request(arena, outgoing, &course->world),
                note_reply(arena, reply, &course->world));
}

void
course_hear(struct course *course, const cJSON *step, const struct request *requests,
            const struct outgoing *outgoing, const struct reply *replies, size_t count)
{
    const struct listener *listener = course->target->listener;
    const struct heard heard = {course->test, step,           course->judge.step + 1,
                                requests,     outgoing,       replies,
                                count,        &course->scope, &course->world};

    if (listener)
        listener->hear(listener->context, &heard);
}

/* The answer has not what later steps need. */
static void
lack(struct course *course, const cJSON *step, const char *path)
{
    struct arena *arena = course->result->arena;
    const char *why = arena_printf(arena, "the answer has no %s, which later steps need", path);

    if (course_prepares(course, step)) {
        course_unmet(course, step, why);
        return;
    }
    judge_finding(&course->judge, "%s", why);
    course->stopped = true;
}

void
course_capture(struct course *course, const cJSON *step, const struct reply *reply)
{
    const cJSON *wanted;

    cJSON_ArrayForEach(wanted, cJSON_GetObjectItemCaseSensitive(step, "capture"))
    {
        const char *path = wanted->valuestring;
        const char *value;

        if (strcmp(path, "body:") == 0)
            value = reply->raw.body;
        else if (strncmp(path, "header:", 7) == 0)
            value = qfpay_response_header(&reply->raw, path + 7);
        else
            value = scalar_text(course->result->arena, path_find(reply->json, path));
        if (!value || !value[0]) {
            lack(course, step, path);
            return;
        }
        scope_bind(&course->scope, wanted->string, value);
    }
}

/* Why there is nothing to judge. What ran out of time is told apart from what broke. */
static const char *
no_answer(const struct course *course, const struct reply *reply)
{
    if (now_ms() < course->world.deadline_ms)
        return arena_printf(course->result->arena, "no answer: %s", reply->problem);
    return arena_printf(course->result->arena,
                        "no answer within the %d s that the case had (--case-timeout): %s",
                        course->seconds, reply->problem);
}

/* Nothing excuses silence; in a step that prepares, it is put down to no rule. */
static void
tell_silence(struct course *course, const cJSON *step, const struct reply *reply)
{
    bool is_firm = course->judge.grade.evidence != EVIDENCE_ASSUMED;
    const char *why = no_answer(course, reply);
    bool prepares = prepares_step(course->test, step);

    course->judge.basis = NULL;
    if (prepares || !is_firm) {
        course_stop(course, why);
        return;
    }
    judge_finding(&course->judge, "%s", why);
    course->stopped = true;
}

/* Whatever is only needed comes first: without it the other expectations mean nothing. */
static void
judge_answer(struct course *course, const cJSON *step, const struct subject *subject,
             const cJSON *expect)
{
    const char *why = NULL;
    bool is_open = false;

    if (!course->judge.basis)
        why = judge_precondition(&course->judge, subject, expect, course_prepares(course, step),
                                 &is_open);
    if (!why) {
        judge_expect(&course->judge, subject, expect);
        return;
    }
    course_unmet(course, step, why);
    course->result->open = is_open;
}

bool
course_judge(struct course *course, const cJSON *step, const struct reply *reply)
{
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");
    struct subject subject = subject_of(reply);
    size_t before = course->judge.findings->count;

    /* A tally alone may count the lost ones. */
    if (reply->lost && !expect && cJSON_GetObjectItemCaseSensitive(step, "tally"))
        return false;
    if (!judge_can(&subject, expect))
        tell_silence(course, step, reply);
    else if (expect)
        judge_answer(course, step, &subject, expect);
    return course->stopped || course->judge.findings->count > before;
}

const char *
course_with_app_code(struct course *course, const char *path)
{
    return arena_printf(
        course->result->arena, "%s?app_code=%s", path,
        encode_component(course->result->arena, course->scope.merchant->app_code, ENCODE_PERCENT));
}

void
course_advance(struct course *course, int seconds)
{
    struct arena *arena = course->result->arena;
    struct reply *reply = arena_alloc(arena, sizeof *reply);
    cJSON *json;

    if (!(course->target->can & capability_bit(CAN_CLOCK)))
        return;
    json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "advance_seconds", seconds);
    sandbox_call(course->target, arena, "PUT", course_with_app_code(course, "clock"), json,
                 course->world.deadline_ms, reply);
    cJSON_Delete(json);
    world_clock_changed(&course->world, course->world.role, reply->json);
}
