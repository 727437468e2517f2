/* See receiver.h. It is stopped through a pipe that the thread polls beside its socket, so nothing
 * sleeps; every notification comes on a connection of its own. */
#include "receiver.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUESTS_MAX = 256, REQUEST_SIZE = 16384 };

struct receiver {
    char url[64];
    int listener;
    int stop[2];
    pthread_t thread;
    pthread_mutex_t lock; /* over all below */
    bool is_silent;
    size_t waits_for; /* so many before it answers; 0: for none */
    unsigned status;
    char answer[512];
    int silent[REQUESTS_MAX]; /* connections that have no answer, and perhaps never get one */
    size_t silent_count;
    struct received requests[REQUESTS_MAX];
    size_t count;
};

/* A receiver that cannot work makes every test wrong: there is nothing to assert. */
static void
must(bool ok)
{
    if (!ok)
        abort();
}

/* Whether data comes before the test ends. */
static bool
wait_readable(const struct receiver *receiver, int fd)
{
    struct pollfd fds[] = {{.fd = fd, .events = POLLIN},
                           {.fd = receiver->stop[0], .events = POLLIN}};

    return poll(fds, 2, -1) > 0 && fds[1].revents == 0;
}

/* The line that begins so, in any spelling; NULL without one. */
static const char *
find_header(const char *text, const char *name)
{
    const char *line = text;

    while (line && strncasecmp(line, name, strlen(name)) != 0) {
        line = strstr(line, "\r\n");
        line = line ? line + 2 : NULL;
    }
    return line;
}

/* The whole request; false when it does not come whole. */
static bool
read_request(const struct receiver *receiver, int fd, char text[REQUEST_SIZE], char **body)
{
    size_t len = 0;

    for (;;) {
        char *end;
        const char *length;
        ssize_t got;

        text[len] = '\0';
        end = strstr(text, "\r\n\r\n");
        length = find_header(text, "Content-Length: ");
        if (end && length && len >= (size_t)(end + 4 - text) + strtoul(length + 16, NULL, 10)) {
            *body = end + 4;
            return true;
        }
        if (len == REQUEST_SIZE - 1 || !wait_readable(receiver, fd))
            return false;
        got = recv(fd, text + len, REQUEST_SIZE - 1 - len, 0);
        if (got <= 0)
            return false;
        len += (size_t)got;
    }
}

static void
keep(struct receiver *receiver, const char *text, const char *body)
{
    struct received *request = &receiver->requests[receiver->count];
    const char *sign = find_header(text, "X-QF-SIGN: ");

    must(receiver->count < REQUESTS_MAX);
    request->head = strndup(text, (size_t)(body - text));
    request->body = strdup(body);
    must(request->head && request->body);
    if (sign)
        snprintf(request->sign, sizeof request->sign, "%.*s", (int)strcspn(sign + 11, "\r\n"),
                 sign + 11);
    receiver->count++;
}

static void
send_answer(const struct receiver *receiver, int fd)
{
    char text[700];
    int len = snprintf(text, sizeof text,
                       "HTTP/1.1 %u Answer\r\nContent-Length: %zu\r\nLocation: /elsewhere\r\n"
                       "Connection: close\r\n\r\n%s",
                       receiver->status, strlen(receiver->answer), receiver->answer);

    /* The other side may have given up: that is its right. */
    (void)!send(fd, text, (size_t)len, MSG_NOSIGNAL);
}

static void
answer_all(struct receiver *receiver)
{
    for (; receiver->silent_count > 0; receiver->silent_count--) {
        int fd = receiver->silent[receiver->silent_count - 1];

        send_answer(receiver, fd);
        close(fd);
    }
}

/* What became of a request that has come in whole. Returns whether its connection is kept. */
static bool
respond(struct receiver *receiver, int fd)
{
    bool is_kept = receiver->is_silent || receiver->waits_for > 0;

    if (is_kept)
        receiver->silent[receiver->silent_count++] = fd;
    else
        send_answer(receiver, fd);
    if (receiver->waits_for > 0 && receiver->silent_count == receiver->waits_for)
        answer_all(receiver);
    return is_kept;
}

static void
serve(struct receiver *receiver, int fd)
{
    static _Thread_local char text[REQUEST_SIZE];
    char *body = NULL;
    bool is_kept = false;

    if (read_request(receiver, fd, text, &body)) {
        pthread_mutex_lock(&receiver->lock);
        keep(receiver, text, body);
        is_kept = respond(receiver, fd);
        pthread_mutex_unlock(&receiver->lock);
    }
    if (!is_kept)
        close(fd);
}

static void *
run(void *cls)
{
    struct receiver *receiver = cls;

    while (wait_readable(receiver, receiver->listener)) {
        int fd = accept(receiver->listener, NULL, NULL);

        if (fd >= 0)
            serve(receiver, fd);
    }
    return NULL;
}

struct receiver *
receiver_open(void)
{
    struct receiver *receiver = calloc(1, sizeof *receiver);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;

    must(receiver != NULL);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    receiver->listener = socket(AF_INET, SOCK_STREAM, 0);
    must(receiver->listener >= 0 && pipe(receiver->stop) == 0);
    must(bind(receiver->listener, (struct sockaddr *)&address, sizeof address) == 0);
    must(listen(receiver->listener, 64) == 0);
    must(getsockname(receiver->listener, (struct sockaddr *)&address, &size) == 0);
    snprintf(receiver->url, sizeof receiver->url, "http://127.0.0.1:%u/notify",
             (unsigned)ntohs(address.sin_port));
    must(pthread_mutex_init(&receiver->lock, NULL) == 0);
    receiver_answers(receiver, 200, "SUCCESS");
    must(pthread_create(&receiver->thread, NULL, run, receiver) == 0);
    return receiver;
}

void
receiver_close(struct receiver *receiver)
{
    must(write(receiver->stop[1], "", 1) == 1);
    pthread_join(receiver->thread, NULL);
    for (size_t i = 0; i < receiver->silent_count; i++)
        close(receiver->silent[i]);
    for (size_t i = 0; i < receiver->count; i++) {
        free(receiver->requests[i].head);
        free(receiver->requests[i].body);
    }
    close(receiver->listener);
    close(receiver->stop[0]);
    close(receiver->stop[1]);
    pthread_mutex_destroy(&receiver->lock);
    free(receiver);
}

const char *
receiver_url(const struct receiver *receiver)
{
    return receiver->url;
}

void
receiver_answers(struct receiver *receiver, unsigned status, const char *body)
{
    pthread_mutex_lock(&receiver->lock);
    receiver->is_silent = false;
    receiver->status = status;
    snprintf(receiver->answer, sizeof receiver->answer, "%s", body);
    pthread_mutex_unlock(&receiver->lock);
}

void
receiver_falls_silent(struct receiver *receiver)
{
    pthread_mutex_lock(&receiver->lock);
    receiver->is_silent = true;
    pthread_mutex_unlock(&receiver->lock);
}

void
receiver_waits_for(struct receiver *receiver, size_t count)
{
    pthread_mutex_lock(&receiver->lock);
    receiver->waits_for = count;
    pthread_mutex_unlock(&receiver->lock);
}

size_t
receiver_count(struct receiver *receiver)
{
    size_t count;

    pthread_mutex_lock(&receiver->lock);
    count = receiver->count;
    pthread_mutex_unlock(&receiver->lock);
    return count;
}

const struct received *
receiver_at(struct receiver *receiver, size_t index)
{
    must(index < receiver_count(receiver));
    return &receiver->requests[index];
}
