/*
 * The HTTP side of qfpay listen. Everything is bounded: bodies, connections, and how long a
 * connection may be silent; whatever is no POST gets an answer that says so.
 */
#include "receiver.h"

#include <stdlib.h>
#include <string.h>

#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#define CONNECTIONS_MAX 32u
#define SILENCE_MAX_S   10u

struct receiver {
    const struct receiver_events *events;
    struct MHD_Daemon *daemon;
};

/* A request under way. */
struct post {
    struct receiver_delivery delivery;
    bool is_too_large;
    bool is_decided;
};

static enum MHD_Result
answer(struct MHD_Connection *connection, struct receiver_reply reply)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(reply.body), (void *)reply.body, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result result = MHD_NO;

    if (!response)
        return MHD_NO;
    if (MHD_add_response_header(response, "Content-Type", "text/plain") == MHD_YES)
        result = MHD_queue_response(connection, (unsigned)reply.http_status, response);
    MHD_destroy_response(response);
    return result;
}

static void
take_bytes(struct post *post, const char *bytes, size_t len)
{
    struct receiver_delivery *delivery = &post->delivery;

    if (len > RECEIVER_BODY_MAX - delivery->len) {
        post->is_too_large = true;
        return;
    }
    if (!delivery->body)
        delivery->body = malloc(RECEIVER_BODY_MAX);
    if (!delivery->body) {
        post->is_too_large = true;
        return;
    }
    memcpy(delivery->body + delivery->len, bytes, len);
    delivery->len += len;
}

static struct receiver_reply
decide(struct receiver *receiver, struct MHD_Connection *connection, const char *method,
       struct post *post)
{
    if (strcmp(method, MHD_HTTP_METHOD_POST) != 0)
        return (struct receiver_reply){405, "notifications come by POST"};
    if (post->is_too_large)
        return (struct receiver_reply){413, "no notification is that large"};
    post->delivery.sign = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "X-QF-SIGN");
    post->is_decided = true;
    return receiver->events->decide(receiver->events->context, &post->delivery);
}

static enum MHD_Result
handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
       const char *version, const char *upload_data, size_t *upload_data_size, void **req_cls)
{
    struct post *post = *req_cls;

    (void)url;
    (void)version;
    if (!post) {
        *req_cls = calloc(1, sizeof *post);
        return *req_cls ? MHD_YES : MHD_NO;
    }
    if (*upload_data_size > 0) {
        take_bytes(post, upload_data, *upload_data_size);
        *upload_data_size = 0;
        return MHD_YES;
    }
    return answer(connection, decide(cls, connection, method, post));
}

static void
complete(void *cls, struct MHD_Connection *connection, void **req_cls,
         enum MHD_RequestTerminationCode toe)
{
    struct receiver *receiver = cls;
    struct post *post = *req_cls;

    (void)connection;
    (void)toe;
    if (!post)
        return;
    post->delivery.sign = NULL;
    if (post->is_decided)
        receiver->events->done(receiver->events->context, &post->delivery);
    free(post->delivery.body);
    free(post);
    *req_cls = NULL;
}

static struct MHD_Daemon *
start(struct receiver *receiver, const struct addrinfo *address)
{
    unsigned flags = address->ai_family == AF_INET6 ? MHD_USE_IPv6 : MHD_NO_FLAG;

    return MHD_start_daemon(flags, 0, NULL, NULL, handle, receiver, MHD_OPTION_SOCK_ADDR,
                            address->ai_addr, MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX,
                            MHD_OPTION_CONNECTION_TIMEOUT, SILENCE_MAX_S,
                            MHD_OPTION_NOTIFY_COMPLETED, complete, receiver, MHD_OPTION_END);
}

static void
set_port(struct addrinfo *address, int port)
{
    in_port_t number = htons((in_port_t)port);

    if (address->ai_family == AF_INET6)
        ((struct sockaddr_in6 *)(void *)address->ai_addr)->sin6_port = number;
    else
        ((struct sockaddr_in *)(void *)address->ai_addr)->sin_port = number;
}

struct receiver *
receiver_open(const char *host, int port, const struct receiver_events *events, const char **why)
{
    const struct addrinfo hints = {
        .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *address = NULL;
    struct receiver *receiver = NULL;
    int trouble = getaddrinfo(host, NULL, &hints, &address);

    if (trouble != 0) {
        *why = gai_strerror(trouble);
        return NULL;
    }
    set_port(address, port);
    receiver = calloc(1, sizeof *receiver);
    if (receiver) {
        receiver->events = events;
        receiver->daemon = start(receiver, address);
    }
    freeaddrinfo(address);
    if (receiver && receiver->daemon)
        return receiver;
    *why = receiver ? "the port is taken, or may not be listened on" : "out of memory";
    free(receiver);
    return NULL;
}

int
receiver_port(const struct receiver *receiver)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(receiver->daemon,
                                                           MHD_DAEMON_INFO_BIND_PORT);

    return info ? info->port : 0;
}

bool
receiver_run(struct receiver *receiver, int timeout_ms)
{
    return MHD_run_wait(receiver->daemon, timeout_ms) == MHD_YES;
}

void
receiver_close(struct receiver *receiver)
{
    if (!receiver)
        return;
    MHD_stop_daemon(receiver->daemon);
    free(receiver);
}
