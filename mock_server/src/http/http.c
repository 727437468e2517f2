/* Starting and stopping the loops; see http.h and http_internal.h. */
#include "http/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "http/http_internal.h"
#include "http/listener.h"
#include "server/settings.h"

struct http *
http_start(struct server *server, char *error, size_t error_size)
{
    int count = server->settings->threads;
    struct http *http = calloc(1, sizeof(*http) + (size_t)count * sizeof(struct loop));

    if (http == NULL) {
        snprintf(error, error_size, "out of memory");
        return NULL;
    }
    http->server = server;
    http->loop_count = count;
    http->listen_fd = -1;
    if (!tls_load(&http->tls, server->settings->tls_cert, server->settings->tls_key, error,
                  error_size))
        goto failed;
    http->listen_fd = listener_open(server->settings->host, server->settings->port, &http->port,
                                    error, error_size);
    if (http->listen_fd < 0)
        goto failed;
    for (int i = 0; i < count; i++) {
        struct loop *loop = &http->loops[i];

        if (!loop_open(loop, http, error, error_size))
            goto failed;
    }
    http->tls.is_started = true;
    for (int i = 0; i < count; i++) {
        struct loop *loop = &http->loops[i];

        if (pthread_create(&loop->thread, NULL, loop_run, loop) != 0) {
            snprintf(error, error_size, "a thread could not be started");
            goto failed;
        }
        loop->is_running = true;
    }
    return http;
failed:
    http_stop(http);
    return NULL;
}

int
http_port(const struct http *http)
{
    return http->port;
}

void
http_wake(void *cls)
{
    struct http *http = cls;

    if (atomic_load(&http->waiting_count) == 0)
        return;
    for (int i = 0; i < http->loop_count; i++)
        loop_wake(&http->loops[i]);
}

void
http_stop(struct http *http)
{
    if (http == NULL)
        return;
    atomic_store(&http->is_stopping, true);
    for (int i = 0; i < http->loop_count; i++) {
        if (http->loops[i].is_running)
            loop_wake(&http->loops[i]);
    }
    for (int i = 0; i < http->loop_count; i++) {
        if (http->loops[i].is_running)
            pthread_join(http->loops[i].thread, NULL);
    }
    for (int i = 0; i < http->loop_count; i++)
        loop_close(&http->loops[i]);
    if (http->listen_fd >= 0)
        close(http->listen_fd);
    tls_clear(&http->tls);
    free(http);
}
