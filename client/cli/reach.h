/*
 * The first steps to a server, one by one, so that qfpay doctor can say which of them fails.
 */
#ifndef QFPAY_CLI_REACH_H
#define QFPAY_CLI_REACH_H

#include <stdbool.h>
#include <stddef.h>

/* Host and port of a base URL. */
struct reach_address {
    char host[256];
    char port[6];
    bool is_tls;
    bool is_loopback;
};

/* Take a base URL apart. Returns false when it has no usable host or port. */
bool reach_parse(const char *base_url, struct reach_address *address);

/* Resolve the host; text becomes its addresses, or why there are none. */
bool reach_resolve(const struct reach_address *address, char *text, size_t size);

/* Open a TCP connection and close it again; text becomes the reason of a failure. */
bool reach_connect(const struct reach_address *address, int timeout_ms, char *text, size_t size);

#endif
