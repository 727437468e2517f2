/* Checks of arrays, of times and of the order of things. */
#include <string.h>

#include "base/json.h"
#include "fixture/variable.h"
#include "judge/checks.h"
#include "qfpay/datetime.h"

static bool
length_fits(const cJSON *wanted, int length)
{
    const cJSON *least = cJSON_GetObjectItemCaseSensitive(wanted, "min");
    const cJSON *most = cJSON_GetObjectItemCaseSensitive(wanted, "max");

    if (cJSON_IsNumber(wanted))
        return length == wanted->valueint;
    return (!least || length >= least->valueint) && (!most || length <= most->valueint);
}

void
check_length(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *wanted;

    cJSON_ArrayForEach(wanted, value)
    {
        const cJSON *list = path_find(subject->object, wanted->string);

        if (!cJSON_IsArray(list))
            judge_finding(judge, "expected %s to be an array, got %s", wanted->string,
                          show(judge->scope->arena, list));
        else if (!length_fits(wanted, cJSON_GetArraySize(list)))
            judge_finding(judge, "expected %s elements in %s, got %d",
                          show(judge->scope->arena, wanted), wanted->string,
                          cJSON_GetArraySize(list));
    }
}

/* The first element in front of another one that has the same value under a key, or NULL. */
static const cJSON *
find_twin(struct judge *judge, const cJSON *element, const char *key)
{
    const char *own = scalar_text(judge->scope->arena, path_find(element, key));
    const cJSON *other;

    for (other = element->prev; own && other->next; other = other->prev) {
        const char *text = scalar_text(judge->scope->arena, path_find(other, key));

        if (text && strcmp(own, text) == 0)
            return other;
    }
    return NULL;
}

void
check_distinct(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *list = path_find(subject->object, "data");
    const cJSON *element, *key;

    if (!cJSON_IsArray(list)) {
        judge_finding(judge, "expected data to be an array, got %s",
                      show(judge->scope->arena, list));
        return;
    }
    cJSON_ArrayForEach(key, value)
    {
        cJSON_ArrayForEach(element, list)
        {
            const cJSON *got = path_find(element, key->valuestring);

            if (element == list->child || !find_twin(judge, element, key->valuestring))
                continue;
            judge_finding(judge, "expected each %s in data once, got %s twice", key->valuestring,
                          show(judge->scope->arena, got));
            break;
        }
    }
}

/* A time of the answer, in UTC+8 (RSP-09). */
static bool
read_time(const cJSON *value, int64_t *instant)
{
    return cJSON_IsString(value) &&
           qfpay_datetime_parse(value->valuestring, strlen(value->valuestring),
                                QFPAY_SYSTEM_ZONE_MINUTES, instant);
}

void
check_near(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *wanted;

    cJSON_ArrayForEach(wanted, value)
    {
        const cJSON *got = path_find(subject->object, wanted->string);
        struct duration most = {0, 0};
        const char *now_text = check_expand(judge, "${now}");
        int64_t now = 0, instant = 0, apart;

        if (is_excused(judge, wanted->string, got))
            continue;
        (void)duration_parse(wanted->valuestring, strlen(wanted->valuestring), &most);
        if (!now_text ||
            !qfpay_datetime_parse(now_text, strlen(now_text), QFPAY_SYSTEM_ZONE_MINUTES, &now))
            continue;
        if (!read_time(got, &instant)) {
            judge_finding(judge, "expected %s to be a time, got %s", wanted->string,
                          show(judge->scope->arena, got));
            continue;
        }
        apart = instant > now ? instant - now : now - instant;
        if (apart > most.seconds)
            judge_finding(judge, "expected %s within %s of %s, got %s", wanted->string,
                          wanted->valuestring, now_text, show(judge->scope->arena, got));
    }
}

void
check_not_before(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *wanted;

    cJSON_ArrayForEach(wanted, value)
    {
        const cJSON *got = path_find(subject->object, wanted->string);
        const char *bound = check_expand(judge, wanted->valuestring);

        if (!bound || is_excused(judge, wanted->string, got))
            continue;
        /* Times of one format and one zone compare as texts. */
        if (!cJSON_IsString(got) || strcmp(got->valuestring, bound) < 0)
            judge_finding(judge, "expected %s not before %s, got %s", wanted->string, bound,
                          show(judge->scope->arena, got));
    }
}

void
check_sorted(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const char *list = json_text(value, "in", "data");
    const char *by = json_text(value, "by", "");
    bool newest_first = strcmp(json_text(value, "newest", "first"), "first") == 0;
    const char *previous = NULL;
    const cJSON *record;

    cJSON_ArrayForEach(record, path_find(subject->object, list))
    {
        const char *current = scalar_text(judge->scope->arena, path_find(record, by));
        int order = previous && current ? strcmp(previous, current) : 0;

        if (!current || (newest_first ? order < 0 : order > 0)) {
            judge_finding(judge, "expected %s sorted by %s, newest %s; \"%.40s\" follows \"%.40s\"",
                          list, by, newest_first ? "first" : "last", current ? current : "nothing",
                          previous ? previous : "the start");
            return;
        }
        previous = current;
    }
}

/* Where the key at a path stands among those of its object, or -1. */
static int
position_of(struct judge *judge, const cJSON *object, const char *path)
{
    const char *dot = strrchr(path, '.');
    const char *key = dot ? dot + 1 : path;
    const cJSON *member;
    int position = 0;

    if (dot)
        object = path_find(object,
                           arena_printf(judge->scope->arena, "%.*s", (int)(dot - path), path));
    cJSON_ArrayForEach(member, object)
    {
        if (member->string && strcmp(member->string, key) == 0)
            return position;
        position++;
    }
    return -1;
}

/* No client may rely on the order (RSP-08), so it is never more than a difference. */
void
check_key_order(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    struct grade outer = judge->grade;
    const cJSON *key;
    int previous = -1;

    judge->grade.evidence = EVIDENCE_ASSUMED;
    cJSON_ArrayForEach(key, value)
    {
        int position = position_of(judge, subject->object, key->valuestring);

        if (position < 0 || position < previous) {
            judge_finding(judge, "the keys come in another order from %s on", key->valuestring);
            break;
        }
        previous = position;
    }
    judge->grade = outer;
}
