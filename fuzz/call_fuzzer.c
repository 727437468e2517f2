/*
 * The whole way of a request through the mock, without its sockets: calls of the API and of the
 * control API in a row, against a fresh world each time. An input is a text such as
 *
 *     POST /trade/v1/payment?QUERY
 *     X-QF-APPCODE: A1B2C3D4E5F60718293A4B5C6D7E8F90
 *
 *     txamt=100&...
 *     ---
 *     POST /__sandbox/transactions/@/payer
 *     ...
 *
 * where @ stands for the last syssn that was answered. A call is signed after whatever mutated it,
 * so that it gets past the signature; `Sign: SHA256` says how. One call of 32, chosen by its bytes,
 * may keep an unknown path, and with `Sign: no` its own signature: to explain these takes a hundred
 * times as long.
 */
#include "fuzzer.h"

#include <strings.h>

#include "base/clock.h"
#include "http/dispatch.h"
#include "qfpay/form.h"
#include "qfpay/wire.h"
#include "rules/fact.h"
#include "start/open.h"
#include "start/read_settings.h"

enum { CALLS_MAX = 16, SYSSN_SIZE = 64, LEFT_AS_IT_IS = 32 };

static const char separator[] = "\n---\n";

/* Of the keys of the built-in merchants. */
static const char *const key_begins[] = {"0F1E2D3C", "1F1E2D3C"};

/* One input under way. */
struct run {
    struct server server;
    qfpay_signer *signer;
    char syssn[SYSSN_SIZE];
    bool names_keys; /* the input holds a key, which may come back as a value */
};

/* Those that were decided so far, for who counts them. */
static unsigned long long requests;

/* strstr for bytes. */
static const char *
find(const char *bytes, size_t len, const char *what)
{
    size_t what_len = strlen(what);

    for (; len >= what_len; bytes++, len--) {
        if (memcmp(bytes, what, what_len) == 0)
            return bytes;
    }
    return NULL;
}

static void
say_requests(void)
{
    (void)fprintf(stderr, "Requests: %llu\n", requests);
}

static const struct settings *
settings_once(void)
{
    static struct settings settings;
    static bool is_read;
    static char *flags[] = {"qfpay-mock",     "--now", "2026-03-10 12:00:00",
                            "--freeze-clock", "--log", "off"};
    char error[OPTIONS_ERROR_SIZE] = "";

    if (!is_read) {
        must(settings_read(&settings, sizeof flags / sizeof flags[0], flags, NULL, error) ==
                 OPTIONS_READ,
             "the settings of the target can be read");
        is_read = true;
        must(atexit(say_requests) == 0, "the number of requests can be told");
    }
    return &settings;
}

/* The text with each @ replaced, and a NUL behind it. In the arena. */
static char *
expand(struct arena *arena, const char *text, size_t *text_len, const char *syssn)
{
    size_t syssn_len = strlen(syssn);
    size_t len = *text_len;
    size_t size = 1;
    char *out;
    char *at;

    for (size_t i = 0; i < len; i++)
        size += text[i] == '@' ? syssn_len : 1;
    out = at = arena_alloc(arena, size);
    *text_len = size - 1;
    must(out != NULL, "memory for the fuzz target itself");
    for (size_t i = 0; i < len; i++) {
        if (text[i] != '@') {
            *at++ = text[i];
            continue;
        }
        memcpy(at, syssn, syssn_len);
        at += syssn_len;
    }
    *at = '\0';
    return out;
}

/* Cut a text at its next line, and lead to what is behind it. A NUL ends the head. */
static char *
next_line(char **text)
{
    char *line = *text;
    size_t len = strcspn(line, "\n");

    *text = line + len + (line[len] == '\n');
    line[len] = '\0';
    return line;
}

static void
sign(struct run *run, struct request *req, const char *how)
{
    struct qfpay_param params[QFPAY_PARAM_MAX];
    const struct merchant *merchant = registry_find(&run->server.merchants, req->headers.app_code);
    enum qfpay_digest digest = strcmp(how, "SHA256") == 0 ? QFPAY_DIGEST_SHA256 : QFPAY_DIGEST_MD5;
    char *query = arena_dup(req->arena, req->query);
    char *body = arena_copy(req->arena, req->body, req->body_len);
    char *hex = arena_alloc(req->arena, QFPAY_SIGN_HEX_SIZE);
    size_t count = 0;

    must(query && body && hex, "memory for the fuzz target itself");
    if (digest == QFPAY_DIGEST_SHA256)
        req->headers.sign_type = "SHA256";
    if (merchant &&
        qfpay_form_parse(query, strlen(query), params, QFPAY_PARAM_MAX, &count, NULL) == QFPAY_OK &&
        qfpay_form_parse(body, req->body_len, params, QFPAY_PARAM_MAX, &count, NULL) == QFPAY_OK &&
        qfpay_sign(run->signer, params, count, merchant->client_key, digest, hex, NULL) == QFPAY_OK)
        req->headers.sign = hex;
}

