/* See compare.h. */
#include "drift/compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/printable.h"
#include "drift/same.h"
#include "judge/checks.h"

enum { SHOWN_MAX = 160 };

/* One pair of answers under comparison. */
struct pair {
    struct comparison *comparison;
    struct pairing *pairing;
    const char *id;
    const char *title;
    const char *respcd;
    int step;
    int n;
    bool left_is_partial;
    bool right_is_partial;
    bool differs;
};

void
comparison_init(struct comparison *comparison, struct arena *arena, int64_t tolerance_s)
{
    memset(comparison, 0, sizeof *comparison);
    comparison->arena = arena;
    comparison->tolerance_s = tolerance_s;
    comparison->uncompared_end = &comparison->uncompared;
}

/* The group of a difference, made when it is new; NULL when there are too many. */
static struct difference *
find_group(struct comparison *comparison, const struct pair *pair, const char *field,
           const char *left, const char *right)
{
    struct difference **at = &comparison->differences;
    struct difference *made;

    for (; *at; at = &(*at)->next) {
        if (strcmp((*at)->field, field) == 0 && strcmp((*at)->left, left) == 0 &&
            strcmp((*at)->right, right) == 0 && strcmp((*at)->respcd, pair->respcd) == 0 &&
            strcmp((*at)->call, pair->title) == 0)
            return *at;
    }
    if (comparison->group_count == GROUPS_MAX)
        return NULL;
    made = arena_alloc(comparison->arena, sizeof *made);
    made->call = arena_dup(comparison->arena, pair->title);
    made->respcd = arena_dup(comparison->arena, pair->respcd);
    made->field = arena_dup(comparison->arena, field);
    made->left = arena_dup(comparison->arena, left);
    made->right = arena_dup(comparison->arena, right);
    comparison->group_count++;
    *at = made;
    return made;
}

static void
differ(struct pair *pair, const char *field, const char *left, const char *right)
{
    struct comparison *comparison = pair->comparison;
    struct difference *group = find_group(comparison, pair, field, left, right);
    struct place_of_difference *place;

    pair->differs = true;
    if (!group) {
        comparison->beyond++;
        return;
    }
    if (group->last && group->last->step == pair->step && group->last->n == pair->n &&
        strcmp(group->last->id, pair->id) == 0)
        return; /* several records of one answer */
    place = arena_alloc(comparison->arena, sizeof *place);
    place->id = arena_dup(comparison->arena, pair->id);
    place->step = pair->step;
    place->n = pair->n;
    group->case_count += !group->last || strcmp(group->last->id, pair->id) != 0;
    group->count++;
    *(group->last ? &group->last->next : &group->places) = place;
    group->last = place;
}

/* A value for people, cut to a length. */
static const char *
shown(struct pair *pair, const cJSON *value)
{
    struct arena *arena = pair->comparison->arena;
    const char *text = cJSON_GetStringValue(value);

    if (!text)
        return printable(arena, show(arena, value));
    text = same_shown(arena, text, pair->comparison->tolerance_s);
    return printable(arena, arena_printf(arena, "\"%.*s\"%s", SHOWN_MAX, text,
                                         strlen(text) > SHOWN_MAX ? "..." : ""));
}

static void compare_values(struct pair *pair, const char *field, const cJSON *left,
                           const cJSON *right);

/* The name of a member of a field: "data[].respcd". */
static const char *
inner(struct pair *pair, const char *field, const char *key)
{
    return arena_printf(pair->comparison->arena, "%s%s%s", field, field[0] ? "." : "",
                        printable(pair->comparison->arena, key));
}

static bool
is_missing_excused(const struct pair *pair, const cJSON *left, const cJSON *right)
{
    return (!left && pair->left_is_partial) || (!right && pair->right_is_partial);
}

/* The keys that both sides have, in the order of one of them. */
static const char *
common_keys(struct arena *arena, const cJSON *object, const cJSON *other)
{
    struct text text;
    const cJSON *member;

    text_init(&text, arena);
    cJSON_ArrayForEach(member, object)
    {
        if (cJSON_GetObjectItemCaseSensitive(other, member->string))
            text_printf(&text, "%s%s", text.len ? " " : "", member->string);
    }
    return printable(arena, text.bytes);
}

static void
compare_objects(struct pair *pair, const char *field, const cJSON *left, const cJSON *right)
{
    struct arena *arena = pair->comparison->arena;
    const char *left_keys = common_keys(arena, left, right);
    const char *right_keys = common_keys(arena, right, left);
    const cJSON *member;

    cJSON_ArrayForEach(member, left)
        compare_values(pair, inner(pair, field, member->string), member,
                       cJSON_GetObjectItemCaseSensitive(right, member->string));
    cJSON_ArrayForEach(member, right)
    {
        if (!cJSON_GetObjectItemCaseSensitive(left, member->string))
            compare_values(pair, inner(pair, field, member->string), NULL, member);
    }
    if (!pair->left_is_partial && !pair->right_is_partial && strcmp(left_keys, right_keys) != 0)
        differ(pair, arena_printf(arena, "%s%sorder of keys", field, field[0] ? ": " : ""),
               left_keys, right_keys);
}

