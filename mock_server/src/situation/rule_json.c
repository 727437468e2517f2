/* A rule as the control API takes it. Every member of a response is one row of a table; what may
 * not stand together is checked behind it. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/near.h"
#include "qfpay/situation.h"
#include "situation/rule.h"
#include "situation/trigger.h"

static const char *const after_names[RULE_AFTER_COUNT] = {"repeat-last", "cycle", "remove"};

const char *
rule_after_name(enum rule_after after)
{
    return after_names[after];
}

__attribute__((format(printf, 2, 3))) static bool
fail(char error[RULE_ERROR_SIZE], const char *form, ...)
{
    va_list args;

    va_start(args, form);
    vsnprintf(error, RULE_ERROR_SIZE, form, args);
    va_end(args);
    return false;
}

/* What somebody wrote is not what it could be: the nearest to it, else the words of otherwise. */
static bool
fail_unknown(char error[RULE_ERROR_SIZE], const char *what, const struct qfpay_near *near,
             const char *otherwise)
{
    char hint[QFPAY_NEAR_HINT_SIZE];

    if (near->count == 0)
        return fail(error, "%s", otherwise);
    return fail(error, "unknown %.40s '%.60s'%.140s", what, near->word,
                qfpay_near_hint(near, hint, ""));
}

static bool
fail_unknown_member(char error[RULE_ERROR_SIZE], const char *of, const char *name,
                    const char *members)
{
    char otherwise[RULE_ERROR_SIZE];
    struct qfpay_near near;

    qfpay_near_begin(&near, name);
    qfpay_near_offer_list(&near, members);
    (void)snprintf(otherwise, sizeof otherwise, "\"%.40s\" is not a member of %.20s: %.160s", name,
                   of, members);
    return fail_unknown(error, "member", &near, otherwise);
}

/* A whole number between low and high. */
static bool
read_number(const cJSON *item, int low, int high, int *number)
{
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= low && item->valuedouble <= high) ||
        floor(item->valuedouble) != item->valuedouble)
        return false;
    *number = (int)item->valuedouble;
    return true;
}

/* What a response says so far. */
struct response {
    struct rule_step step;
    bool has_applied;
    bool is_applied;
    bool has_from_query;
    const struct qfpay_code *respcd;
    const struct qfpay_code *ending;
    bool has_trigger; /* or pass: stands alone */
};

/* What it has written itself; NULL when out of memory. */
static struct own_answer *
own_of(struct response *response)
{
    if (!response->step.own)
        response->step.own = calloc(1, sizeof *response->step.own);
    return response->step.own;
}

static bool
read_respcd(const cJSON *item, struct response *response)
{
    const char *respcd = cJSON_GetStringValue(item);
    struct own_answer *own;

    response->respcd = qfpay_code_find(respcd);
    if (response->respcd)
        return true;
    if (!respcd || strlen(respcd) != 4 || strspn(respcd, "0123456789") != 4 ||
        !(own = own_of(response)))
        return false;
    memcpy(own->respcd, respcd, sizeof own->respcd);
    return true;
}

static bool
read_respmsg(const cJSON *item, struct response *response)
{
    struct own_answer *own = own_of(response);

    return own && own_answer_read_text(item, &own->respmsg);
}

static bool
read_resperr(const cJSON *item, struct response *response)
{
    struct own_answer *own = own_of(response);

    return own && own_answer_read_text(item, &own->resperr);
}

static bool
read_body(const cJSON *item, struct response *response)
{
    struct own_answer *own = own_of(response);

    return own && own_answer_read_body(item, own);
}

static bool
read_headers(const cJSON *item, struct response *response)
{
    struct own_answer *own = own_of(response);

    return own && own_answer_read_headers(item, own);
}

static bool
read_ending(const cJSON *item, struct response *response)
{
    response->ending = qfpay_code_find(cJSON_GetStringValue(item));
    return response->ending != NULL;
}

