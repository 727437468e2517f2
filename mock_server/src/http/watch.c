/* The connections, so that nobody can use them up. Each is on the list of its state, which begins
 * with the one that is in it longest. One that sends too slowly or stays idle is cut: a request
 * line must come within 30 seconds of connecting, a request be whole and its answer taken within 30
 * seconds of its line, and the next one begin within 75 (as nginx does). When connections become
 * scarce, the longest idle ends for a new one. What we hold back ourselves is exempt from both.
 *
 * One whose other end has stopped sending can never become whole, and is cut at once. libmicrohttpd
 * does not always notice: when the end comes together with the last bytes, its edge-triggered epoll
 * wakes it once for both, and it reads only the bytes. */
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "http/http_internal.h"
#include "server/server.h"

enum { SWEEP_MS = 1000 };

/* How long a connection may be in a state, and which are cut first. */
static const struct {
    int64_t most_ms;  /* 0: as long as it likes */
    bool is_idle;     /* nothing of a request is there */
    bool is_unwanted; /* may end for a new one */
} states[WATCH_STATES] = {
    [WATCH_SILENT] = {30000, true, true},
    [WATCH_IDLE] = {75000, true, true},
    [WATCH_BUSY] = {30000, false, true},
    [WATCH_HELD] = {0, false, false},
};

static void
append(struct watch_list *list, struct watch *watch, enum watch_link which)
{
    struct watch_link_pair *link = &watch->links[which];

    link->next = NULL;
    link->previous = list->last;
    if (list->last)
        list->last->links[which].next = watch;
    else
        list->first = watch;
    list->last = watch;
}

static void
take_out(struct watch_list *list, struct watch *watch, enum watch_link which)
{
    const struct watch_link_pair *link = &watch->links[which];

    if (link->previous)
        link->previous->links[which].next = link->next;
    else
        list->first = link->next;
    if (link->next)
        link->next->links[which].previous = link->previous;
    else
        list->last = link->previous;
}

void
watch_becomes(struct loop *loop, struct watch *watch, enum watch_state state, int64_t now_ms)
{
    if (!watch)
        return;
    watch->is_answered = false;
    watch->steps++;
    watch->since = now_ms;
    if (watch->is_cut)
        return; /* on no list any more */
    take_out(&loop->watches[watch->state], watch, WATCH_BY_STATE);
    watch->state = state;
    append(&loop->watches[state], watch, WATCH_BY_STATE);
}

/* libmicrohttpd sees the end and closes, and looks once more before it takes new connections. */
static void
cut(struct loop *loop, struct watch *watch)
{
    take_out(&loop->watches[watch->state], watch, WATCH_BY_STATE);
    watch->is_cut = true;
    loop->open_count--;
    loop->has_resumed = true;
    shutdown(watch->fd, SHUT_RDWR);
}

/* The connection that is missed least: the longest idle, else the longest busy. */
static struct watch *
least_wanted(const struct loop *loop)
{
    struct watch *found = NULL;

    for (size_t i = 0; i < WATCH_STATES; i++) {
        struct watch *longest = loop->watches[i].first;

        if (!longest || !states[i].is_unwanted)
            continue;
        if (!found ||
            (states[found->state].is_idle == states[i].is_idle ? longest->since < found->since
                                                               : states[i].is_idle))
            found = longest;
    }
    return found;
}

static void
make_room(struct loop *loop)
{
    struct watch *watch;

    while (loop->open_count >= loop->open_max && (watch = least_wanted(loop)))
        cut(loop, watch);
}

static void
begin(struct loop *loop, struct MHD_Connection *connection, void **socket_context)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct epoll_event event = {.events = EPOLLRDHUP | EPOLLET};
    struct watch *watch = calloc(1, sizeof *watch);

    *socket_context = watch;
    if (!watch || !info) {
        free(watch);
        *socket_context = NULL; /* unwatched: no memory to do better */
        return;
    }
    make_room(loop);
    loop->open_count++;
    loop->http->server->metrics.connections++;
    watch->fd = info->connect_fd;
    watch->since = clock_host_ms();
    append(&loop->watches[WATCH_SILENT], watch, WATCH_BY_STATE);
    event.data.ptr = watch;
    /* Closing takes it out again. Without it a half-closed one lasts until its time is over. */
    (void)epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, watch->fd, &event);
}

static void
end(struct loop *loop, struct watch *watch)
{
    if (!watch)
        return;
    loop->http->server->metrics.connections--;
    if (!watch->is_cut) {
        take_out(&loop->watches[watch->state], watch, WATCH_BY_STATE);
        loop->open_count--;
    }
    loop->has_resumed = loop->has_resumed || watch->is_cut;
    if (watch->is_leaving)
        take_out(&loop->leaving, watch, WATCH_BY_LEAVING);
    free(watch);
}

void
watch_notify(void *cls, struct MHD_Connection *connection, void **socket_context,
             enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        begin(cls, connection, socket_context);
        return;
    }
    end(cls, *socket_context);
    *socket_context = NULL;
}

void
watch_leaves(struct loop *loop, struct watch *watch)
{
    if (watch->is_leaving)
        return;
    watch->is_leaving = true;
    watch->seen_steps = watch->steps - 1;
    append(&loop->leaving, watch, WATCH_BY_LEAVING);
}

/* Whether a connection whose other end sends no more has had all its answers. Bytes that
 * libmicrohttpd has read may still be a request: it is run once more, and what it makes of them is
 * a step. */
static bool
is_done(struct loop *loop, struct watch *watch)
{
    char byte;

    if (watch->is_cut || watch->is_answered || watch->state == WATCH_HELD ||
        recv(watch->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0)
        return false;
    if (watch->seen_steps == watch->steps)
        return true;
    watch->seen_steps = watch->steps;
    loop->has_resumed = true;
    return false;
}

void
watch_end_leaving(struct loop *loop)
{
    for (struct watch *watch = loop->leaving.first; watch;
         watch = watch->links[WATCH_BY_LEAVING].next) {
        if (is_done(loop, watch))
            cut(loop, watch);
    }
}

void
watch_sweep(struct loop *loop, int64_t now_ms)
{
    if (now_ms - loop->swept_at < SWEEP_MS)
        return;
    loop->swept_at = now_ms;
    for (size_t i = 0; i < WATCH_STATES; i++) {
        struct watch *watch;

        while (states[i].most_ms != 0 && (watch = loop->watches[i].first) &&
               now_ms - watch->since > states[i].most_ms)
            cut(loop, watch);
    }
}