static void
compare_arrays(struct pair *pair, const char *field, const cJSON *left, const cJSON *right)
{
    struct arena *arena = pair->comparison->arena;
    int left_count = cJSON_GetArraySize(left), right_count = cJSON_GetArraySize(right);
    const char *element = arena_printf(arena, "%s[]", field);
    const cJSON *a = cJSON_GetArrayItem(left, 0), *b = cJSON_GetArrayItem(right, 0);

    if (left_count != right_count)
        differ(pair, arena_printf(arena, "length of %s", field),
               arena_printf(arena, "%d", left_count), arena_printf(arena, "%d", right_count));
    for (; a && b; a = a->next, b = b->next)
        compare_values(pair, element, a, b);
}

/* Whether value stands for any of its type, and other is one. */
static bool
is_any(const cJSON *value, const cJSON *other)
{
    const char *text = cJSON_GetStringValue(value), *said = cJSON_GetStringValue(other);

    if (!text)
        return false;
    if (strcmp(text, "${any text}") == 0)
        return said != NULL;
    if (strcmp(text, "${any number}") == 0)
        return cJSON_IsNumber(other) || (said && strncmp(said, "number ${", 9) == 0);
    return strcmp(text, "${any}") == 0 && other;
}

static void
compare_values(struct pair *pair, const char *field, const cJSON *left, const cJSON *right)
{
    const char *left_text = cJSON_GetStringValue(left), *right_text = cJSON_GetStringValue(right);

    if (is_missing_excused(pair, left, right) || is_any(left, right) || is_any(right, left))
        return;
    if (cJSON_IsObject(left) && cJSON_IsObject(right))
        compare_objects(pair, field, left, right);
    else if (cJSON_IsArray(left) && cJSON_IsArray(right))
        compare_arrays(pair, field, left, right);
    else if (left_text && right_text ? !same_text(pair->pairing, left_text, right_text)
                                     : !cJSON_Compare(left, right, 1))
        differ(pair, field, shown(pair, left), shown(pair, right));
}

static const cJSON *
part(const cJSON *answer, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(answer, key);
}

static void
compare_headers(struct pair *pair, const cJSON *left, const cJSON *right)
{
    struct arena *arena = pair->comparison->arena;
    const cJSON *header;

    cJSON_ArrayForEach(header, left)
        compare_values(pair, arena_printf(arena, "header %s", header->string), header,
                       part(right, header->string));
    cJSON_ArrayForEach(header, right)
    {
        if (!part(left, header->string))
            compare_values(pair, arena_printf(arena, "header %s", header->string), NULL, header);
    }
}

/* Name for people of each part of an answer that is one value; the body comes last. */
static const struct {
    const char *key;
    const char *field;
} answer_parts[] = {
    {"none", "no answer"},
    {"http", "HTTP status"},
    {"signature", "X-QF-SIGN"},
    {"text", "body"},
};

/* The bodies, of which an exchange may be whole although its transcript is partial. */
static void
compare_bodies(const struct pair *pair, const cJSON *left, const cJSON *right, bool *differs)
{
    const cJSON *a = part(part(left, "answer"), "body"), *b = part(part(right, "answer"), "body");
    struct pair inside = *pair;

    inside.left_is_partial = pair->left_is_partial && !cJSON_IsTrue(part(left, "whole"));
    inside.right_is_partial = pair->right_is_partial && !cJSON_IsTrue(part(right, "whole"));
    if (strcmp(json_text(a, "respcd", ""), json_text(b, "respcd", "")) == 0)
        inside.respcd = json_text(a, "respcd", "");
    if (a || b)
        compare_values(&inside, a && b ? "" : "JSON body", a, b);
    *differs = *differs || inside.differs;
}

static void
compare_answers(struct pair *pair, const cJSON *left, const cJSON *right)
{
    const cJSON *a = part(left, "answer"), *b = part(right, "answer");
    size_t i;

    pair->respcd = "";
    for (i = 0; i < sizeof answer_parts / sizeof answer_parts[0]; i++) {
        const cJSON *one = part(a, answer_parts[i].key), *other = part(b, answer_parts[i].key);

        if (one || other)
            compare_values(pair, answer_parts[i].field, one, other);
    }
    compare_headers(pair, part(a, "headers"), part(b, "headers"));
    compare_bodies(pair, left, right, &pair->differs);
}

static int
number(const cJSON *exchange, const char *key)
{
    const cJSON *item = part(exchange, key);

    return item ? item->valueint : 0;
}

/* The kind of a step, off its title: "call query (not paid yet)" is a query, as are others. */
static const char *
kind_of(struct arena *arena, const char *title)
{
    const char *about = strstr(title, " (");
    const char *kind = strncmp(title, "call ", 5) == 0 ? title + 5 : title;

    if (strncmp(title, "receive ", 8) == 0)
        return "notification";
    return about ? arena_copy(arena, kind, (size_t)(about - kind)) : kind;
}