static bool
read_from_query(const cJSON *item, struct response *response)
{
    response->has_from_query = true;
    return read_number(item, 1, 100, &response->step.situation.ending_asks);
}

static bool
read_http_status(const cJSON *item, struct response *response)
{
    int status;

    if (!read_number(item, 200, 599, &status))
        return false;
    response->step.situation.http_status = (unsigned)status;
    return true;
}

static bool
read_fault(const cJSON *item, struct response *response)
{
    const char *name = cJSON_GetStringValue(item);

    return name && answer_fault_find(name, &response->step.situation.fault);
}

static bool
read_applied(const cJSON *item, struct response *response)
{
    response->has_applied = true;
    response->is_applied = cJSON_IsTrue(item);
    return cJSON_IsBool(item);
}

static bool
read_delay_ms(const cJSON *item, struct response *response)
{
    struct rule_step *step = &response->step;
    int *least = &step->situation.delay_ms;

    step->delay_max_ms = 0;
    if (!cJSON_IsArray(item))
        return read_number(item, 0, SITUATION_DELAY_MAX_MS, least);
    return cJSON_GetArraySize(item) == 2 &&
           read_number(item->child, 0, SITUATION_DELAY_MAX_MS, least) &&
           read_number(item->child->next, 1, SITUATION_DELAY_MAX_MS, &step->delay_max_ms) &&
           *least <= step->delay_max_ms;
}

static bool
read_notification(const cJSON *item, struct response *response)
{
    const char *name = cJSON_GetStringValue(item);

    return name && notify_as_find(name, &response->step.situation.notification);
}

/* One word, or an array of them. */
static bool
read_reshape(const cJSON *item, struct response *response)
{
    unsigned *set = &response->step.situation.reshape;
    const cJSON *word;

    if (!cJSON_IsArray(item))
        return cJSON_IsString(item) && reshape_read(item->valuestring, set);
    cJSON_ArrayForEach(word, item)
    {
        if (!cJSON_IsString(word) || !reshape_read(word->valuestring, set))
            return false;
    }
    return *set != 0;
}

static bool
read_trigger(const cJSON *item, struct response *response)
{
    const char *word = cJSON_GetStringValue(item);

    response->has_trigger = true;
    return word && trigger_read_word(word, &response->step.situation);
}

static bool
read_pass(const cJSON *item, struct response *response)
{
    response->has_trigger = true;
    response->step.passes = true;
    return cJSON_IsTrue(item);
}

/* Offer what a member may be. */
typedef void offers(struct qfpay_near *near, const char *what);

/* Four digits are a code of their own, and no mistyped one. */
static void
offer_codes(struct qfpay_near *near, const char *what)
{
    (void)what;
    for (size_t i = 0; near->word_len != 4 && i < qfpay_code_count(); i++)
        qfpay_near_offer(near, qfpay_code_at(i)->respcd);
}

static void
offer_reshapes(struct qfpay_near *near, const char *what)
{
    const struct qfpay_reshape *row;

    (void)what;
    for (size_t i = 0; (row = qfpay_reshape_at(i)); i++)
        qfpay_near_offer(near, row->word);
}

static void
offer_triggers(struct qfpay_near *near, const char *what)
{
    (void)what;
    trigger_offer_words(near);
}

