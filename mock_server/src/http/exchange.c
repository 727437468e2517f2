/* One request from its first line to the end of its answer: collects the body, has the server
 * decide, and sends the answer, or hands it to hold.c while it must wait. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "control/control.h"
#include "http/dispatch.h"
#include "http/http_internal.h"
#include "server/server.h"

/* The longest body that is read. */
static size_t
body_max(const struct exchange *exchange)
{
    return (size_t)fact(&exchange->req.server->book, FACT_BODY_MAX);
}

static struct exchange *
take(struct loop *loop)
{
    struct exchange *exchange = loop->free;

    if (exchange) {
        loop->free = exchange->next;
        loop->free_count--;
    } else {
        exchange = malloc(sizeof *exchange);
        if (!exchange)
            return NULL;
    }
    /* The parameters and the first block are written before they are read. */
    memset(exchange, 0, offsetof(struct exchange, req) + offsetof(struct request, params));
    arena_init(&exchange->arena, exchange->first_block, sizeof exchange->first_block);
    exchange->loop = loop;
    return exchange;
}

static void
give_back(struct loop *loop, struct exchange *exchange)
{
    arena_clear(&exchange->arena);
    if (loop->free_count >= KEPT_EXCHANGES) {
        free(exchange);
        return;
    }
    exchange->next = loop->free;
    loop->free = exchange;
    loop->free_count++;
}

void
exchange_free_all(struct loop *loop)
{
    while (loop->free) {
        struct exchange *next = loop->free->next;

        free(loop->free);
        loop->free = next;
    }
}

void *
exchange_begin(void *cls, const char *uri, struct MHD_Connection *connection)
{
    struct loop *loop = cls;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct exchange *exchange = take(loop);
    const char *query = strchr(uri, '?');

    if (!exchange)
        return NULL;
    exchange->connection = connection;
    exchange->watch = info ? info->socket_context : NULL;
    exchange->req.server = loop->http->server;
    exchange->req.arena = &exchange->arena;
    exchange->req.signer = loop->signer;
    exchange->req.started_us = clock_host_us();
    /* libmicrohttpd decodes its copy in place; the signature needs the query as it came. */
    exchange->req.query = query ? arena_dup(&exchange->arena, query + 1) : "";
    exchange->req.body = "";
    watch_becomes(loop, exchange->watch, WATCH_BUSY, exchange->req.started_us / 1000);
    loop->under_way++;
    return exchange;
}

/* The headers that a call reads. Their lengths are compared first: most of what clients send means
 * nothing here. */
#define KNOWN(name, member) name, sizeof(name) - 1, offsetof(struct request_headers, member)
static const struct known_header {
    const char *name;
    size_t len;
    size_t at; /* of its value in struct request_headers */
} api_headers[] = {
    {KNOWN("X-QF-APPCODE", app_code)},    {KNOWN("X-QF-SIGN", sign)},
    {KNOWN("X-QF-SIGNTYPE", sign_type)},  {KNOWN("Content-Type", content_type)},
    {KNOWN("X-QFMock-Trigger", trigger)}, {KNOWN("Content-Encoding", content_encoding)},
    {KNOWN("X-Request-Id", request_id)},  {NULL, 0, 0},
};
static const struct known_header control_headers[] = {
    {KNOWN("Authorization", authorization)},
    {KNOWN("Host", host)},
    {KNOWN("Origin", origin)},
    {KNOWN("Sec-Fetch-Site", fetch_site)},
    {KNOWN("Sec-Fetch-Mode", fetch_mode)},
    {KNOWN("Sec-Fetch-Dest", fetch_dest)},
    {KNOWN("X-Request-Id", request_id)},
    {NULL, 0, 0},
};
#undef KNOWN

/* What take_header fills. */
struct header_taking {
    struct exchange *exchange;
    const struct known_header *known;
};

/* How many there are in a list with this between them. */
static size_t
count_parts(const char *list, char between)
{
    size_t count = 1;

    while ((list = strchr(list, between))) {
        list++;
        count++;
    }
    return count;
}

