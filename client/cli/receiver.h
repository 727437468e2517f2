/*
 * A small HTTP server for notifications: it takes POSTs on any path, one process, no threads. Only
 * receiver.c knows libmicrohttpd.
 */
#ifndef QFPAY_CLI_RECEIVER_H
#define QFPAY_CLI_RECEIVER_H

#include <stdbool.h>
#include <stddef.h>

/* The largest body that is taken, in bytes. */
#define RECEIVER_BODY_MAX 65536

/* One POST as it arrived. */
struct receiver_delivery {
    char *body; /* not terminated */
    size_t len;
    const char *sign; /* X-QF-SIGN; NULL when there was none; only while deciding */
    void *memo;       /* of decide, for done */
};

struct receiver_reply {
    int http_status;
    const char *body; /* static */
};

/* What to do with deliveries. done follows every decide, after the answer has left or was lost. */
struct receiver_events {
    struct receiver_reply (*decide)(void *context, struct receiver_delivery *delivery);
    void (*done)(void *context, struct receiver_delivery *delivery);
    void *context;
};

struct receiver;

/*
 * Listen on a host (an address or a name) and a port, 0 for a free one. The events are borrowed
 * until receiver_close. NULL, with *why borrowed and one line, when that does not work.
 */
struct receiver *receiver_open(const char *host, int port, const struct receiver_events *events,
                               const char **why);

int receiver_port(const struct receiver *receiver);

/* Serve until something happened or the time is over. False when the sockets fail. */
bool receiver_run(struct receiver *receiver, int timeout_ms);

/* Answers under way are cut off. NULL is allowed. */
void receiver_close(struct receiver *receiver);

#endif
