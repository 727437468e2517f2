/* See step.h. */
#include "run/step.h"

#include <string.h>

#include "base/interrupt.h"
#include "base/json.h"
#include "fixture/variable.h"
#include "judge/checks.h"
#include "judge/expect.h"
#include "request/form_encoding.h"
#include "request/request.h"
#include "run/course.h"
#include "run/follow.h"
#include "run/listener.h"
#include "run/pause.h"
#include "run/person.h"
#include "run/receive.h"
#include "safety/guard.h"
#include "target/paid.h"
#include "target/send.h"

/* How many answers of a step satisfy the checks. */
static int
count_holding(struct course *course, const struct reply *replies, size_t count, const cJSON *checks)
{
    int holding = 0;
    size_t i;

    for (i = 0; i < count; i++) {
        struct subject subject = subject_of(&replies[i]);

        holding += judge_holds(&course->judge, &subject, checks);
    }
    return holding;
}

/* Behind a number that was only assumed, and is otherwise, nothing is firm. */
static void
tell_tally(struct course *course, const cJSON *checks, const char *wanted, size_t count,
           int holding)
{
    struct grade *basis;

    judge_finding(&course->judge, "expected %s of %zu answers with %s, got %d", wanted, count,
                  show(course->result->arena, checks), holding);
    if (course->judge.grade.evidence != EVIDENCE_ASSUMED)
        return;
    basis = arena_alloc(course->result->arena, sizeof *basis);
    *basis = course->judge.grade;
    course->judge.basis = basis;
}

static void
judge_tally(struct course *course, const cJSON *step, const struct reply *replies, size_t count)
{
    const cJSON *row;

    cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(step, "tally"))
    {
        const cJSON *checks = cJSON_GetObjectItemCaseSensitive(row, "expect");
        const cJSON *most = cJSON_GetObjectItemCaseSensitive(row, "most");
        const cJSON *is = cJSON_GetObjectItemCaseSensitive(row, "is");
        int holding = count_holding(course, replies, count, checks);
        struct grade own = course->judge.grade;
        const char *wanted = arena_printf(course->result->arena, most ? "at most %d" : "%d",
                                          most ? most->valueint : is->valueint);

        (void)evidence_find(json_text(row, "evidence", NULL), &course->judge.grade.evidence);
        if (most ? holding > most->valueint : holding != is->valueint)
            tell_tally(course, checks, wanted, count, holding);
        course->judge.grade = own;
    }
}

/* Build every request of a step before the first leaves. */
static struct request *
build_requests(struct course *course, const cJSON *step, size_t count)
{
    struct request *requests = arena_alloc(course->result->arena, count * sizeof *requests);
    const char *problem = NULL;
    size_t i;

    for (i = 0; i < count; i++) {
        course->scope.n = (int)i + 1;
        if (!request_build(course->suite, &course->scope, course->target->signer, step,
                           &requests[i], &problem)) {
            course_stop(course, problem);
            return NULL;
        }
    }
    return requests;
}

/* Send them; why one did not leave, or NULL. */
static const char *
send_all(struct course *course, const cJSON *step, const struct request *requests,
         struct reply *replies, size_t count)
{
    struct arena *arena = course->result->arena;
    int64_t deadline_ms = course->world.deadline_ms;
    size_t i;

    if (cJSON_HasObjectItem(step, "parallel") || cJSON_HasObjectItem(step, "pipelined") ||
        cJSON_HasObjectItem(step, "pieces")) {
        struct outgoing *outgoing = arena_alloc(arena, count * sizeof *outgoing);

        for (i = 0; i < count; i++)
            outgoing[i] = requests[i].outgoing;
        (cJSON_HasObjectItem(step, "parallel") ? target_send_parallel : target_send_pipelined)(
            course->target, arena, outgoing, count, deadline_ms, replies);
        for (i = 0; i < count; i++)
            follow_up(course, step, &requests[i], &replies[i]);
        return replies[0].refused;
    }
    for (i = 0; i < count; i++) {
        target_send(course->target, arena, &requests[i].outgoing, deadline_ms, &replies[i]);
        if (replies[i].refused)
            return replies[i].refused;
        follow_up(course, step, &requests[i], &replies[i]);
    }
    return NULL;
}