/* libmicrohttpd takes cookies apart in a copy. */
static size_t
cookie_memory(const char *cookies, size_t len)
{
    return len + PART_MEMORY + count_parts(cookies, ';') * PART_MEMORY;
}

static enum MHD_Result
take_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_len,
            const char *value, size_t value_len)
{
    const struct header_taking *taking = cls;
    struct request_headers *headers = &taking->exchange->req.headers;

    (void)kind;
    taking->exchange->head_memory += name_len + value_len + sizeof ": \r\n" - 1 + PART_MEMORY;
    if ((name[0] == 'C' || name[0] == 'c') && strcasecmp(name, MHD_HTTP_HEADER_COOKIE) == 0)
        taking->exchange->head_memory += cookie_memory(value ? value : "", value_len);
    for (const struct known_header *row = taking->known; row->name; row++) {
        const char **kept = (const char **)(void *)((char *)headers + row->at);

        if (row->len != name_len || strcasecmp(row->name, name) != 0)
            continue;
        headers->repeated = *kept ? row->name : headers->repeated;
        *kept = value ? value : "";
        break;
    }
    return MHD_YES;
}

static void
take_headers(struct exchange *exchange)
{
    struct header_taking taking = {exchange, control_has_path(exchange->req.path) ? control_headers
                                                                                  : api_headers};

    MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND, take_header, &taking);
}

