/* Answers that must not leave yet: because the commit is to come, because a control call waits for
 * something to happen, or because a situation asked for a slow one. Their connections are suspended
 * meanwhile and exempt from the time limits of watch.c. */
#include "api/refuse.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/http_internal.h"
#include "notify/queue.h"
#include "server/server.h"

static void
hold(struct exchange *exchange, struct exchange **list)
{
    exchange->phase = PHASE_HELD;
    exchange->next = *list;
    *list = exchange;
}

/* Waiting of our own making is not held against the client, neither now nor when it ends. */
static void
exempt(struct exchange *exchange, bool is_waiting)
{
    if (!exchange->watch)
        return;
    exchange->watch->is_waiting = is_waiting;
    exchange->watch->busy_since = clock_host_ms();
}

static void
resume(struct exchange *exchange)
{
    MHD_resume_connection(exchange->connection);
    exchange->loop->has_resumed = true;
}

void
hold_for_commit(struct exchange *exchange)
{
    hold(exchange, &exchange->loop->held);
    MHD_suspend_connection(exchange->connection);
}

void
hold_for_news(struct exchange *exchange)
{
    exempt(exchange, true);
    atomic_fetch_add(&exchange->loop->http->waiting_count, 1);
    hold(exchange, &exchange->loop->waiting);
    MHD_suspend_connection(exchange->connection);
}

/* Put an exchange that is suspended, or is about to be, on the list of the delayed. */
static void
delay(struct exchange *exchange)
{
    exempt(exchange, true);
    exchange->leaves_at = clock_host_ms() + exchange->reply.delay_ms;
    hold(exchange, &exchange->loop->delayed);
}

void
hold_for_delay(struct exchange *exchange)
{
    delay(exchange);
    MHD_suspend_connection(exchange->connection);
}

void
hold_commit(struct loop *loop)
{
    struct server *server = loop->http->server;
    struct exchange *exchange = loop->held;
    int64_t lost;

    pthread_mutex_lock(&loop->http->server->lock);
    loop->has_more_to_free = store_tidy(server->store);
    if (!store_commit(server->store)) {
        log_fault(server->settings->log, "commit", store_error(server->store));
        notify_look_again(server);
    }
    lost = store_lost_turn(server->store);
    pthread_mutex_unlock(&loop->http->server->lock);
    loop->held = NULL;
    while (exchange) {
        struct exchange *next = exchange->next;

        if (exchange->turn <= lost)
            exchange->reply = fault_reply();
        if (exchange->reply.delay_ms > 0) {
            delay(exchange);
        } else {
            exchange->phase = PHASE_READY;
            resume(exchange);
        }
        exchange = next;
    }
}

static void
release_waiting(struct loop *loop, int64_t now_ms, bool all)
{
    struct exchange **link = &loop->waiting;

    pthread_mutex_lock(&loop->http->server->lock);
    while (*link) {
        struct exchange *exchange = *link;
        bool is_late = all || exchange->reply.wait_until_ms <= now_ms;

        bool is_lost = exchange->turn <= store_lost_turn(loop->http->server->store);

        if (!is_late && !is_lost &&
            !exchange->reply.wait_is_over(loop->http->server, &exchange->reply)) {
            link = &exchange->next;
            continue;
        }
        *link = exchange->next;
        exchange->req.timed_out = is_late;
        exchange->req.is_asked_again = true;
        exchange->phase = is_lost ? PHASE_READY : PHASE_RECEIVING; /* asked again from there */
        if (is_lost)
            exchange->reply = fault_reply();
        exempt(exchange, false);
        atomic_fetch_sub(&loop->http->waiting_count, 1);
        resume(exchange);
    }
    pthread_mutex_unlock(&loop->http->server->lock);
}

static void
release_delayed(struct loop *loop, int64_t now_ms, bool all)
{
    struct exchange **link = &loop->delayed;

    while (*link) {
        struct exchange *exchange = *link;

        if (!all && exchange->leaves_at > now_ms) {
            link = &exchange->next;
            continue;
        }
        *link = exchange->next;
        exchange->phase = PHASE_READY;
        exempt(exchange, false);
        resume(exchange);
    }
}

void
hold_release(struct loop *loop, bool all)
{
    int64_t now_ms;

    if (!loop->waiting && !loop->delayed)
        return;
    now_ms = clock_host_ms();
    if (loop->waiting)
        release_waiting(loop, now_ms, all);
    release_delayed(loop, now_ms, all);
}

int64_t
hold_next_deadline(const struct loop *loop)
{
    int64_t next = INT64_MAX;

    for (const struct exchange *at = loop->waiting; at; at = at->next) {
        if (at->reply.wait_until_ms < next)
            next = at->reply.wait_until_ms;
    }
    for (const struct exchange *at = loop->delayed; at; at = at->next) {
        if (at->leaves_at < next)
            next = at->leaves_at;
    }
    return next;
}
