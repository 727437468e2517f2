/*
 * A scripted HTTP server on a free port of the loopback, in a thread of its own. One connection at
 * a time; each request is answered with the next piece of the script, byte for byte.
 */
#ifndef QFPAY_CLIENT_TESTS_PEER_H
#define QFPAY_CLIENT_TESTS_PEER_H

#include <stdbool.h>
#include <stddef.h>

#define PEER_STEPS_MAX   8
#define PEER_REQUEST_MAX 8192

struct peer;

/* Make a server that listens; peer_run starts to serve. Its URL is "http://127.0.0.1:PORT". */
struct peer *peer_new(void);
const char *peer_url(const struct peer *peer);

/* Next: answer with these bytes (borrowed until peer_free), keeping the connection or closing it.
 */
void peer_sends(struct peer *peer, const void *bytes, size_t len, bool keeps_connection);

/* Next: an HTTP 200 with this JSON body; the connection is kept. The text is copied. */
void peer_answers(struct peer *peer, const char *body);

/* Next: read the request, then close the connection without a word. */
void peer_drops(struct peer *peer);

/* Next: never answer at all. */
void peer_hangs(struct peer *peer);

void peer_run(struct peer *peer);

/* Stop and join. The requests can be looked at afterwards. */
void peer_stop(struct peer *peer);

size_t peer_request_count(const struct peer *peer);
size_t peer_connection_count(const struct peer *peer);

/* The n-th request, head and body, NUL-terminated. */
const char *peer_request(const struct peer *peer, size_t index);

/* Also stops. NULL is allowed. */
void peer_free(struct peer *peer);

#endif
