/* See recorder.h. Control calls are noted without their answers: the control interface is the
 * sandbox's own and no part of what two targets can agree on. Of a repeated or parallel step the
 * first and the last answer are kept; parallel answers are put in order first, because theirs means
 * nothing, and from there on only status and code are kept, because chance has chosen the rest. */
#include "drift/recorder.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/json.h"
#include "base/moment.h"
#include "base/printable.h"
#include "drift/fingerprint.h"
#include "drift/naming.h"
#include "drift/transcript.h"
#include "qfpay/sign.h"
#include "run/course.h"
#include "run/run.h"
#include "target/sandbox.h"
#include "trial/case_trials.h"

/* No digest is shorter; what a case sends instead of one may be a text that means something. */
enum { SIGN_MIN = 16 };

struct recorder {
    const struct suite *suite;
    const struct kind_table *kinds;
    struct target *target;
    const struct trial *trials;
    struct arena *arena;
    cJSON *head;
    cJSON *cases;
    /* Of the case under way: */
    struct arena *case_arena;
    struct naming *naming;
    cJSON *exchanges;
    bool by_chance; /* since a parallel step */
};

struct recorder *
recorder_new(const struct suite *suite, const struct kind_table *kinds, struct target *target,
             struct arena *arena)
{
    struct recorder *recorder = arena_alloc(arena, sizeof *recorder);

    recorder->suite = suite;
    recorder->kinds = kinds;
    recorder->target = target;
    recorder->trials = case_trials(suite, arena);
    recorder->arena = arena;
    recorder->head = cJSON_CreateObject();
    json_keep(arena, recorder->head);
    recorder->cases = cJSON_AddArrayToObject(recorder->head, "cases");
    return recorder;
}

/* The merchants of the case by role: ${app_code}, ${agent.app_code}. */
static void
name_merchant(struct naming *naming, enum role role, const struct credentials *merchant)
{
    const struct {
        const char *name;
        const char *value;
    } rows[] = {{"app_code", merchant->app_code},
                {"mchid", merchant->mchid},
                {"mchid_disabled", merchant->mchid_disabled},
                {"mchid_unconfigured", merchant->mchid_unconfigured},
                {"mchid_second", merchant->mchid_second}};
    char name[64];
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        snprintf(name, sizeof name, "%s%s%s", role == ROLE_DEFAULT ? "" : role_name(role),
                 role == ROLE_DEFAULT ? "" : ".", rows[i].name);
        naming_add(naming, rows[i].value, name);
    }
    naming_add_secret(naming, merchant->client_key, "client_key");
}

/* Whatever has come to be known before this exchange. */
static void
learn_names(struct recorder *recorder, const struct heard *heard)
{
    struct naming *naming = recorder->naming;
    const struct scope *scope = heard->scope;
    size_t i;

    for (i = 0; i < ROLE_COUNT; i++) {
        name_merchant(naming, (enum role)i, &recorder->target->given[i]);
        name_merchant(naming, (enum role)i, &heard->world->members[i].credentials);
    }
    naming_add(naming, scope->notify_url, "notify_url");
    naming_add(naming, scope->unique, "unique");
    naming_add(naming, scope->digits, "digits");
    for (i = 0; i < scope->name_count; i++)
        naming_capture(naming, scope->names[i].value, scope->names[i].name);
}

/* What this exchange brings. */
static void
learn_exchange(struct recorder *recorder, const struct heard *heard, size_t index)
{
    const struct outgoing *outgoing = heard->requests ? &heard->requests[index].outgoing : NULL;
    size_t i;

    for (i = 0; outgoing && i < outgoing->header_count; i++) {
        if (strcasecmp(outgoing->headers[i].name, "X-QF-SIGN") == 0 &&
            strlen(outgoing->headers[i].value) >= SIGN_MIN)
            naming_add(recorder->naming, outgoing->headers[i].value, "sign");
    }
    naming_learn(recorder->naming, heard->replies[index].json);
}

static void
add_text(cJSON *object, const char *key, const char *text)
{
    cJSON_AddStringToObject(object, key, text);
}

/* Name and value of each parameter, in the order of sending; a name may be there twice. */
static void
add_params(struct recorder *recorder, cJSON *sent, const struct request *request, int64_t now)
{
    cJSON *params = cJSON_AddArrayToObject(sent, "params");
    size_t i;

    for (i = 0; i < request->count; i++) {
        const struct qfpay_param *param = &request->params[i];
        cJSON *pair = cJSON_CreateArray();

        cJSON_AddItemToArray(pair,
                             cJSON_CreateString(naming_text(recorder->naming, param->name, now)));
        cJSON_AddItemToArray(pair,
                             cJSON_CreateString(naming_text(recorder->naming, param->value, now)));
        cJSON_AddItemToArray(params, pair);
    }
}

