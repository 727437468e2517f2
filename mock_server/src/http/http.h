/* The sockets: libmicrohttpd in an event loop of our own, on one thread: behind the server's lock
 * others would only wait for each other. Only http.c knows it.
 *
 * A turn of the loop handles everything that has arrived, then commits what the turn has written,
 * then lets the answers go: so a durable file costs one commit per turn, not one per request. */
#ifndef MOCK_HTTP_H
#define MOCK_HTTP_H

#include <stddef.h>

#include "server/server.h"

/* Listen and serve on a thread of its own. On failure NULL, and one line in error. */
struct http *http_start(struct server *server, char *error, size_t error_size);

/* Something has happened that a held answer may wait for. cls is the http; any thread. */
void http_wake(void *cls);

/* The port that it listens on. */
int http_port(const struct http *http);

/* Take no new connections, finish the requests under way, join the thread, free. */
void http_stop(struct http *http);

#endif
