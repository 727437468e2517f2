/* Connections that send too slowly or stay idle are cut, so that nobody can use them up: a request
 * line must come within 30 seconds of connecting, a request be whole within 30 seconds of its line,
 * and the next one begin within 75 (as nginx does). A long poll that we hold ourselves is exempt.
 */
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "http/http_internal.h"

enum { SPEAK_MS = 30000, REQUEST_MS = 30000, IDLE_MS = 75000, SWEEP_MS = 1000 };

static void
begin(struct loop *loop, struct MHD_Connection *connection, void **socket_context)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct watch *watch = calloc(1, sizeof *watch);

    *socket_context = watch;
    if (!watch || !info) {
        free(watch);
        *socket_context = NULL; /* unwatched: no memory to do better */
        return;
    }
    watch->fd = info->connect_fd;
    watch->idle_since = clock_host_ms();
    watch->next = loop->watches;
    if (watch->next)
        watch->next->previous = watch;
    loop->watches = watch;
}

static void
end(struct loop *loop, struct watch *watch)
{
    if (!watch)
        return;
    if (watch->previous)
        watch->previous->next = watch->next;
    else
        loop->watches = watch->next;
    if (watch->next)
        watch->next->previous = watch->previous;
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

static bool
is_overdue(const struct watch *watch, int64_t now_ms)
{
    if (watch->is_cut || watch->is_waiting)
        return false;
    if (watch->busy_since != 0)
        return now_ms - watch->busy_since > REQUEST_MS;
    return now_ms - watch->idle_since > (watch->has_spoken ? IDLE_MS : SPEAK_MS);
}

void
watch_sweep(struct loop *loop, int64_t now_ms)
{
    if (now_ms - loop->swept_at < SWEEP_MS)
        return;
    loop->swept_at = now_ms;
    for (struct watch *watch = loop->watches; watch; watch = watch->next) {
        if (!is_overdue(watch, now_ms))
            continue;
        watch->is_cut = true;
        shutdown(watch->fd, SHUT_RDWR); /* libmicrohttpd sees the end and closes */
    }
}