static const struct member {
    const char *name;
    bool (*read)(const cJSON *item, struct response *response);
    const char *what;
    offers *offer; /* NULL: no word is expected */
} members[] = {
    {"respcd", read_respcd, "four digits", offer_codes},
    {"ending", read_ending, "a code of the catalogue", offer_codes},
    {"from_query", read_from_query, "a whole number from 1 to 100", NULL},
    {"http_status", read_http_status, "a whole number from 200 to 599", NULL},
    {"respmsg", read_respmsg, "a text of at most 512 bytes", NULL},
    {"resperr", read_resperr, "a text of at most 512 bytes", NULL},
    {"body", read_body, "a text or an object, of at most 65536 bytes", NULL},
    {"headers", read_headers,
     "an object of 1 to 8 names and printable texts of at most 256 bytes, without those that "
     "carry the answer (Content-Length, Connection, ...)",
     NULL},
    {"fault", read_fault, "drop, truncate, garbage or reset", qfpay_near_offer_list},
    {"applied", read_applied, "true or false", NULL},
    {"delay_ms", read_delay_ms,
     "a whole number from 0 to 120000, or the least and the most as in [100, 500]", NULL},
    {"notification", read_notification,
     "none, duplicate, forged, late, wrong-amount, pretty, out-of-order, unknown-type or "
     "wrong-currency",
     qfpay_near_offer_list},
    {"reshape", read_reshape, "a word of the catalogue's reshapes, or an array of them",
     offer_reshapes},
    {"trigger", read_trigger, "a value of the header X-QFMock-Trigger, see the catalogue",
     offer_triggers},
    {"pass", read_pass, "true", NULL},
};

/* The word to blame: of an array, the first that is not known. */
static const char *
wrong_word(const cJSON *item)
{
    const cJSON *word = cJSON_IsArray(item) ? item->child : item;
    unsigned ignored = 0;

    while (word && cJSON_IsArray(item) && cJSON_IsString(word) &&
           reshape_read(word->valuestring, &ignored))
        word = word->next;
    return word && cJSON_IsString(word) ? word->valuestring : "";
}

static bool
fail_value(char error[RULE_ERROR_SIZE], const struct member *member, const cJSON *item)
{
    char otherwise[RULE_ERROR_SIZE];
    struct qfpay_near near;

    qfpay_near_begin(&near, wrong_word(item));
    if (member->offer)
        member->offer(&near, member->what);
    (void)snprintf(otherwise, sizeof otherwise, "%s must be %s", member->name, member->what);
    return fail_unknown(error, member->name, &near, otherwise);
}

/* What the codes make of it: an answer, an ending, or an answer before an ending. */
static bool
complete_codes(struct response *response, char error[RULE_ERROR_SIZE])
{
    struct situation *situation = &response->step.situation;

    if (!response->ending) {
        situation->kind = response->respcd ? situation_of_answer(response->respcd) : SITUATION_NONE;
        situation->code = response->respcd;
        return !response->has_from_query || fail(error, "from_query belongs to ending");
    }
    if (response->respcd && !situation_can_doubt(response->respcd))
        return fail(error,
                    "respcd beside an ending must be a code that the channel says, 0000 excepted: "
                    "%s leaves nothing behind that could end",
                    response->respcd->respcd);
    situation->kind = SITUATION_ENDING;
    situation->code = response->ending;
    situation->doubt = response->respcd;
    if (!response->has_from_query)
        situation->ending_asks = SITUATION_ENDING_ASKS;
    return true;
}

/* What is written by hand needs an answer that takes it. */
static bool
check_own(const struct response *response, char error[RULE_ERROR_SIZE])
{
    const struct situation *situation = &response->step.situation;
    const struct own_answer *own = response->step.own;
    bool has_texts = own->respmsg || own->resperr || own->respcd[0] != '\0';

    if (has_texts && (own->body || situation->fault != FAULT_NONE || situation->http_status != 0))
        return fail(error, "respmsg, resperr and a respcd that the catalogue does not list need an "
                           "answer of the API: they do not go with fault, http_status or body");
    if (own->respcd[0] != '\0' && response->ending)
        return fail(error, "a respcd that the catalogue does not list does not go with ending");
    if (answer_fault_is_silent(situation->fault) || situation->fault == FAULT_GARBAGE)
        return fail(error, "body and headers need an answer: they do not go with fault %s",
                    answer_fault_name(situation->fault));
    if (own->body && situation->reshape != 0)
        return fail(error, "reshape and body exclude each other");
    if (own->body && (situation->http_status == 204 || situation->http_status == 304))
        return fail(error, "HTTP %u has no body", situation->http_status);
    return true;
}

