/* Starting and stopping the loop; see http.h and http_internal.h. */
#include "http/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "http/http_internal.h"
#include "http/listener.h"
#include "server/settings.h"

static bool
open_all(struct http *http, char *error, size_t error_size)
{
    const struct settings *settings = http->server->settings;

    if (!tls_load(&http->tls, settings->tls_cert, settings->tls_key, error, error_size))
        return false;
    http->listen_fd = listener_open(settings->host, settings->port, &http->port, error, error_size);
    if (http->listen_fd < 0 || !loop_open(&http->loop, http, error, error_size))
        return false;
    http->tls.is_started = true;
    http->loop.is_running = pthread_create(&http->loop.thread, NULL, loop_run, &http->loop) == 0;
    if (!http->loop.is_running)
        snprintf(error, error_size, "a thread could not be started");
    return http->loop.is_running;
}

struct http *
http_start(struct server *server, char *error, size_t error_size)
{
    struct http *http = calloc(1, sizeof *http);

    if (!http) {
        snprintf(error, error_size, "out of memory");
        return NULL;
    }
    http->server = server;
    server->find_header = exchange_find_header;
    http->listen_fd = -1;
    if (open_all(http, error, error_size))
        return http;
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

    if (atomic_load(&http->waiting_count) != 0)
        loop_wake(&http->loop);
}

void
http_stop(struct http *http)
{
    if (!http)
        return;
    atomic_store(&http->is_stopping, true);
    if (http->loop.is_running) {
        loop_wake(&http->loop);
        pthread_join(http->loop.thread, NULL);
    }
    loop_close(&http->loop);
    if (http->listen_fd >= 0)
        close(http->listen_fd);
    tls_clear(&http->tls);
    free(http);
}
