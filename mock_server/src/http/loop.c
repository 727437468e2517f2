/* One event loop: wait, let libmicrohttpd handle what has arrived, commit, let the answers go. */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/http_internal.h"
#include "server/server.h"

enum {
    CONNECTIONS_MAX = 8192,
    SPARE_DESCRIPTORS = 112,
    TURN_MAX_MS = 1000,
    STOP_MS = 5000, /* how long requests under way may take to end */
};

void
loop_wake(const struct loop *loop)
{
    uint64_t one = 1;
    ssize_t written;

    do
        written = write(loop->wake_fd, &one, sizeof one);
    while (written < 0 && errno == EINTR);
}

static unsigned
connection_limit(void)
{
    struct rlimit limit;
    rlim_t most = CONNECTIONS_MAX;

    /* Room for the database, the log, a descriptor or two of the loop, and notifications. */
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < most + SPARE_DESCRIPTORS)
        most = limit.rlim_cur > 2 * SPARE_DESCRIPTORS ? limit.rlim_cur - SPARE_DESCRIPTORS : 64;
    return (unsigned)most;
}

static bool
watch_fd(const struct loop *loop, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

    return epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

static bool
open_daemon(struct loop *loop)
{
    struct tls *tls = &loop->http->tls;
    const union MHD_DaemonInfo *info;
    struct MHD_OptionItem options[TLS_OPTIONS_MAX];

    tls_options(tls, options);
    loop->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | tls_flags(tls), 0, NULL, NULL, exchange_continue,
        loop, MHD_OPTION_EXTERNAL_LOGGER, tls_hear, tls, MHD_OPTION_ARRAY, options,
        MHD_OPTION_LISTEN_SOCKET, loop->http->listen_fd, MHD_OPTION_URI_LOG_CALLBACK,
        exchange_begin, loop, MHD_OPTION_NOTIFY_COMPLETED, exchange_complete, loop,
        MHD_OPTION_NOTIFY_CONNECTION, watch_notify, loop, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT, connection_limit(), MHD_OPTION_END);
    if (!loop->daemon)
        return false;
    info = MHD_get_daemon_info(loop->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info && watch_fd(loop, info->epoll_fd);
}

bool
loop_open(struct loop *loop, struct http *http, char *error, size_t error_size)
{
    struct qfpay_error err = {0};

    loop->http = http;
    loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    loop->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (loop->epoll_fd < 0 || loop->wake_fd < 0 || !watch_fd(loop, loop->wake_fd)) {
        snprintf(error, error_size, "event loop: %s", strerror(errno));
        return false;
    }
    if (qfpay_signer_new(&loop->signer, &err) != QFPAY_OK) {
        snprintf(error, error_size, "signatures: %s", err.message);
        return false;
    }
    if (!open_daemon(loop)) {
        snprintf(error, error_size, "the HTTP%s server could not be started%s%s",
                 http->tls.cert ? "S" : "", http->tls.reason[0] == '\0' ? "" : ": ",
                 http->tls.reason);
        return false;
    }
    return true;
}

void
loop_close(struct loop *loop)
{
    if (loop->daemon)
        MHD_stop_daemon(loop->daemon);
    loop->daemon = NULL;
    exchange_free_all(loop);
    qfpay_signer_free(loop->signer);
    if (loop->wake_fd > 0)
        close(loop->wake_fd);
    if (loop->epoll_fd > 0)
        close(loop->epoll_fd);
}

static int
turn_ms(const struct loop *loop, int64_t now_ms)
{
    int64_t most = hold_next_deadline(loop) - now_ms;
    MHD_UNSIGNED_LONG_LONG wanted;

    /* libmicrohttpd does not count what we have resumed as something to do. */
    if (loop->has_resumed || loop->has_more_to_free)
        return 0;
    if (most > TURN_MAX_MS)
        most = TURN_MAX_MS;
    if (MHD_get_timeout(loop->daemon, &wanted) == MHD_YES && (int64_t)wanted < most)
        most = (int64_t)wanted;
    return most < 0 ? 0 : (int)most;
}

static void
take_turn(struct loop *loop)
{
    struct epoll_event events[2];
    int64_t now_ms = clock_host_ms();
    int count = epoll_wait(loop->epoll_fd, events, 2, turn_ms(loop, now_ms));
    uint64_t ignored;

    for (int i = 0; i < count; i++) {
        if (events[i].data.fd == loop->wake_fd && read(loop->wake_fd, &ignored, sizeof ignored) < 0)
            continue; /* another wake-up took it */
    }
    loop->has_resumed = false;
    MHD_run(loop->daemon);
    hold_commit(loop);
    hold_release(loop, false);
    watch_sweep(loop, now_ms);
    log_flush();
}

/* Requests under way get their answers; then nothing is left to wait for. */
static void
finish_requests(struct loop *loop)
{
    int64_t until = clock_host_ms() + STOP_MS;

    pthread_mutex_lock(&loop->http->server->lock);
    loop->http->server->is_stopping = true;
    pthread_mutex_unlock(&loop->http->server->lock);
    MHD_quiesce_daemon(loop->daemon);
    while (loop->under_way > 0 && clock_host_ms() < until) {
        hold_release(loop, true);
        take_turn(loop);
    }
    hold_commit(loop);
    hold_release(loop, true);
}

void *
loop_run(void *cls)
{
    struct loop *loop = cls;

    while (!atomic_load(&loop->http->is_stopping))
        take_turn(loop);
    finish_requests(loop);
    log_flush();
    return NULL;
}