const char *
exchange_find_header(const void *cls, const char *name)
{
    const char *req = cls;
    const struct exchange *exchange = (const void *)(req - offsetof(struct exchange, req));

    return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

/* What the request line takes. */
static size_t
line_memory(const struct request *req)
{
    size_t len = strlen(req->method) + strlen(req->path) + sizeof "  ? HTTP/1.1\r\n\r\n";

    return req->query[0] == '\0'
               ? len
               : len + strlen(req->query) + count_parts(req->query, '&') * PART_MEMORY;
}

/* What is left for the answer's head. */
static size_t
room(const struct exchange *exchange)
{
    return exchange->head_memory < CONNECTION_MEMORY ? CONNECTION_MEMORY - exchange->head_memory
                                                     : 0;
}

static uint64_t
announced_length(struct MHD_Connection *connection)
{
    const char *text = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");

    return text ? strtoull(text, NULL, 10) : 0;
}

static enum MHD_Result
read_head(struct exchange *exchange, const char *url, const char *method)
{
    struct request *req = &exchange->req;
    uint64_t length = announced_length(exchange->connection);

    req->method = arena_dup(&exchange->arena, method);
    req->path = arena_dup(&exchange->arena, url);
    if (!req->method || !req->path || !req->query)
        return MHD_NO;
    exchange->head_memory = line_memory(req);
    take_headers(exchange);
    req->head_too_large = room(exchange) < ANSWER_HEAD;
    exchange->phase = PHASE_RECEIVING;
    if (length > DROPPED_MAX) {
        req->body_too_large = true;
        return MHD_NO; /* answered at once by the caller */
    }
    if (length > 0 && length <= body_max(exchange)) {
        exchange->body = arena_alloc(&exchange->arena, (size_t)length + 1);
        exchange->body_capacity = !exchange->body ? 0 : (size_t)length;
    }
    return MHD_YES;
}

/* Room for more of a body without an announced length. */
static bool
grow(struct exchange *exchange, size_t needed)
{
    size_t capacity = exchange->body_capacity * 2;
    char *larger;

    if (needed <= exchange->body_capacity)
        return true;
    if (capacity < needed)
        capacity = needed < 1024 ? 1024 : needed;
    larger = arena_alloc(&exchange->arena, capacity + 1);
    if (!larger)
        return false;
    if (exchange->req.body_len > 0)
        memcpy(larger, exchange->body, exchange->req.body_len);
    exchange->body = larger;
    exchange->body_capacity = capacity;
    return true;
}

static enum MHD_Result
receive(struct exchange *exchange, const char *data, size_t len)
{
    struct request *req = &exchange->req;

    if (req->head_too_large || req->body_len + len > body_max(exchange))
        req->body_too_large = true;
    if (req->body_too_large) {
        exchange->dropped += len;
        return exchange->dropped > DROPPED_MAX ? MHD_NO : MHD_YES;
    }
    if (!grow(exchange, req->body_len + len))
        return MHD_NO;
    memcpy(exchange->body + req->body_len, data, len);
    req->body_len += len;
    return MHD_YES;
}

static size_t
length_of(const char *text)
{
    return text ? strlen(text) : 0;
}

void
exchange_shorten(struct exchange *exchange)
{
    struct reply *reply = &exchange->reply;
    size_t left = room(exchange);
    size_t own = exchange->req.situation.own ? OWN_HEADERS_SIZE : 0; /* of a rule */
    size_t head = ANSWER_HEAD + own + length_of(reply->diagnosis);

    if (head + length_of(reply->advice) > left)
        reply->advice = NULL;
    if (head > left)
        reply->diagnosis = NULL;
}

/* Let the server decide; true when its answer must wait for a commit. */
static bool
decide(struct exchange *exchange)
{
    struct http *http = exchange->loop->http;
    struct request *req = &exchange->req;
    bool must_wait;

    if (exchange->body) {
        exchange->body[req->body_len] = '\0';
        req->body = exchange->body;
    }
    req->param_count = 0;
    pthread_mutex_lock(&http->server->lock);
    if (!req->id)
        request_identify(req);
    exchange->reply = dispatch(req);
    must_wait = store_is_dirty(http->server->store);
    exchange->turn = must_wait ? store_turn(http->server->store) : INT64_MAX;
    /* By the time that it is held the merchant may be gone. */
    if (exchange->reply.delay_ms > 0 && req->merchant)
        exchange->holder = arena_dup(&exchange->arena, req->merchant->app_code);
    pthread_mutex_unlock(&http->server->lock);
    exchange_shorten(exchange);
    return must_wait;
}

static enum MHD_Result
finish(struct exchange *exchange)
{
    bool must_commit = decide(exchange);

    if (exchange->watch)
        exchange->watch->is_answered = true;
    if (exchange->reply.http_status == 0) {
        if (hold_for_news(exchange))
            return MHD_YES;
        exchange->req.timed_out = true; /* as if it had waited */
        exchange->req.is_asked_again = true;
        must_commit = decide(exchange) || must_commit;
    }
    if (must_commit)
        hold_for_commit(exchange);
    else if (!hold_for_delay(exchange))
        return send_reply(exchange);
    return MHD_YES;
}

enum MHD_Result
exchange_continue(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                  const char *version, const char *upload_data, size_t *upload_data_size,
                  void **context)
{
    struct exchange *exchange = *context;
    size_t len = *upload_data_size;

    (void)cls;
    (void)connection;
    (void)version;
    if (!exchange)
        return MHD_NO; /* out of memory at the request line */
    switch (exchange->phase) {
    case PHASE_NEW:
        if (read_head(exchange, url, method) == MHD_YES)
            return MHD_YES;
        return exchange->req.body_too_large ? finish(exchange) : MHD_NO;
    case PHASE_RECEIVING:
        if (len == 0)
            return finish(exchange);
        *upload_data_size = 0;
        return receive(exchange, upload_data, len);
    case PHASE_READY:
        return send_reply(exchange);
    case PHASE_HELD:
        break;
    }
    return MHD_YES;
}

void
exchange_complete(void *cls, struct MHD_Connection *connection, void **context,
                  enum MHD_RequestTerminationCode code)
{
    struct loop *loop = cls;
    struct exchange *exchange = *context;

    (void)connection;
    (void)code;
    if (!exchange)
        return;
    *context = NULL;
    if (exchange->phase == PHASE_HELD)
        hold_forget(exchange);
    watch_becomes(loop, exchange->watch, WATCH_IDLE, clock_host_ms());
    loop->under_way--;
    give_back(loop, exchange);
}