/* What one member alone cannot say. */
static bool
complete_step(struct response *response, int size, char error[RULE_ERROR_SIZE])
{
    struct situation *situation = &response->step.situation;
    const struct own_answer *own = response->step.own;
    bool is_fault = situation->fault != FAULT_NONE || situation->http_status != 0;
    bool is_unlisted = own && own->respcd[0] != '\0';

    if (size == 0)
        return fail(error, "a response without members; write {\"pass\": true} to let a call pass");
    if (response->has_trigger)
        return size == 1 || fail(error, "pass and trigger stand alone in a response");
    if (response->has_applied && !is_fault && !is_unlisted)
        return fail(error, "applied belongs to fault, http_status or a respcd that the catalogue "
                           "does not list");
    if (situation->fault != FAULT_NONE && situation->http_status != 0)
        return fail(error, "fault and http_status exclude each other");
    if (is_fault && situation->reshape != 0)
        return fail(error, "reshape needs an answer: it does not go with fault or http_status");
    if (own && !check_own(response, error))
        return false;
    /* A broken answer was one; a gateway's mostly means that nothing was reached, and a code that
     * nobody lists is a refusal. */
    situation->is_lost = response->has_applied ? !response->is_applied
                                               : situation->http_status != 0 || is_unlisted;
    if (situation->is_lost && situation->fault != FAULT_NONE &&
        !answer_fault_is_silent(situation->fault))
        return fail(error,
                    "a call that is not applied has no answer to %s: its fault is drop or reset",
                    answer_fault_name(situation->fault));
    return complete_codes(response, error);
}

static bool
read_members(const cJSON *object, struct response *response, char error[RULE_ERROR_SIZE])
{
    const cJSON *item;

    cJSON_ArrayForEach(item, object)
    {
        const struct member *member = members;
        const struct member *end = members + sizeof members / sizeof members[0];

        while (member < end && strcmp(member->name, item->string) != 0)
            member++;
        if (member == end)
            return fail_unknown_member(error, "a response", item->string,
                                       "respcd, respmsg, resperr, ending, from_query, http_status, "
                                       "headers, body, fault, applied, delay_ms, notification, "
                                       "reshape, trigger, pass");
        if (!member->read(item, response))
            return fail_value(error, member, item);
    }
    return complete_step(response, cJSON_GetArraySize(object), error);
}

static bool
read_step(const cJSON *object, struct rule_step *step, char error[RULE_ERROR_SIZE])
{
    struct response response = {.respcd = NULL};

    if (!cJSON_IsObject(object))
        return fail(error, "respond must be an array of objects");
    if (!read_members(object, &response, error)) {
        own_answer_free(response.step.own);
        return false;
    }
    *step = response.step;
    return true;
}

static bool
read_respond(const cJSON *list, struct rule *rule, char error[RULE_ERROR_SIZE])
{
    const cJSON *item;
    int size = cJSON_GetArraySize(list);

    if (!cJSON_IsArray(list) || size < 1 || size > RULE_STEPS_MAX)
        return fail(error, "respond must be an array of 1 to %d responses", RULE_STEPS_MAX);
    cJSON_ArrayForEach(item, list)
    {
        if (!read_step(item, &rule->steps[rule->step_count], error))
            return false;
        rule->step_count++;
    }
    return true;
}

static bool
read_param(const cJSON *item, const char *name, bool is_header, struct rule *rule,
           char error[RULE_ERROR_SIZE])
{
    struct rule_param *param = &rule->params[rule->param_count];
    const char *pattern = cJSON_GetStringValue(item);
    char reason[PATTERN_ERROR_SIZE];

    if (name[0] == '\0' || strlen(name) > 64 || !pattern)
        return fail(error, "match.%s must map names of at most 64 bytes to expressions",
                    is_header ? "headers" : "params");
    if (strlen(pattern) > RULE_PATTERN_MAX)
        return fail(error, "the expression for %s is refused: it is longer than %d characters",
                    name, RULE_PATTERN_MAX);
    param->pattern = pattern_new(pattern, reason);
    if (!param->pattern)
        return fail(error, "the expression for %s is refused: %s", name, reason);
    param->is_header = is_header;
    rule->param_count++;
    param->name = strdup(name);
    if (!param->name)
        return fail(error, "out of memory");
    return true;
}

