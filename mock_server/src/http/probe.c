/* See probe.h. */
#include "http/probe.h"

#include <string.h>

#include "control/control.h"
#include "server/server.h"

/* The turn that could not be written was the last that wrote anything. */
static bool
has_lost_the_last_turn(const struct server *server)
{
    const struct store *store = server->store;

    return store_lost_turn(store) != 0 && store_lost_turn(store) == store_turn(store);
}

/* Nobody calls a server that is not ready, so it would never find out that there is room again:
 * write what is there already. The answer waits for the commit, and is a 500 when that fails. */
static bool
can_write(struct server *server)
{
    struct merchant *merchant = registry_next(&server->merchants, NULL);

    return !merchant || store_set_clock(server->store, merchant, merchant->clock) == STORE_OK;
}

static struct reply
say(unsigned http_status, const char *body)
{
    return (struct reply){.http_status = http_status, .body = body, .body_len = strlen(body)};
}

static struct reply
live(struct server *server)
{
    (void)server;
    return say(200, "{\"status\": \"live\"}");
}

static struct reply
ready(struct server *server)
{
    if (server->is_stopping)
        return say(503, "{\"error\": \"the mock is stopping\"}");
    if (has_lost_the_last_turn(server) && !can_write(server))
        return say(503, "{\"error\": \"the database cannot be written\"}");
    return say(200, "{\"status\": \"ready\"}");
}

static const struct probe {
    const char *path;
    struct reply (*answer)(struct server *server);
} probes[] = {{"/livez", live}, {PROBE_READY, ready}};

bool
probe_answers(struct request *req, struct reply *reply)
{
    for (size_t i = 0; i < sizeof probes / sizeof probes[0]; i++) {
        if (strcmp(req->path, probes[i].path) != 0)
            continue;
        if (strcmp(req->method, "GET") == 0 || strcmp(req->method, "HEAD") == 0) {
            *reply = probes[i].answer(req->server);
        } else {
            *reply = control_fail(req, 405, "%s allows GET", probes[i].path);
            reply->allow = "GET";
        }
        return true;
    }
    return false;
}