/* How many requests a call is. */
static size_t
copies_of(const cJSON *step)
{
    static const char *const keys[] = {"parallel", "pipelined", "repeat"};
    size_t i;

    for (i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (json_number(step, keys[i]))
            return (size_t)json_number(step, keys[i]);
    }
    return 1;
}

static void
run_call(struct course *course, const cJSON *step)
{
    size_t count = copies_of(step);
    struct request *requests = build_requests(course, step, count);
    struct reply *replies = arena_alloc(course->result->arena, count * sizeof *replies);
    const char *refused;
    size_t shown = 0, i;
    bool found = false;

    if (!requests)
        return;
    refused = send_all(course, step, requests, replies, count);
    if (refused) {
        course_refuse(course, refused);
        /* A ledger that cannot be written spares nobody anything. */
        course->result->withheld = course->target->guard && !course->target->guard->trouble &&
                                   !interrupt_requested();
        return;
    }
    course_hear(course, step, requests, NULL, replies, count);
    for (i = 0; i < count; i++)
        person_learn(course, &requests[i], &replies[i]);
    for (i = 0; i < count && !found; i++) {
        course->scope.n = (int)i + 1;
        course->scope.sent = requests[i].params;
        course->scope.sent_count = requests[i].count;
        found = course_judge(course, step, &replies[i]);
        shown = i;
    }
    if (!course->stopped)
        judge_tally(course, step, replies, count);
    course_note(course, step, &requests[shown].outgoing, &replies[shown]);
    if (!course->stopped)
        course_capture(course, step, &replies[count - 1]);
}

/* The sandbox did not do what a step asked for. */
static void
tell_refusal(struct course *course, const cJSON *step, int http)
{
    const char *why = arena_printf(course->result->arena, "the sandbox refused (HTTP %d)", http);

    if (course_prepares(course, step))
        course_unmet(course, step, why);
    else
        course_stop(course, why);
}

/* Send a control call and judge it: by the step's expectation, else that it was done. */
static void
run_control_call(struct course *course, const cJSON *step, const char *method, const char *path,
                 const cJSON *json)
{
    struct arena *arena = course->result->arena;
    struct reply *reply = arena_alloc(arena, sizeof *reply);
    struct outgoing outgoing = {0};

    sandbox_call(course->target, arena, method, path, json, course->world.deadline_ms, reply);
    outgoing.method = method;
    outgoing.path = arena_printf(arena, "/__sandbox/%s", path);
    course_note(course, step, &outgoing, reply);
    course_hear(course, step, NULL, &outgoing, reply, 1);
    (void)course_judge(course, step, reply);
    if (!course->stopped && !cJSON_GetObjectItemCaseSensitive(step, "expect") &&
        reply->http / 100 != 2)
        tell_refusal(course, step, reply->http);
    if (!course->stopped)
        course_capture(course, step, reply);
    if (cJSON_GetObjectItemCaseSensitive(step, "clock"))
        world_clock_changed(&course->world, course->world.role, reply->json);
}

/* Add a text to an object, its variables replaced. */
static void
add_text(struct course *course, cJSON *object, const char *name, const char *text)
{
    const char *value = course_expand(course, text);

    cJSON_AddStringToObject(object, name, value ? value : "");
}

/* Where nobody can be told to pay, orders are paid by themselves: wait for it. */
static void
await_paid(struct course *course, const cJSON *step, const char *syssn)
{
    int64_t until_ms = now_ms() + SELF_PAID_MS;
    const char *problem = "";

    if (until_ms > course->world.deadline_ms)
        until_ms = course->world.deadline_ms;
    if (!paid_wait(course->target, course->result->arena, course->scope.merchant, syssn, until_ms,
                   &problem))
        course_unmet(course, step, problem);
}