/* A header's line. What says how to sign comes back. */
static const char *
take_header(struct request_headers *headers, char *line)
{
    const struct {
        const char *name;
        const char **value;
    } known[] = {
        {"X-QF-APPCODE", &headers->app_code},
        {"X-QF-SIGN", &headers->sign},
        {"X-QF-SIGNTYPE", &headers->sign_type},
        {"Content-Type", &headers->content_type},
        {"Content-Encoding", &headers->content_encoding},
        {"X-QFMock-Trigger", &headers->trigger},
        {"X-Request-Id", &headers->request_id},
        {"Authorization", &headers->authorization},
        {"Host", &headers->host},
        {"Origin", &headers->origin},
        {"Sec-Fetch-Site", &headers->fetch_site},
        {"Sec-Fetch-Mode", &headers->fetch_mode},
        {"Sec-Fetch-Dest", &headers->fetch_dest},
    };
    char *value = strchr(line, ':');

    if (!value)
        return NULL;
    *value++ = '\0';
    value += strspn(value, " ");
    if (strcasecmp(line, "Sign") == 0)
        return value;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcasecmp(known[i].name, line) != 0)
            continue;
        headers->repeated = *known[i].value ? known[i].name : headers->repeated;
        *known[i].value = value;
    }
    return NULL;
}

/* A number by which to choose, the same for the same bytes (FNV-1a). */
static uint32_t
dice(const char *bytes, size_t len)
{
    uint32_t number = 2166136261u;

    for (size_t i = 0; i < len; i++)
        number = (number ^ (unsigned char)bytes[i]) * 16777619u;
    return number >> 8;
}

/* Paths that lead somewhere, or to what begins like them. */
static const char *const paths[] = {
#define ENDPOINT(symbol, name, get, get_documented) "/trade/v1/" #name,
#include "qfpay/tables/endpoints.def"
#undef ENDPOINT
    "/__sandbox/rules",    "/__sandbox/clock",         "/__sandbox/merchants",
    "/__sandbox/requests", "/__sandbox/notifications", "/__sandbox/reset",
    "/__sandbox/health",   "/__sandbox/transactions",
};

static bool
leads_somewhere(const char *path)
{
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        if (strncmp(path, paths[i], strlen(paths[i])) == 0)
            return true;
    }
    return false;
}

/* The first line. A path that leads nowhere becomes one that does, unless it may stay. */
static void
read_first_line(struct request *req, char *line, bool stays, uint32_t number)
{
    char *query = strchr(line, '?');
    char *path;

    if (query)
        *query = '\0';
    path = strchr(line, ' ');
    if (path)
        *path = '\0';
    req->method = line;
    req->path = path ? path + 1 : "/";
    req->query = query ? query + 1 : "";
    if (!stays && !leads_somewhere(req->path))
        req->path = paths[number % (sizeof paths / sizeof paths[0])];
}

/* The header lines; how to sign comes back. */
static const char *
read_headers(struct request *req, char **rest)
{
    const char *how = "";

    while (**rest != '\0') {
        char *line = next_line(rest);
        const char *found;

        if (*line == '\0')
            break;
        found = take_header(&req->headers, line);
        how = found ? found : how;
    }
    return how;
}

static void
read_call(struct run *run, struct request *req, char *text, size_t len)
{
    uint32_t number = dice(text, len);
    bool stays = number % LEFT_AS_IT_IS == 0;
    char *rest = text;
    const char *how;

    read_first_line(req, next_line(&rest), stays, number / LEFT_AS_IT_IS);
    how = read_headers(req, &rest);
    req->body = rest;
    req->body_len = len - (size_t)(rest - text);
    req->body_too_large = req->body_len > (size_t)fact(&run->server.book, FACT_BODY_MAX);
    if (req->body_too_large) {
        req->body = "";
        req->body_len = 0;
    }
    if (strcmp(how, "no") != 0 || !stays)
        sign(run, req, how);
}

static void
check_sentence(const char *text)
{
    for (; text && *text != '\0'; text++)
        must(*text >= ' ' && *text <= '~', "sentences are printable ASCII");
}