static bool
fail_endpoint(char error[RULE_ERROR_SIZE], const char *name)
{
    struct qfpay_near near;

    qfpay_near_begin(&near, name ? name : "");
    for (unsigned i = 0; i < QFPAY_ENDPOINT_COUNT; i++)
        qfpay_near_offer(&near, qfpay_endpoint_row((enum qfpay_endpoint)i)->name);
    return fail_unknown(error, "endpoint", &near,
                        "match.endpoint must be the name of a call, such as payment, query or "
                        "refund");
}

static bool
read_endpoint(const cJSON *item, struct rule *rule, char error[RULE_ERROR_SIZE])
{
    const char *name = cJSON_GetStringValue(item);

    rule->is_any_endpoint = false;
    return (name && qfpay_endpoint_find(name, &rule->endpoint)) || fail_endpoint(error, name);
}

static bool
read_expressions(const cJSON *map, bool is_header, struct rule *rule, char error[RULE_ERROR_SIZE])
{
    const cJSON *item;
    const size_t room = sizeof rule->params / sizeof rule->params[0] - rule->param_count;

    /* A member may come twice, and fill the room of the other. */
    if (!cJSON_IsObject(map) || cJSON_GetArraySize(map) > RULE_PARAMS_MAX ||
        (size_t)cJSON_GetArraySize(map) > room)
        return fail(error, "match.%s must be an object of at most %d members",
                    is_header ? "headers" : "params", RULE_PARAMS_MAX);
    cJSON_ArrayForEach(item, map)
    {
        if (!read_param(item, item->string, is_header, rule, error))
            return false;
    }
    return true;
}

static bool
read_params(const cJSON *item, struct rule *rule, char error[RULE_ERROR_SIZE])
{
    return read_expressions(item, false, rule, error);
}

static bool
read_match_headers(const cJSON *item, struct rule *rule, char error[RULE_ERROR_SIZE])
{
    return read_expressions(item, true, rule, error);
}

static bool
read_minor(const cJSON *item, int64_t *amount)
{
    const double most = 1e12;
    double value = cJSON_IsNumber(item) ? item->valuedouble : -1;

    if (!(value >= 0 && value <= most) || floor(value) != value)
        return false;
    *amount = (int64_t)value;
    return true;
}

/* One amount, or the least and the most. */
static bool
read_amounts(const cJSON *item, struct rule *rule, char error[RULE_ERROR_SIZE])
{
    bool is_range = cJSON_IsArray(item);

    rule->has_amounts = true;
    if ((is_range && cJSON_GetArraySize(item) != 2) ||
        !read_minor(is_range ? item->child : item, &rule->amount_min) ||
        !read_minor(is_range ? item->child->next : item, &rule->amount_max) ||
        rule->amount_min > rule->amount_max)
        return fail(error, "match.txamt must be a whole number, or two as in [100, 500]; an "
                           "expression for it stands in params");
    return true;
}

static bool
read_times(const cJSON *item, struct rule *rule, char error[RULE_ERROR_SIZE])
{
    return read_number(item, 1, RULE_TIMES_MAX, &rule->times) ||
           fail(error, "match.times must be a whole number from 1 to %d", RULE_TIMES_MAX);
}

static bool
read_probability(const cJSON *item, struct rule *rule, char error[RULE_ERROR_SIZE])
{
    rule->probability = cJSON_IsNumber(item) ? item->valuedouble : -1;
    return (rule->probability >= 0 && rule->probability <= 1) ||
           fail(error, "match.probability must be a number from 0 to 1");
}

