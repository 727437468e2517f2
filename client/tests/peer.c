/*
 * The scripted server. It is stopped by shutting its sockets down, so nothing polls and nothing
 * sleeps; every read ends when the client closes or the test stops it.
 */
#include "peer.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

struct step {
    char *bytes; /* NULL: nothing is sent */
    size_t len;
    bool owned;
    bool keeps_connection;
    bool hangs;
};

struct peer {
    char url[64];
    int listener;
    int connection;
    bool stopping;
    bool running;
    pthread_t thread;
    pthread_mutex_t lock;
    struct step steps[PEER_STEPS_MAX];
    size_t step_count;
    char requests[PEER_STEPS_MAX][PEER_REQUEST_MAX];
    size_t request_count;
    size_t connection_count;
};

struct peer *
peer_new(void)
{
    struct peer *peer = calloc(1, sizeof *peer);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;

    if (!peer)
        return NULL;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    peer->connection = -1;
    peer->listener = socket(AF_INET, SOCK_STREAM, 0);
    if (peer->listener < 0 || pthread_mutex_init(&peer->lock, NULL) != 0 ||
        bind(peer->listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(peer->listener, 8) != 0 ||
        getsockname(peer->listener, (struct sockaddr *)&address, &size) != 0)
        abort();
    (void)snprintf(peer->url, sizeof peer->url, "http://127.0.0.1:%u",
                   (unsigned)ntohs(address.sin_port));
    return peer;
}

const char *
peer_url(const struct peer *peer)
{
    return peer->url;
}

static struct step *
add_step(struct peer *peer)
{
    if (peer->step_count == PEER_STEPS_MAX)
        abort();
    return &peer->steps[peer->step_count++];
}

void
peer_sends(struct peer *peer, const void *bytes, size_t len, bool keeps_connection)
{
    *add_step(peer) = (struct step){
        .bytes = (char *)bytes, .len = len, .keeps_connection = keeps_connection};
}

void
peer_answers(struct peer *peer, const char *body)
{
    struct step *step = add_step(peer);
    size_t size = strlen(body) + 200;

    step->bytes = malloc(size);
    if (!step->bytes)
        abort();
    step->owned = true;
    step->keeps_connection = true;
    step->len = (size_t)snprintf(step->bytes, size,
                                 "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                 "Content-Length: %zu\r\n\r\n%s",
                                 strlen(body), body);
}

void
peer_drops(struct peer *peer)
{
    *add_step(peer) = (struct step){.bytes = NULL};
}

void
peer_hangs(struct peer *peer)
{
    *add_step(peer) = (struct step){.hangs = true};
}

/* The length that the head announces for the body; 0 without one. */
static size_t
announced_len(const char *head)
{
    for (const char *line = head; line; line = strstr(line, "\r\n")) {
        line += line == head ? 0 : 2;
        if (strncasecmp(line, "Content-Length:", 15) == 0)
            return (size_t)strtoul(line + 15, NULL, 10);
    }
    return 0;
}

/* Read one whole request; false when the client closed or sent too much. */
static bool
read_request(int connection, char text[PEER_REQUEST_MAX])
{
    size_t len = 0;

    for (;;) {
        char *end = NULL;
        ssize_t got = 0;

        text[len] = '\0';
        end = strstr(text, "\r\n\r\n");
        if (end && len >= (size_t)(end + 4 - text) + announced_len(text))
            return true;
        if (len == PEER_REQUEST_MAX - 1)
            return false;
        got = recv(connection, text + len, PEER_REQUEST_MAX - 1 - len, 0);
        if (got <= 0)
            return false;
        len += (size_t)got;
    }
}

static void
send_all(int connection, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(connection, bytes, len, MSG_NOSIGNAL);

        if (sent <= 0)
            return;
        bytes += sent;
        len -= (size_t)sent;
    }
}

static void
wait_for_the_end(int connection)
{
    char byte = 0;
    ssize_t got = 0;

    do
        got = recv(connection, &byte, 1, 0);
    while (got > 0);
}

static void
serve_connection(struct peer *peer, int connection)
{
    bool is_open = true;

    while (is_open && peer->request_count < peer->step_count) {
        const struct step *step = &peer->steps[peer->request_count];

        if (!read_request(connection, peer->requests[peer->request_count]))
            return;
        peer->request_count++;
        if (step->hangs)
            wait_for_the_end(connection);
        send_all(connection, step->bytes, step->len);
        is_open = step->keeps_connection;
    }
    /* After the script a kept connection stays open until the client closes it. */
    if (is_open)
        wait_for_the_end(connection);
}

/* Take over or give up the connection that peer_stop may shut down. False when stopping. */
static bool
set_connection(struct peer *peer, int connection)
{
    bool stopping = false;

    (void)pthread_mutex_lock(&peer->lock);
    stopping = peer->stopping;
    peer->connection = stopping ? -1 : connection;
    (void)pthread_mutex_unlock(&peer->lock);
    return !stopping;
}

static void *
serve(void *context)
{
    struct peer *peer = context;
    int connection = -1;

    while ((connection = accept(peer->listener, NULL, NULL)) >= 0) {
        if (set_connection(peer, connection)) {
            peer->connection_count++;
            serve_connection(peer, connection);
            (void)set_connection(peer, -1);
        }
        (void)close(connection);
    }
    return NULL;
}

void
peer_run(struct peer *peer)
{
    if (pthread_create(&peer->thread, NULL, serve, peer) != 0)
        abort();
    peer->running = true;
}

void
peer_stop(struct peer *peer)
{
    if (!peer->running)
        return;
    (void)pthread_mutex_lock(&peer->lock);
    peer->stopping = true;
    if (peer->connection >= 0)
        (void)shutdown(peer->connection, SHUT_RDWR);
    (void)pthread_mutex_unlock(&peer->lock);
    (void)shutdown(peer->listener, SHUT_RDWR);
    (void)pthread_join(peer->thread, NULL);
    peer->running = false;
}

size_t
peer_request_count(const struct peer *peer)
{
    return peer->request_count;
}

size_t
peer_connection_count(const struct peer *peer)
{
    return peer->connection_count;
}

const char *
peer_request(const struct peer *peer, size_t index)
{
    return index < peer->request_count ? peer->requests[index] : "";
}

void
peer_free(struct peer *peer)
{
    if (!peer)
        return;
    peer_stop(peer);
    (void)close(peer->listener);
    for (size_t i = 0; i < peer->step_count; i++)
        if (peer->steps[i].owned)
            free(peer->steps[i].bytes);
    (void)pthread_mutex_destroy(&peer->lock);
    free(peer);
}