/* Which of two exchanges comes first in a case: negative, 0, positive. */
static int
order(const cJSON *a, const cJSON *b)
{
    if (!a || !b)
        return a ? -1 : b != NULL;
    if (number(a, "step") != number(b, "step"))
        return number(a, "step") - number(b, "step");
    return number(a, "n") - number(b, "n");
}

/* A step that only one side came to: the other stopped before, and its finding says why. */
static void
compare_lengths(struct pair *pair, const cJSON *left, const cJSON *right, bool left_goes_on)
{
    const cJSON *ended = left_goes_on ? right : left;
    const char *why = arena_printf(pair->comparison->arena, "stopped: %.*s", SHOWN_MAX,
                                   json_text(ended, "finding", "no reason recorded"));

    pair->respcd = "";
    differ(pair, "course of the case", left_goes_on ? "went on" : why,
           left_goes_on ? why : "went on");
}

static void
compare_exchanges(struct pair *pair, const cJSON *left, const cJSON *right)
{
    const cJSON *a = part(left, "exchanges")->child, *b = part(right, "exchanges")->child;

    while (a || b) {
        int first = order(a, b);
        const cJSON *either = first > 0 ? b : a;

        pair->step = number(either, "step");
        pair->n = number(either, "n");
        pair->title = kind_of(
            pair->comparison->arena,
            json_text(either, "title", first ? "step" : json_text(b, "title", "step")));
        if (first == 0) {
            compare_answers(pair, a, b);
        } else if (first < 0 ? !pair->right_is_partial : !pair->left_is_partial) {
            compare_lengths(pair, left, right, first < 0);
            return;
        }
        a = first <= 0 ? a->next : a;
        b = first >= 0 ? b->next : b;
    }
}

void
compare_not(struct comparison *comparison, const char *id, const char *side, const char *reason)
{
    struct uncompared *row = arena_alloc(comparison->arena, sizeof *row);

    row->id = arena_dup(comparison->arena, id);
    row->side = side;
    row->reason = printable(comparison->arena, reason);
    *comparison->uncompared_end = row;
    comparison->uncompared_end = &row->next;
    comparison->uncompared_count++;
}

/* Why a side cannot be compared, or NULL. */
static const char *
lacks(const cJSON *side)
{
    return side ? json_text(side, "skipped", NULL) : "not recorded";
}

static bool
has_changed(const cJSON *left, const cJSON *right)
{
    const char *a = json_text(left, "fingerprint", ""), *b = json_text(right, "fingerprint", "");

    return a[0] && b[0] && strcmp(a, b) != 0;
}

void
compare_case(struct comparison *comparison, const char *id, const cJSON *left, bool left_is_partial,
             const cJSON *right, bool right_is_partial)
{
    struct pairing *pairing;
    struct pair pair = {.comparison = comparison,
                        .id = id,
                        .title = "",
                        .respcd = "",
                        .left_is_partial = left_is_partial,
                        .right_is_partial = right_is_partial};

    if (lacks(left) || lacks(right)) {
        compare_not(comparison, id,
                    lacks(left) && lacks(right) ? "both"
                    : lacks(left)               ? "left"
                                                : "right",
                    lacks(left) ? lacks(left) : lacks(right));
        return;
    }
    if (has_changed(left, right)) {
        compare_not(comparison, id, "both", "the case has changed between the two recordings");
        return;
    }
    pairing = arena_alloc(comparison->arena, sizeof *pairing);
    pairing->arena = comparison->arena;
    pairing->tolerance_s = comparison->tolerance_s;
    pair.pairing = pairing;
    compare_exchanges(&pair, left, right);
    comparison->compared++;
    comparison->differing += pair.differs;
}

/* What decides about money comes first, what a reader of JSON never sees comes last. */
static int
rank(const struct difference *group)
{
    static const char *const first[] = {"respcd",    "data[].respcd", "HTTP status",
                                        "no answer", "JSON body",     "course of the case"};
    size_t i;

    for (i = 0; i < sizeof first / sizeof first[0]; i++) {
        if (strcmp(group->field, first[i]) == 0)
            return 0;
    }
    return strncmp(group->field, "header ", 7) == 0 || strstr(group->field, "order of keys") ? 2
                                                                                             : 1;
}

static int
by_weight(const void *a, const void *b)
{
    const struct difference *left = *(struct difference *const *)a;
    const struct difference *right = *(struct difference *const *)b;

    if (rank(left) != rank(right))
        return rank(left) - rank(right);
    if (left->case_count != right->case_count)
        return left->case_count < right->case_count ? 1 : -1;
    return strcmp(left->places->id, right->places->id);
}

void
comparison_sort(struct comparison *comparison)
{
    size_t count = comparison->group_count, i = 0;
    struct difference **rows = arena_alloc(comparison->arena, (count + 1) * sizeof(void *));
    struct difference *row, **end = &comparison->differences;

    for (row = comparison->differences; row; row = row->next)
        rows[i++] = row;
    qsort(rows, count, sizeof rows[0], by_weight);
    for (i = 0; i < count; i++) {
        *end = rows[i];
        end = &rows[i]->next;
    }
    *end = NULL;
}
