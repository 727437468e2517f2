/* Answers that must not leave yet: because the commit is to come, because a control call waits for
 * something to happen, or because a situation asked for a slow one. Their connections are suspended
 * meanwhile and exempt from the time limits of watch.c; but for the commit, which ends the turn
 * anyway: libmicrohttpd asks for an answer that it did not get again in its next turn, where to
 * suspend and resume would take three system calls. */
#include <string.h>

#include "api/refuse.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/http_internal.h"
#include "notify/queue.h"
#include "server/server.h"

/* Of all connections half may be held back, and of those an eighth by one merchant, or four. */
enum { HELD_PART = 2, SHARE_PART = 8, SHARE_MIN = 4 };

static void
hold(struct exchange *exchange, struct exchange **list)
{
    exchange->phase = PHASE_HELD;
    exchange->next = *list;
    *list = exchange;
}

/* Waiting of our own making is not held against the client, neither now nor when it ends. */
static void
begin_waiting(struct exchange *exchange)
{
    exchange->loop->held_back++;
    watch_becomes(exchange->loop, exchange->watch, WATCH_HELD, clock_host_ms());
}

static void
end_waiting(struct exchange *exchange)
{
    exchange->loop->held_back--;
    watch_becomes(exchange->loop, exchange->watch, WATCH_BUSY, clock_host_ms());
    if (exchange->watch)
        exchange->watch->is_answered = true;
}

static void
suspend(struct exchange *exchange)
{
    exchange->is_suspended = true;
    MHD_suspend_connection(exchange->connection);
}

static void
resume(struct exchange *exchange)
{
    if (exchange->is_suspended)
        MHD_resume_connection(exchange->connection);
    exchange->is_suspended = false;
    exchange->loop->has_resumed = true;
}

/* Before the whole request has come, or with a delay to follow, it does not end with the turn. */
void
hold_for_commit(struct exchange *exchange)
{
    bool is_short = exchange->phase == PHASE_RECEIVING && exchange->reply.delay_ms == 0;

    hold(exchange, &exchange->loop->held);
    if (!is_short)
        suspend(exchange);
}

void
hold_forget(struct exchange *exchange)
{
    struct exchange **link = &exchange->loop->held;

    while (*link && *link != exchange)
        link = &(*link)->next;
    if (*link)
        *link = exchange->next;
}

/* Looking through the lists is bounded by what they may hold. */
static size_t
count_of(const struct exchange *list, const char *holder)
{
    size_t count = 0;

    for (; list; list = list->next)
        count += list->holder && strcmp(list->holder, holder) == 0;
    return count;
}

static bool
has_room(const struct loop *loop, const char *holder)
{
    size_t most = loop->open_max / HELD_PART;
    size_t share = most / SHARE_PART > SHARE_MIN ? most / SHARE_PART : SHARE_MIN;

    if (loop->held_back >= most)
        return false;
    return !holder || count_of(loop->waiting, holder) + count_of(loop->delayed, holder) < share;
}

bool
hold_for_news(struct exchange *exchange)
{
    exchange->holder = exchange->reply.wait_app_code;
    if (!has_room(exchange->loop, exchange->holder))
        return false;
    begin_waiting(exchange);
    atomic_fetch_add(&exchange->loop->http->waiting_count, 1);
    hold(exchange, &exchange->loop->waiting);
    suspend(exchange);
    return true;
}

static void
say_not_delayed(struct exchange *exchange)
{
    const char *advice = exchange->reply.advice;
    const char *sentence =
        "Not delayed: so many answers are held back already, of this merchant or of all.";

    exchange->reply.advice = !advice ? sentence
                                     : arena_printf(&exchange->arena, "%s %s", advice, sentence);
    exchange_shorten(exchange);
}

/* Put an exchange that is suspended, or is about to be, on the list of the delayed. */
static bool
delay(struct exchange *exchange)
{
    if (exchange->reply.delay_ms <= 0)
        return false;
    if (!has_room(exchange->loop, exchange->holder)) {
        say_not_delayed(exchange);
        return false;
    }
    begin_waiting(exchange);
    exchange->leaves_at = clock_host_ms() + exchange->reply.delay_ms;
    hold(exchange, &exchange->loop->delayed);
    return true;
}

bool
hold_for_delay(struct exchange *exchange)
{
    if (!delay(exchange))
        return false;
    suspend(exchange);
    return true;
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
        if (!delay(exchange)) {
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
        end_waiting(exchange);
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
        end_waiting(exchange);
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
