/* See receiver.h. libmicrohttpd speaks HTTP. What is larger, or more, than any notification is
 * answered with an error and not kept. */
#include "target/receiver.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <microhttpd.h>

enum { CONNECTIONS_MAX = 64, SILENCE_MAX_S = 10 };

/* A notification: on its way in, then in the queue. */
struct delivery {
    struct qfpay_response raw;
    bool is_refused; /* too large, or no memory */
    struct delivery *next;
};

struct receiver {
    struct MHD_Daemon *daemon;
    pthread_mutex_t lock; /* over all below */
    pthread_cond_t arrived;
    const char *path; /* NULL between cases */
    const struct receiver_answer *answers;
    size_t answer_count;
    size_t answered;
    struct delivery *first;
    struct delivery **end;
    size_t queued;
};

static void
delivery_free(struct delivery *delivery)
{
    qfpay_response_clear(&delivery->raw);
    free(delivery);
}

static enum MHD_Result
keep_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct delivery *delivery = cls;
    const char *text = value ? value : "";

    (void)kind;
    if (qfpay_response_add_header(&delivery->raw, name, strlen(name), text, strlen(text)) !=
        QFPAY_OK)
        delivery->is_refused = true;
    return MHD_YES;
}

static void
keep_bytes(struct delivery *delivery, const char *bytes, size_t len)
{
    if (delivery->is_refused || len > RECEIVER_BODY_MAX - delivery->raw.body_len ||
        qfpay_response_add_body(&delivery->raw, bytes, len) != QFPAY_OK)
        delivery->is_refused = true;
}

static enum MHD_Result
answer(struct MHD_Connection *connection, unsigned http, const char *body)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(strlen(body), (void *)body,
                                                                    MHD_RESPMEM_MUST_COPY);
    enum MHD_Result result;

    if (!response)
        return MHD_NO;
    (void)MHD_add_response_header(response, "Content-Type", "text/plain");
    result = MHD_queue_response(connection, http, response);
    MHD_destroy_response(response);
    return result;
}

static bool
is_for_case(const struct receiver *receiver, const char *url)
{
    size_t len = receiver->path ? strlen(receiver->path) : 0;

    return len && strncmp(url, receiver->path, len) == 0 && (url[len] == '\0' || url[len] == '/');
}

static const struct receiver_answer *
next_answer(struct receiver *receiver)
{
    size_t at = receiver->answered;

    if (at + 1 < receiver->answer_count)
        receiver->answered++;
    return &receiver->answers[at];
}

/* Put a whole notification into the queue and answer it; with the lock held. */
static enum MHD_Result
accept_delivery(struct receiver *receiver, struct MHD_Connection *connection,
                struct delivery **delivery)
{
    const struct receiver_answer *scripted = next_answer(receiver);

    *receiver->end = *delivery;
    receiver->end = &(*delivery)->next;
    *delivery = NULL;
    receiver->queued++;
    pthread_cond_signal(&receiver->arrived);
    /* Refusing to handle the request is how libmicrohttpd is told to close the connection. */
    return scripted->is_silent ? MHD_NO : answer(connection, scripted->http, scripted->body);
}

static enum MHD_Result
decide(struct receiver *receiver, struct MHD_Connection *connection, const char *url,
       const char *method, struct delivery **delivery)
{
    enum MHD_Result result;

    if (strcmp(method, MHD_HTTP_METHOD_POST) != 0)
        return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "notifications come by POST");
    MHD_get_connection_values(connection, MHD_HEADER_KIND, keep_header, *delivery);
    if ((*delivery)->is_refused)
        return answer(connection, MHD_HTTP_CONTENT_TOO_LARGE, "no notification is that large");
    pthread_mutex_lock(&receiver->lock);
    if (!is_for_case(receiver, url))
        result = answer(connection, MHD_HTTP_NOT_FOUND, "nobody waits here");
    else if (receiver->queued == RECEIVER_QUEUE_MAX)
        result = answer(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "too many notifications");
    else
        result = accept_delivery(receiver, connection, delivery);
    pthread_mutex_unlock(&receiver->lock);
    return result;
}

