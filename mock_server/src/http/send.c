/* A reply as an HTTP response. The body stays in the exchange's arena, which lives until
 * libmicrohttpd reports completion. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/version.h"
#include "http/http_internal.h"
#include "server/server.h"

static bool
add(struct MHD_Response *response, const char *name, const char *value)
{
    return !value || value[0] == '\0' || MHD_add_response_header(response, name, value) == MHD_YES;
}

static const char *
content_type(const struct reply *reply, const struct rulebook *book)
{
    if (reply->is_page)
        return "text/html";
    if (reply->is_metrics)
        return "text/plain; version=0.0.4; charset=utf-8";
    return reply->is_api ? book->words[WORD_ANSWER_CONTENT] : "application/json; charset=UTF-8";
}

/* What only answers of the API have. */
static bool
add_api_headers(struct MHD_Response *response, const struct reply *reply,
                const struct rulebook *book)
{
    return !reply->is_api || (add(response, MHD_HTTP_HEADER_SERVER, book->words[WORD_SERVER]) &&
                              add(response, "X-Powered-By", book->words[WORD_POWERED_BY]) &&
                              (!reply->is_signed || add(response, "X-QF-SIGN", reply->sign)));
}

/* For browsers: no page of elsewhere has a control answer in a frame, or as a script or picture,
 * and only one of --allow-origin reads it. */
static bool
add_control_headers(struct MHD_Response *response, const struct reply *reply)
{
    static const struct {
        const char *name;
        const char *value; /* NULL: the reader */
        bool is_preflights;
        bool is_readers;
    } rows[] = {
        {"Content-Security-Policy", "frame-ancestors 'none'", false, false},
        {"Cross-Origin-Resource-Policy", "same-origin", false, false},
        {"X-Content-Type-Options", "nosniff", false, false},
        {"Vary", "Origin", false, true},
        {"Access-Control-Allow-Origin", NULL, false, true},
        {"Access-Control-Allow-Methods", "GET, POST, PUT, DELETE", true, true},
        {"Access-Control-Allow-Headers", "Authorization, Content-Type", true, true},
    };
    bool ok = true;

    for (size_t i = 0; ok && i < sizeof rows / sizeof rows[0]; i++) {
        if ((!rows[i].is_preflights || reply->is_preflight) &&
            (!rows[i].is_readers || reply->reader))
            ok = add(response, rows[i].name, rows[i].value ? rows[i].value : reply->reader);
    }
    return ok;
}

/* A header of this name that an answer has already. */
struct same_header {
    const char *wanted;
    const char *name;
    const char *value;
};

static enum MHD_Result
find_same(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct same_header *same = cls;

    (void)kind;
    if (strcasecmp(name, same->wanted) != 0)
        return MHD_YES;
    same->name = name;
    same->value = value;
    return MHD_NO;
}

/* What a rule has written wins over what we say; an empty value leaves the header out. */
static bool
add_own_headers(struct MHD_Response *response, const struct own_answer *own)
{
    bool ok = true;

    for (size_t i = 0; ok && i < own->header_count; i++) {
        struct same_header same = {.wanted = own->headers[i].name};

        MHD_get_response_headers(response, find_same, &same);
        if (same.name)
            MHD_del_response_header(response, same.name, same.value);
        ok = add(response, own->headers[i].name, own->headers[i].value);
    }
    return ok;
}

static bool
add_headers(struct MHD_Response *response, const struct exchange *exchange)
{
    const struct reply *reply = &exchange->reply;
    const struct rulebook *book = &exchange->req.server->book;
    const struct qfpay_requirement *broken = qfpay_requirement(reply->requirement);
    bool ok = add(response, "X-QFMock-Version", MOCK_VERSION) &&
              add(response, "X-QFMock-Request-Id", exchange->req.id);

    if (reply->body_len > 0)
        ok = ok && add(response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type(reply, book));
    if (reply->http_status == MHD_HTTP_TOO_MANY_REQUESTS)
        ok = ok && add(response, MHD_HTTP_HEADER_RETRY_AFTER, book->words[WORD_RETRY_AFTER]);
    ok = ok && add_api_headers(response, reply, book) &&
         (!reply->is_control || add_control_headers(response, reply));
    if (reply->requirement != QFPAY_REQ_NONE)
        ok = ok && add(response, "X-QFMock-Requirement", broken->id) &&
             add(response, "X-QFMock-Evidence", qfpay_evidence_name(reply->evidence));
    return ok && add(response, "X-QFMock-Diagnosis", reply->diagnosis) &&
           add(response, "X-QFMock-Advice", reply->advice) &&
           add(response, MHD_HTTP_HEADER_ALLOW, reply->allow);
}

/* Half of the body that the head has announced, then the connection breaks. */
static ssize_t
read_half(void *cls, uint64_t position, char *buffer, size_t max)
{
    const struct reply *reply = cls;
    size_t left = reply->body_len / 2 - (size_t)position;

    if (left == 0)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (left > max)
        left = max;
    memcpy(buffer, reply->body + position, left);
    return (ssize_t)left;
}

/* The interface takes body and context as void *, yet nobody writes to them. */
static struct MHD_Response *
make_response(const struct reply *reply)
{
    void *borrowed = NULL;

    if (reply->fault == FAULT_TRUNCATE) {
        memcpy(&borrowed, &reply, sizeof borrowed);
        return MHD_create_response_from_callback(reply->body_len, 1024, read_half, borrowed, NULL);
    }
    memcpy(&borrowed, &reply->body, sizeof borrowed);
    return MHD_create_response_from_buffer(reply->body_len, borrowed, MHD_RESPMEM_PERSISTENT);
}

/* To connect it to nowhere ends a connection with RST and nothing before it; closing with SO_LINGER
 * would not, for libmicrohttpd says FIN first. */
static void
reset(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const struct sockaddr nowhere = {.sa_family = AF_UNSPEC};

    if (info)
        (void)connect(info->connect_fd, &nowhere, sizeof nowhere);
}

enum MHD_Result
send_reply(const struct exchange *exchange)
{
    const struct reply *reply = &exchange->reply;
    const struct own_answer *own = exchange->req.situation.own;
    struct MHD_Response *response;
    enum MHD_Result result = MHD_NO;

    if (reply->fault == FAULT_RESET)
        reset(exchange->connection);
    if (answer_fault_is_silent(reply->fault))
        return MHD_NO; /* libmicrohttpd closes the connection */
    response = make_response(reply);
    if (!response)
        return MHD_NO;
    if (add_headers(response, exchange) && (!own || add_own_headers(response, own)))
        result = MHD_queue_response(exchange->connection, reply->http_status, response);
    MHD_destroy_response(response);
    return result;
}
