/* What a client sent, and when: the checks of verdict_checks.h that look at the mock's journal. */
#include <string.h>
#include <strings.h>
#include <time.h>

#include "network/verdict_checks.h"
#include "qfpay/datetime.h"

void
check_calls(struct judging *judging)
{
    const cJSON *member;

    cJSON_ArrayForEach(member, judging->value)
    {
        const cJSON *min = cJSON_GetObjectItemCaseSensitive(member, "min");
        const cJSON *max = cJSON_GetObjectItemCaseSensitive(member, "max");
        enum call_kind kind = CALL_PAYMENT;
        int count;

        (void)call_find(member->string, &kind);
        count = (int)traffic_count(&judging->play->traffic, kind);
        if (cJSON_IsNumber(member) && count != member->valueint)
            found(judging, "expected %d x %s, got %d", member->valueint, member->string, count);
        if (min && count < min->valueint)
            found(judging, "expected at least %d x %s, got %d", min->valueint, member->string,
                  count);
        if (max && count > max->valueint)
            found(judging, "expected at most %d x %s, got %d", max->valueint, member->string,
                  count);
    }
}

/* Every call of a kind has these parameters. */
void
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
void
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
        found(judging, "expected every %s under out_trade_no %s, got one under %s", kind, number,
              call_param(call, "out_trade_no")[0] ? call_param(call, "out_trade_no") : "none");
        return;
    }
}

/* The next call after an answer that got lost asks, and does not send again. */
void
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
void
check_asks_for_refund(struct judging *judging)
{
    const struct play *play = judging->play;

    for (size_t i = 0; i < play->traffic.count; i++) {
        const struct call *call = play->traffic.calls[i];

        if (call->is_api && call->kind == CALL_QUERY &&
            (strcmp(call_param(call, "out_trade_no"), play->refund_number) == 0 ||
             (call_param(call, "syssn")[0] && strcmp(call_param(call, "syssn"), play->syssn) != 0)))
            return;
    }
    found(judging, "expected a query for the refund's own syssn or number, got none");
}

/* Nothing was refused but what the scenario asked to be. */
void
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

void
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
void
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

/* The first of several 429 in a row is followed by a pause of at least this, each further one by
 * twice as much: a floor, because a busy machine only makes pauses longer. */
void
check_back_off_doubling_ms(struct judging *judging)
{
    const struct traffic *traffic = &judging->play->traffic;
    int64_t floor_ms = judging->value->valueint;

    for (size_t i = 1; i < traffic->count; i++) {
        int64_t gap = traffic->calls[i]->came_ms - traffic->calls[i - 1]->came_ms;

        if (traffic->calls[i - 1]->http != 429) {
            floor_ms = judging->value->valueint;
            continue;
        }
        if (gap < floor_ms) {
            found(judging, "expected at least %lld ms after this HTTP 429 in a row, got %lld ms",
                  (long long)floor_ms, (long long)gap);
            return;
        }
        floor_ms *= 2;
    }
}

/* The mean distance of queries. */
void
check_pace_ms(struct judging *judging)
{
    const struct traffic *traffic = &judging->play->traffic;
    const struct call *first = NULL, *last = NULL;
    int64_t count = 0;

    for (size_t i = 0; i < traffic->count; i++) {
        if (!traffic->calls[i]->is_api || traffic->calls[i]->kind != CALL_QUERY)
            continue;
        first = first ? first : traffic->calls[i];
        last = traffic->calls[i];
        count++;
    }
    if (count < 2)
        found(judging, "expected several queries, got %lld", (long long)count);
    else if (last->came_ms - first->came_ms < judging->value->valueint * (count - 1))
        found(judging, "expected at least %d ms between two queries, got %lld queries in %lld ms",
              judging->value->valueint, (long long)count,
              (long long)(last->came_ms - first->came_ms));
}

/* A payment's txdtm is the time in UTC+8, more or less. */
void
check_txdtm_within_s(struct judging *judging)
{
    const struct traffic *traffic = &judging->play->traffic;

    for (size_t i = 0; i < traffic->count; i++) {
        const char *txdtm = call_param(traffic->calls[i], "txdtm");
        int64_t sent, away;

        if (!txdtm[0] ||
            !qfpay_datetime_parse(txdtm, strlen(txdtm), QFPAY_SYSTEM_ZONE_MINUTES, &sent))
            continue;
        away = sent - (int64_t)time(NULL);
        if (away >= -judging->value->valueint && away <= judging->value->valueint)
            continue;
        found(judging, "expected the time in UTC+8 as txdtm, got %s, which is %lld minutes away",
              txdtm, (long long)(away / 60));
        return;
    }
}