static enum MHD_Result
handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
       const char *version, const char *upload_data, size_t *upload_data_size, void **req_cls)
{
    struct delivery *delivery = *req_cls;
    enum MHD_Result result;

    (void)version;
    if (!delivery) {
        *req_cls = delivery = calloc(1, sizeof *delivery);
        if (delivery)
            qfpay_response_init(&delivery->raw);
        return delivery ? MHD_YES : MHD_NO;
    }
    if (*upload_data_size) {
        keep_bytes(delivery, upload_data, *upload_data_size);
        *upload_data_size = 0;
        return MHD_YES;
    }
    result = decide(cls, connection, url, method, &delivery);
    *req_cls = delivery;
    return result;
}

/* What the queue has taken is no longer here. */
static void
completed(void *cls, struct MHD_Connection *connection, void **req_cls,
          enum MHD_RequestTerminationCode toe)
{
    (void)cls;
    (void)connection;
    (void)toe;
    if (*req_cls)
        delivery_free(*req_cls);
    *req_cls = NULL;
}

/* Waiting is measured by the clock that nobody sets. */
static bool
init_locks(struct receiver *receiver)
{
    pthread_condattr_t attributes;
    bool ready = pthread_mutex_init(&receiver->lock, NULL) == 0;

    if (!ready || pthread_condattr_init(&attributes) != 0)
        return false;
    ready = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
            pthread_cond_init(&receiver->arrived, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    return ready;
}

struct receiver *
receiver_open(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    struct receiver *receiver = calloc(1, sizeof *receiver);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!receiver || !init_locks(receiver)) {
        free(receiver);
        return NULL;
    }
    receiver->end = &receiver->first;
    receiver->daemon = MHD_start_daemon(
        MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, handle, receiver,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)(void *)&address, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_MAX_S,
        MHD_OPTION_NOTIFY_COMPLETED, completed, receiver, MHD_OPTION_END);
    if (!receiver->daemon) {
        receiver_close(receiver);
        return NULL;
    }
    return receiver;
}

void
receiver_open_for(struct target *target)
{
    if (!(target->can & capability_bit(CAN_NOTIFICATIONS)))
        return;
    target->receiver = receiver_open();
    if (target->receiver)
        return;
    fputs("qfpay-conform: no port to receive notifications on\n", stderr);
    target->can &= ~capability_bit(CAN_NOTIFICATIONS);
}

void
receiver_close(struct receiver *receiver)
{
    if (!receiver)
        return;
    if (receiver->daemon)
        MHD_stop_daemon(receiver->daemon);
    receiver_end(receiver);
    pthread_cond_destroy(&receiver->arrived);
    pthread_mutex_destroy(&receiver->lock);
    free(receiver);
}

unsigned
receiver_port(const struct receiver *receiver)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(receiver->daemon,
                                                           MHD_DAEMON_INFO_BIND_PORT);

    return info ? info->port : 0;
}

/* With the lock held. */
static struct delivery *
pop(struct receiver *receiver)
{
    struct delivery *delivery = receiver->first;

    if (!delivery)
        return NULL;
    receiver->first = delivery->next;
    if (!receiver->first)
        receiver->end = &receiver->first;
    receiver->queued--;
    return delivery;
}

void
receiver_begin(struct receiver *receiver, const char *path, const struct receiver_answer *answers,
               size_t count)
{
    receiver_end(receiver);
    pthread_mutex_lock(&receiver->lock);
    receiver->path = path;
    receiver->answers = answers;
    receiver->answer_count = count;
    receiver->answered = 0;
    pthread_mutex_unlock(&receiver->lock);
}

void
receiver_end(struct receiver *receiver)
{
    struct delivery *delivery;

    pthread_mutex_lock(&receiver->lock);
    receiver->path = NULL;
    while ((delivery = pop(receiver)))
        delivery_free(delivery);
    pthread_mutex_unlock(&receiver->lock);
}

bool
receiver_take(struct receiver *receiver, int64_t deadline_ms, struct qfpay_response *taken)
{
    struct timespec until = {(time_t)(deadline_ms / 1000), (long)(deadline_ms % 1000) * 1000000};
    struct delivery *delivery;
    int trouble = 0;

    pthread_mutex_lock(&receiver->lock);
    while (!(delivery = pop(receiver)) && trouble == 0)
        trouble = pthread_cond_timedwait(&receiver->arrived, &receiver->lock, &until);
    pthread_mutex_unlock(&receiver->lock);
    if (!delivery)
        return false;
    *taken = delivery->raw;
    free(delivery);
    return true;
}