static cJSON *
write_sent(struct recorder *recorder, const struct heard *heard, size_t index, int64_t now)
{
    const struct outgoing *outgoing = heard->requests ? &heard->requests[index].outgoing
                                                      : heard->outgoing;
    const cJSON *sign = cJSON_GetObjectItemCaseSensitive(heard->step, "sign");
    const char *path = arena_copy(recorder->case_arena, outgoing->path,
                                  strcspn(outgoing->path, "?"));
    cJSON *sent = cJSON_CreateObject();

    if (heard->world->role != ROLE_DEFAULT)
        add_text(sent, "as", role_name(heard->world->role));
    add_text(sent, "method", outgoing->method);
    add_text(sent, "path", naming_text(recorder->naming, path, now));
    if (!heard->requests)
        return sent;
    add_params(recorder, sent, &heard->requests[index], now);
    if (outgoing->body && cJSON_GetObjectItemCaseSensitive(heard->step, "body"))
        add_text(sent, "body", naming_text(recorder->naming, outgoing->body, now));
    if (sign)
        cJSON_AddItemToObject(sent, "sign", naming_json(recorder->naming, sign, now));
    return sent;
}

/* Of the headers that matter, those that came. */
static void
add_headers(struct recorder *recorder, cJSON *answer, const struct reply *reply, int64_t now)
{
    cJSON *headers = cJSON_AddObjectToObject(answer, "headers");
    size_t i;

    for (i = 0; i < recorder->kinds->header_count; i++) {
        const char *name = recorder->kinds->headers[i];
        const char *value = qfpay_response_header(&reply->raw, name);

        if (value)
            add_text(headers, name, naming_text(recorder->naming, value, now));
    }
}

/* Whether X-QF-SIGN is there, and is MD5 of the raw body and the merchant's key (SIG-13). */
static const char *
signature_of(const struct recorder *recorder, const struct heard *heard, const struct reply *reply)
{
    const char *got = qfpay_response_header(&reply->raw, "X-QF-SIGN");
    char right[QFPAY_SIGN_HEX_SIZE];

    if (!got)
        return "none";
    if (qfpay_sign_bytes(recorder->target->signer, reply->raw.body, reply->raw.body_len,
                         heard->scope->merchant->client_key, QFPAY_DIGEST_MD5, right,
                         NULL) != QFPAY_OK)
        return "not checked";
    return strcasecmp(right, got) == 0 ? "right" : "wrong";
}

/* Of a body only its code. */
static void
add_code(cJSON *answer, const struct reply *reply)
{
    add_text(cJSON_AddObjectToObject(answer, "body"), "respcd",
             json_text(reply->json, "respcd", ""));
}

static cJSON *
write_answer(struct recorder *recorder, const struct heard *heard, const struct reply *reply,
             int64_t now)
{
    cJSON *answer = cJSON_CreateObject();

    if (!reply->answered) {
        add_text(answer, "none", reply->lost ? "lost" : "unanswered");
        return answer;
    }
    if (reply->http)
        cJSON_AddNumberToObject(answer, "http", reply->http);
    if (reply->duration_ms)
        cJSON_AddNumberToObject(answer, "ms", (double)reply->duration_ms);
    if (!heard->requests && reply->http)
        return answer;
    add_headers(recorder, answer, reply, now);
    add_text(answer, "signature", signature_of(recorder, heard, reply));
    if (recorder->by_chance)
        add_code(answer, reply);
    else if (reply->json && transcript_holds(reply->json))
        cJSON_AddItemToObject(answer, "body", naming_json(recorder->naming, reply->json, now));
    else if (reply->raw.body_len)
        add_text(
            answer, "text",
            printable(recorder->case_arena, naming_text(recorder->naming, reply->raw.body, now)));
    return answer;
}

static void
add_exchange(struct recorder *recorder, const struct heard *heard, size_t index, size_t place,
             int64_t now)
{
    cJSON *exchange = cJSON_CreateObject();

    learn_exchange(recorder, heard, index);
    cJSON_AddNumberToObject(exchange, "step", (double)heard->number);
    if (heard->count > 1)
        cJSON_AddNumberToObject(exchange, "n", (double)(place + 1));
    add_text(exchange, "title", step_title(recorder->case_arena, heard->step));
    cJSON_AddItemToObject(exchange, "sent", write_sent(recorder, heard, index, now));
    cJSON_AddItemToObject(exchange, "answer",
                          write_answer(recorder, heard, &heard->replies[index], now));
    cJSON_AddItemToArray(recorder->exchanges, exchange);
}

/* Whether a comes before b among parallel answers: by status, then by code. */
static bool
is_before(const struct reply *a, const struct reply *b)
{
    if (a->http != b->http)
        return a->http < b->http;
    return strcmp(json_text(a->json, "respcd", ""), json_text(b->json, "respcd", "")) < 0;
}