static bool
is_built_in(const struct merchant *merchant)
{
    return strncmp(merchant->client_key, key_begins[0], strlen(key_begins[0])) == 0 ||
           strncmp(merchant->client_key, key_begins[1], strlen(key_begins[1])) == 0;
}

static void
check_secrets(const struct run *run, const struct request *req, const struct reply *reply)
{
    const char *const texts[] = {reply->body, reply->diagnosis, reply->advice};

    if (!req->merchant || !is_built_in(req->merchant) || run->names_keys)
        return;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        must(!texts[i] || !strstr(texts[i], req->merchant->client_key), "no answer holds a key");
}

static void
check_signature(struct run *run, const struct request *req, const struct reply *reply)
{
    char hex[QFPAY_SIGN_HEX_SIZE];

    if (!reply->is_signed || req->situation.reshape != 0)
        return;
    must(qfpay_sign_bytes(run->signer, reply->body, reply->body_len, req->merchant->client_key,
                          QFPAY_DIGEST_MD5, hex, NULL) == QFPAY_OK,
         "answers can be signed");
    must(strcmp(hex, reply->sign) == 0, "an answer's signature is that of its bytes");
}

static void
check_body(struct run *run, const struct reply *reply)
{
    cJSON *body = NULL;
    const cJSON *syssn;

    must(reply->body && strlen(reply->body) >= reply->body_len, "an answer has its bytes");
    if (reply->is_page || reply->fault == FAULT_GARBAGE ||
        (!reply->is_api && reply->body[0] != '{')) /* a page, or a text of the control API */
        return;
    must(qfpay_wire_parse(reply->body, reply->body_len, &body, NULL) == QFPAY_OK,
         "an answer is JSON");
    syssn = cJSON_GetObjectItemCaseSensitive(body, "syssn");
    if (cJSON_IsString(syssn) && strlen(syssn->valuestring) < SYSSN_SIZE)
        memcpy(run->syssn, syssn->valuestring, strlen(syssn->valuestring) + 1);
    cJSON_Delete(body);
}

static void
check_reply(struct run *run, const struct request *req, const struct reply *reply)
{
    must(reply->http_status >= 200 && reply->http_status < 600, "every call has an answer");
    check_body(run, reply);
    check_sentence(reply->diagnosis);
    check_sentence(reply->advice);
    if (reply->is_api) {
        check_secrets(run, req, reply);
        check_signature(run, req, reply);
    }
}

static void
decide(struct run *run, const char *text, size_t len)
{
    struct arena arena;
    struct request *req = must_have(sizeof *req);
    struct reply reply;
    char *expanded;

    arena_init(&arena, NULL, 0);
    memset(req, 0, sizeof *req);
    req->server = &run->server;
    req->arena = &arena;
    req->signer = run->signer;
    req->started_us = clock_host_us();
    expanded = expand(&arena, text, &len, run->syssn);
    read_call(run, req, expanded, len);
    reply = dispatch(req);
    if (reply.http_status == 0) {
        must(reply.wait_is_over != NULL, "who waits says for what");
        (void)reply.wait_is_over(&run->server, &reply);
        req->timed_out = true;
        req->is_asked_again = true;
        req->param_count = 0;
        reply = dispatch(req);
    }
    requests++;
    check_reply(run, req, &reply);
    must(store_commit(run->server.store), "what is in memory can be kept");
    arena_clear(&arena);
    free(req);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct run *run = must_have(sizeof *run);
    char *text = text_of(data, size);
    const char *at = text;
    const char *last = text + size;
    char error[512] = "";

    memset(run, 0, sizeof *run);
    must(server_open(&run->server, settings_once(), error, sizeof error), "the mock starts");
    must(qfpay_signer_new(&run->signer, NULL) == QFPAY_OK, "signatures can be made");
    for (size_t i = 0; i < sizeof key_begins / sizeof key_begins[0]; i++)
        run->names_keys = run->names_keys || find(text, size, key_begins[i]);
    pthread_mutex_lock(&run->server.lock);
    for (int i = 0; i < CALLS_MAX && at < last; i++) {
        const char *end = find(at, (size_t)(last - at), separator);
        size_t len = (size_t)((end ? end : last) - at);

        decide(run, at, len);
        at += len + (end ? sizeof separator - 1 : 0);
    }
    pthread_mutex_unlock(&run->server.lock);
    qfpay_signer_free(run->signer);
    server_close(&run->server);
    free(text);
    free(run);
    return 0;
}
