/* See follow.h. */
#include "run/follow.h"

#include <string.h>

#include "base/json.h"
#include "run/course.h"
#include "target/api_call.h"

enum {
    QUESTIONS_MAX = 8,
    FIRST_WAIT_MS = 50,       /* doubled with each question: 6 seconds in all */
    FIRST_LIVE_WAIT_MS = 400, /* 50 seconds in all */
    SECONDS_OF_ADVANCE = 5,   /* PAY-RSP-05: about what shall be between two queries */
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool
says_to_wait(const char *respcd)
{
    return respcd && (strcmp(respcd, "1143") == 0 || strcmp(respcd, "1145") == 0 ||
                      strcmp(respcd, "1298") == 0);
}

/* Whether an object of checks wants an answer that says to wait, and would not take success. */
static bool
wants_waiting(const cJSON *checks)
{
    static const char *const speaking[] = {"outcome", "respcd"};
    bool waiting = false, success = false;
    size_t i;

    for (i = 0; i < COUNT(speaking); i++) {
        const cJSON *check = cJSON_GetObjectItemCaseSensitive(checks, speaking[i]);
        const cJSON *words = check_value(check), *word;

        JSON_EACH(word, words)
        {
            waiting |= strcmp(word->valuestring, "pending") == 0 || says_to_wait(word->valuestring);
            success |= strcmp(word->valuestring, "success") == 0;
        }
    }
    return waiting && !success;
}

static bool
step_wants_waiting(const cJSON *step)
{
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");
    const cJSON *element;

    if (wants_waiting(expect))
        return true;
    cJSON_ArrayForEach(element, expect)
    {
        if (cJSON_IsArray(expect) && wants_waiting(element))
            return true;
    }
    cJSON_ArrayForEach(element, cJSON_GetObjectItemCaseSensitive(step, "tally"))
    {
        if (wants_waiting(cJSON_GetObjectItemCaseSensitive(element, "expect")))
            return true;
    }
    return false;
}

/* What to ask for: the number of the new record, else of the order, else the number sent. */
static struct qfpay_param
question(struct course *course, const struct request *request, const struct reply *reply,
         bool changes_order)
{
    const char *syssn = changes_order
                            ? request_value(request, "syssn")
                            : scalar_text(course->result->arena, path_find(reply->json, "syssn"));
    const char *number = request_value(request, "out_trade_no");

    if (syssn && syssn[0])
        return qfpay_param_of("syssn", syssn);
    return qfpay_param_of("out_trade_no", number ? number : "");
}

/* The code that the answer to a query shows for what is followed; NULL as long as it has no end. */
static const char *
end_of(struct course *course, const struct reply *answer, bool changes_order)
{
    struct arena *arena = course->result->arena;
    const char *respcd = scalar_text(arena, path_find(answer->json, "data.0.respcd"));
    const char *cancel = scalar_text(arena, path_find(answer->json, "data.0.cancel"));

    if (changes_order) {
        bool is_cancelled = cancel && cancel[0] && strcmp(cancel, "0") != 0;

        return is_cancelled || (respcd && strcmp(respcd, "1142") == 0) ? "0000" : NULL;
    }
    return says_to_wait(respcd) ? NULL : respcd;
}

static void
ask_until_the_end(struct course *course, const struct request *request, struct reply *reply,
                  bool changes_order)
{
    const struct credentials *merchant = course->scope.merchant;
    bool has_mchid = merchant->mchid && merchant->mchid[0];
    struct qfpay_param params[2];
    int64_t wait_ms = course->target->guard ? FIRST_LIVE_WAIT_MS : FIRST_WAIT_MS;
    int asked;

    params[0] = question(course, request, reply, changes_order);
    params[1] = qfpay_param_of("mchid", has_mchid ? merchant->mchid : "");
    for (asked = 0; asked < QUESTIONS_MAX && !reply->settled; asked++) {
        struct reply *answer = arena_alloc(course->result->arena, sizeof *answer);

        if (asked && now_ms() + wait_ms >= course->world.deadline_ms)
            break;
        if (asked) {
            course_advance(course, SECONDS_OF_ADVANCE);
            course->target->pace.clock->pause(course->target->pace.clock->self, wait_ms);
            wait_ms *= 2;
        }
        api_call(course->target, course->result->arena, merchant, CALL_QUERY, params,
                 has_mchid ? 2 : 1, answer);
        reply->settled = end_of(course, answer, changes_order);
    }
    reply->questions = asked;
}

void
follow_up(struct course *course, const cJSON *step, const struct request *request,
          struct reply *reply)
{
    enum effect effect = call_effect(json_text(step, "call", NULL));
    const char *respcd = scalar_text(course->result->arena, path_find(reply->json, "respcd"));

    if ((effect == EFFECT_PART || effect == EFFECT_END) && reply->answered &&
        reply->http / 100 == 2 && says_to_wait(respcd) && !step_wants_waiting(step))
        ask_until_the_end(course, request, reply, effect == EFFECT_END);
}