static void
hear(void *context, const struct heard *heard)
{
    struct recorder *recorder = context;
    bool parallel = cJSON_GetObjectItemCaseSensitive(heard->step, "parallel") != NULL;
    size_t first = 0, last = parallel ? 0 : heard->count - 1, i;
    int64_t now = world_now(heard->world);

    recorder->by_chance = recorder->by_chance || parallel;
    for (i = 1; parallel && i < heard->count; i++) {
        if (is_before(&heard->replies[i], &heard->replies[first]))
            first = i;
        if (!is_before(&heard->replies[i], &heard->replies[last]))
            last = i;
    }
    learn_names(recorder, heard);
    add_exchange(recorder, heard, first, 0, now);
    if (heard->count > 1)
        add_exchange(recorder, heard, last, heard->count - 1, now);
}

/* What the fixtures made of the case: the first finding tells why a case went no further. */
static void
add_verdict(struct recorder *recorder, cJSON *json, const struct result *result)
{
    const struct finding *finding = result->findings.first;
    enum verdict verdict = result_has_run(result) ? findings_verdict(&result->findings)
                                                  : result->verdict;

    add_text(json, "verdict", verdict_name(verdict));
    if (verdict == VERDICT_UNMET)
        add_text(json, "finding",
                 naming_text(recorder->naming, result->skip_reason, (int64_t)time(NULL)));
    else if (finding)
        add_text(json, "finding",
                 naming_text(recorder->naming,
                             arena_printf(recorder->case_arena, "step %zu: %s", finding->step + 1,
                                          finding->message),
                             (int64_t)time(NULL)));
}

void
recorder_run(struct recorder *recorder, const struct test_case *test, int seconds)
{
    const struct listener listener = {hear, recorder};
    cJSON *json = cJSON_CreateObject();
    struct result result;

    result_begin(&result, &recorder->trials[test - recorder->suite->cases]);
    recorder->case_arena = arena_new();
    recorder->naming = naming_new(recorder->kinds, recorder->suite, test, recorder->case_arena);
    recorder->exchanges = cJSON_CreateArray();
    recorder->by_chance = false;
    recorder->target->listener = &listener;
    run_case(recorder->suite, recorder->target, test, seconds, &result);
    recorder->target->listener = NULL;
    add_text(json, "id", test->id);
    if (result.verdict == VERDICT_SKIP) {
        add_text(json, "skipped", result.skip_reason);
        cJSON_Delete(recorder->exchanges);
    } else {
        add_text(json, "fingerprint", fingerprint_of(recorder->suite, test, recorder->case_arena));
        add_verdict(recorder, json, &result);
        cJSON_AddItemToObject(json, "exchanges", recorder->exchanges);
    }
    cJSON_AddItemToArray(recorder->cases, json);
    arena_free(recorder->case_arena);
    arena_free(result.arena);
}

/* Which server answers, as far as it says so itself. */
static void
add_server(struct recorder *recorder)
{
    static const char *const keys[] = {"version", "profile"};
    struct reply *reply = arena_alloc(recorder->arena, sizeof *reply);
    cJSON *server;
    size_t i;

    if (!(recorder->target->can & capability_bit(CAN_SANDBOX)))
        return;
    sandbox_call(recorder->target, recorder->arena, "GET", "health", NULL,
                 now_ms() + EXCHANGE_TIMEOUT_MS, reply);
    server = cJSON_AddObjectToObject(recorder->head, "sandbox");
    for (i = 0; i < sizeof keys / sizeof keys[0]; i++)
        add_text(server, keys[i], json_text(reply->json, keys[i], ""));
}

static void
add_capabilities(struct recorder *recorder)
{
    cJSON *list = cJSON_AddArrayToObject(recorder->head, "capabilities");
    size_t i;

    for (i = 0; i < CAPABILITY_COUNT; i++) {
        if (recorder->target->can & capability_bit((enum capability)i))
            cJSON_AddItemToArray(list, cJSON_CreateString(capability_name((enum capability)i)));
    }
}

const cJSON *
recorder_transcript(struct recorder *recorder)
{
    char when[32] = "";
    time_t now = time(NULL);
    struct tm parts;

    if (gmtime_r(&now, &parts))
        strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &parts);
    add_text(recorder->head, "schema", TRANSCRIPT_SCHEMA);
    add_text(recorder->head, "recorded", when);
    add_text(recorder->head, "target", recorder->target->url);
    add_text(recorder->head, "runner", "qfpay-conform " QFPAY_VERSION);
    add_server(recorder);
    add_capabilities(recorder);
    cJSON_AddItemToObject(recorder->head, "cases",
                          cJSON_DetachItemViaPointer(recorder->head, recorder->cases));
    return recorder->head;
}
