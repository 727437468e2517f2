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
    SPARE_DESCRIPTORS = 112, /* the database, the log, the loop, notifications */
    EVENTS_AT_ONCE = 64,
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

/* How many connections there may be; the soft limit of descriptors is raised for them. */
static unsigned
connection_limit(void)
{
    const rlim_t wanted = CONNECTIONS_MAX + SPARE_DESCRIPTORS;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return CONNECTIONS_MAX;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur > 2 * SPARE_DESCRIPTORS)
        return (unsigned)(limit.rlim_cur - SPARE_DESCRIPTORS);
    return (unsigned)(limit.rlim_cur / 2);
}

/* To be woken by it. What it is: the loop for its own wake-up, NULL for libmicrohttpd's, and a
 * watch for a connection (watch.c). */
static bool
wake_by(const struct loop *loop, int fd, void *what)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = what};

    return epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

static bool
open_daemon(struct loop *loop)
{
    struct tls *tls = &loop->http->tls;
    const union MHD_DaemonInfo *info;
    struct MHD_OptionItem options[TLS_OPTIONS_MAX];
    unsigned limit = connection_limit();

    loop->open_max = limit - limit / 8; /* the rest is on its way out */
    tls_options(tls, options);
    loop->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | tls_flags(tls), 0, NULL, NULL, exchange_continue,
        loop, MHD_OPTION_EXTERNAL_LOGGER, tls_hear, tls, MHD_OPTION_ARRAY, options,
        MHD_OPTION_LISTEN_SOCKET, loop->http->listen_fd, MHD_OPTION_URI_LOG_CALLBACK,
        exchange_begin, loop, MHD_OPTION_NOTIFY_COMPLETED, exchange_complete, loop,
        MHD_OPTION_NOTIFY_CONNECTION, watch_notify, loop, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT, limit, MHD_OPTION_END);
    if (!loop->daemon)
        return false;
    info = MHD_get_daemon_info(loop->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info && wake_by(loop, info->epoll_fd, NULL);
}

bool
loop_open(struct loop *loop, struct http *http, char *error, size_t error_size)
{
    struct qfpay_error err = {0};

    loop->http = http;
    loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    loop->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (loop->epoll_fd < 0 || loop->wake_fd < 0 || !wake_by(loop, loop->wake_fd, loop)) {
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
take_event(struct loop *loop, void *what)
{
    uint64_t ignored;

    if (what == loop && read(loop->wake_fd, &ignored, sizeof ignored) < 0)
        return; /* another wake-up took it */
    if (what && what != loop)
        watch_leaves(loop, what);
}

static void
take_turn(struct loop *loop)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    int64_t now_ms = clock_host_ms();
    int count = epoll_wait(loop->epoll_fd, events, EVENTS_AT_ONCE, turn_ms(loop, now_ms));

    for (int i = 0; i < count; i++)
        take_event(loop, events[i].data.ptr);
    loop->has_resumed = false;
    MHD_run(loop->daemon);
    hold_commit(loop);
    hold_release(loop, false);
    watch_end_leaving(loop);
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
