/* See receive.h. A sandbox has sent what is due before it answers a change of its clock; so the
 * clock is asked to advance by nothing, and then no notification is still on its way. Where that is
 * not so, the wait for each is bounded. */
#include "run/receive.h"

#include <string.h>

#include "base/json.h"
#include "run/course.h"
#include "target/receiver.h"

enum { PATIENCE_MS = 2000 };

static struct receiver_answer
read_answer(const cJSON *json)
{
    const cJSON *http = cJSON_GetObjectItemCaseSensitive(json, "http");
    struct receiver_answer answer = {cJSON_IsString(json), http ? (unsigned)http->valueint : 200u,
                                     json_text(json, "body", "SUCCESS")};

    return answer;
}

void
receive_begin(struct course *course)
{
    struct arena *arena = course->result->arena;
    struct receiver *receiver = course->target->receiver;
    size_t count = (size_t)cJSON_GetArraySize(course->test->receiver);
    struct receiver_answer *answers = arena_alloc(arena, (count + 1) * sizeof *answers);
    const char *path = arena_printf(arena, "/%s", course->scope.unique);
    const cJSON *json;
    size_t i = 0;

    if (!receiver)
        return;
    cJSON_ArrayForEach(json, course->test->receiver) answers[i++] = read_answer(json);
    if (!count)
        answers[count++] = read_answer(NULL);
    receiver_begin(receiver, path, answers, count);
    course->scope.notify_url = arena_printf(arena, "http://127.0.0.1:%u%s", receiver_port(receiver),
                                            path);
}

void
receive_end(struct course *course)
{
    if (course->target->receiver)
        receiver_end(course->target->receiver);
}

/* The next notification as something to judge; false when none comes in time. */
static bool
take(struct course *course, int64_t deadline_ms, struct reply *reply)
{
    memset(reply, 0, sizeof *reply);
    reply->problem = "";
    if (!receiver_take(course->target->receiver, deadline_ms, &reply->raw))
        return false;
    reply->answered = true;
    reply->is_notification = true;
    reply_keep(course->result->arena, reply);
    return true;
}

/* Judge the one that just came; true when something was found. */
static bool
judge_one(struct course *course, const cJSON *step, const struct reply *reply)
{
    struct outgoing shown = {0};

    shown.method = "received at";
    shown.path = course->scope.notify_url;
    course_note(course, step, &shown, reply);
    course_hear(course, step, NULL, &shown, reply, 1);
    return course_judge(course, step, reply);
}

void
receive_run(struct course *course, const cJSON *step)
{
    int wanted = cJSON_GetObjectItemCaseSensitive(step, "receive")->valueint;
    struct reply *reply = NULL;
    int64_t deadline_ms;
    int count;

    course_advance(course, 0);
    deadline_ms = now_ms() + PATIENCE_MS;
    for (count = 0; count < wanted; count++) {
        reply = arena_alloc(course->result->arena, sizeof *reply);
        if (!take(course, deadline_ms, reply)) {
            judge_finding(&course->judge, "expected %d notification(s), got %d", wanted, count);
            course->stopped = true;
            return;
        }
        if (judge_one(course, step, reply))
            return;
    }
    if (reply)
        course_capture(course, step, reply);
    reply = arena_alloc(course->result->arena, sizeof *reply);
    if (!wanted && take(course, 0, reply)) {
        (void)judge_one(course, step, reply);
        judge_finding(&course->judge, "expected no further notification, got one");
    }
}