static void
run_payer(struct course *course, const cJSON *step)
{
    const char *syssn = course_expand(course, json_text(step, "syssn", ""));
    const char *respcd = json_text(step, "respcd", NULL);
    cJSON *json = cJSON_CreateObject();
    const cJSON *trait;
    cJSON *identity;

    add_text(course, json, "action", json_text(step, "payer", ""));
    if (respcd)
        add_text(course, json, "respcd", respcd);
    if (cJSON_GetObjectItemCaseSensitive(step, "identity")) {
        identity = cJSON_AddObjectToObject(json, "payer");
        cJSON_ArrayForEach(trait, cJSON_GetObjectItemCaseSensitive(step, "identity"))
        {
            if (cJSON_IsString(trait))
                add_text(course, identity, trait->string, trait->valuestring);
            else
                cJSON_AddBoolToObject(identity, trait->string, cJSON_IsTrue(trait));
        }
    }
    if (!course->stopped && course->target->person)
        person_act(course, step, syssn);
    else if (!course->stopped && !(course->target->can & capability_bit(CAN_PAYER)))
        await_paid(course, step, syssn);
    else if (!course->stopped)
        run_control_call(course, step, "POST",
                         course_with_app_code(
                             course, arena_printf(course->result->arena, "transactions/%s/payer",
                                                  encode_component(course->result->arena, syssn,
                                                                   ENCODE_PERCENT))),
                         json);
    cJSON_Delete(json);
}

static void
run_clock(struct course *course, const cJSON *step)
{
    const cJSON *clock = cJSON_GetObjectItemCaseSensitive(step, "clock");
    const cJSON *frozen = cJSON_GetObjectItemCaseSensitive(clock, "frozen");
    const char *advance = json_text(clock, "advance", NULL);
    const char *now = json_text(clock, "now", NULL);
    struct duration duration = {0, 0};
    cJSON *json;

    if (!(course->target->can & capability_bit(CAN_CLOCK))) {
        course->pause_ms = pause_of_step(step) * 1000;
        return;
    }
    json = cJSON_CreateObject();
    if (now)
        add_text(course, json, "now", now);
    if (advance && duration_parse(advance, strlen(advance), &duration)) {
        int64_t start = world_now(&course->world);

        cJSON_AddNumberToObject(json, "advance_seconds",
                                (double)(duration_add(start, duration) - start));
    }
    if (frozen)
        cJSON_AddBoolToObject(json, "frozen", cJSON_IsTrue(frozen));
    if (!course->stopped)
        run_control_call(course, step, "PUT", course_with_app_code(course, "clock"), json);
    cJSON_Delete(json);
}

/* A copy of a step's JSON with the variables of all its texts replaced. */
static cJSON *
expand_json(struct course *course, const cJSON *json)
{
    cJSON *copy = cJSON_Duplicate(json, 0);
    const cJSON *child;

    if (cJSON_IsString(json)) {
        const char *text = course_expand(course, json->valuestring);

        cJSON_Delete(copy);
        return cJSON_CreateString(text ? text : "");
    }
    cJSON_ArrayForEach(child, json)
    {
        if (cJSON_IsArray(json))
            cJSON_AddItemToArray(copy, expand_json(course, child));
        else
            cJSON_AddItemToObject(copy, child->string, expand_json(course, child));
    }
    return copy;
}

static void
run_control(struct course *course, const cJSON *step)
{
    struct arena *arena = course->result->arena;
    const char *control = course_expand(course, json_text(step, "control", ""));
    const cJSON *body = cJSON_GetObjectItemCaseSensitive(step, "json");
    cJSON *json = body ? expand_json(course, body) : NULL;
    const cJSON *parameter;
    struct text path;

    text_init(&path, arena);
    text_puts(&path, course_with_app_code(course, control ? control : ""));
    cJSON_ArrayForEach(parameter, cJSON_GetObjectItemCaseSensitive(step, "query"))
    {
        const char *value = course_expand(course, parameter->valuestring);

        text_printf(&path, "&%s=%s", parameter->string,
                    encode_component(arena, value ? value : "", ENCODE_PERCENT));
    }
    if (!course->stopped)
        run_control_call(course, step, json_text(step, "method", "GET"), path.bytes, json);
    cJSON_Delete(json);
}

void
step_run(struct course *course, const cJSON *step)
{
    enum role role = course->test->role;

    (void)role_find(json_text(step, "as", NULL), &role);
    course->scope.sent = NULL;
    course->scope.sent_count = 0;
    if (!course_enter(course, role))
        return;
    if (cJSON_GetObjectItemCaseSensitive(step, "call"))
        run_call(course, step);
    else if (cJSON_GetObjectItemCaseSensitive(step, "payer"))
        run_payer(course, step);
    else if (cJSON_GetObjectItemCaseSensitive(step, "clock"))
        run_clock(course, step);
    else if (cJSON_GetObjectItemCaseSensitive(step, "receive"))
        receive_run(course, step);
    else
        run_control(course, step);
}