static const struct match_member {
    const char *name;
    bool (*read)(const cJSON *item, struct rule *rule, char error[RULE_ERROR_SIZE]);
} match_members[] = {
    {"endpoint", read_endpoint}, {"params", read_params}, {"headers", read_match_headers},
    {"txamt", read_amounts},     {"times", read_times},   {"probability", read_probability},
};

static bool
read_match(const cJSON *match, struct rule *rule, char error[RULE_ERROR_SIZE])
{
    const cJSON *item;

    rule->is_any_endpoint = true;
    rule->probability = 1;
    if (match && !cJSON_IsObject(match))
        return fail(error, "match must be an object");
    cJSON_ArrayForEach(item, match)
    {
        const struct match_member *member = match_members;
        const struct match_member *end = match_members +
                                         sizeof match_members / sizeof match_members[0];

        while (member < end && strcmp(member->name, item->string) != 0)
            member++;
        if (member == end)
            return fail_unknown_member(error, "match", item->string,
                                       "endpoint, params, headers, txamt, times, probability");
        if (!member->read(item, rule, error))
            return false;
    }
    return true;
}

static bool
read_after(const cJSON *item, struct rule *rule, char error[RULE_ERROR_SIZE])
{
    static const char list[] = "repeat-last, cycle or remove";
    const char *name = item ? cJSON_GetStringValue(item) : after_names[RULE_REPEAT_LAST];
    char otherwise[RULE_ERROR_SIZE];
    struct qfpay_near near;

    for (unsigned i = 0; name && i < RULE_AFTER_COUNT; i++) {
        if (strcmp(after_names[i], name) == 0) {
            rule->after = (enum rule_after)i;
            return true;
        }
    }
    qfpay_near_begin(&near, name ? name : "");
    qfpay_near_offer_list(&near, list);
    (void)snprintf(otherwise, sizeof otherwise, "after must be %s", list);
    return fail_unknown(error, "after", &near, otherwise);
}

static bool
check_names(const cJSON *object, char error[RULE_ERROR_SIZE])
{
    const cJSON *item;

    if (!cJSON_IsObject(object))
        return fail(error, "a rule must be an object with match, respond and after");
    cJSON_ArrayForEach(item, object)
    {
        if (strcmp(item->string, "times") == 0 || strcmp(item->string, "probability") == 0)
            return fail(error, "%s belongs in match", item->string);
        if (strcmp(item->string, "match") != 0 && strcmp(item->string, "respond") != 0 &&
            strcmp(item->string, "after") != 0)
            return fail_unknown_member(error, "a rule", item->string, "match, respond, after");
    }
    return true;
}

/* cJSON allocates with malloc, as it was never told otherwise. */
static bool
keep_texts(struct rule *rule, const cJSON *match, const cJSON *respond, char error[RULE_ERROR_SIZE])
{
    rule->match_text = !match ? strdup("{}") : cJSON_PrintUnformatted(match);
    rule->respond_text = cJSON_PrintUnformatted(respond);
    return (rule->match_text && rule->respond_text) || fail(error, "out of memory");
}

struct rule *
rule_new(const cJSON *object, char error[RULE_ERROR_SIZE])
{
    const cJSON *match = cJSON_GetObjectItemCaseSensitive(object, "match");
    const cJSON *respond = cJSON_GetObjectItemCaseSensitive(object, "respond");
    struct rule *rule = calloc(1, sizeof *rule);

    if (!rule) {
        fail(error, "out of memory");
        return NULL;
    }
    if (check_names(object, error) && read_match(match, rule, error) &&
        read_respond(respond, rule, error) &&
        read_after(cJSON_GetObjectItemCaseSensitive(object, "after"), rule, error) &&
        keep_texts(rule, match, respond, error))
        return rule;
    rule_free(rule);
    return NULL;
}
