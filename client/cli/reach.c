/*
 * Names and connections, without HTTP: libcurl would report all of it as one failure.
 */
#include "reach.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Addresses shown and tried; more tell nothing new. */
#define ADDRESSES_MAX 4

static bool
take_host(const char *start, size_t len, struct reach_address *address)
{
    if (len == 0 || len >= sizeof address->host)
        return false;
    memcpy(address->host, start, len);
    address->host[len] = '\0';
    return true;
}

bool
reach_parse(const char *base_url, struct reach_address *address)
{
    const char *host = strstr(base_url, "://");
    const char *end = NULL;
    const char *colon = NULL;
    size_t port_len = 0;

    *address = (struct reach_address){.is_tls = strncmp(base_url, "https:", 6) == 0};
    if (!host)
        return false;
    host += 3;
    end = host + strcspn(host, "/?#");
    if (host[0] == '[') {
        const char *bracket = memchr(host, ']', (size_t)(end - host));

        if (!bracket || !take_host(host + 1, (size_t)(bracket - host - 1), address))
            return false;
        colon = bracket + 1 < end && bracket[1] == ':' ? bracket + 1 : NULL;
    } else {
        colon = memchr(host, ':', (size_t)(end - host));
        if (!take_host(host, (size_t)((colon ? colon : end) - host), address))
            return false;
    }
    port_len = colon ? (size_t)(end - colon - 1) : 0;
    if (colon && (port_len == 0 || port_len >= sizeof address->port ||
                  strspn(colon + 1, "0123456789") < port_len))
        return false;
    (void)snprintf(address->port, sizeof address->port, "%.*s",
                   colon ? (int)port_len : (address->is_tls ? 3 : 2),
                   colon ? colon + 1 : (address->is_tls ? "443" : "80"));
    address->is_loopback = strncmp(address->host, "127.", 4) == 0 ||
                           strcmp(address->host, "localhost") == 0 ||
                           strcmp(address->host, "::1") == 0;
    return true;
}

static int
look_up(const struct reach_address *address, struct addrinfo **found)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};

    return getaddrinfo(address->host, address->port, &hints, found);
}

bool
reach_resolve(const struct reach_address *address, char *text, size_t size)
{
    struct addrinfo *found = NULL;
    int code = look_up(address, &found);
    size_t len = 0;
    int shown = 0;

    if (code != 0) {
        (void)snprintf(text, size, "%s", gai_strerror(code));
        return false;
    }
    text[0] = '\0';
    for (const struct addrinfo *at = found; at && shown < ADDRESSES_MAX;
         at = at->ai_next, shown++) {
        char host[64];

        if (getnameinfo(at->ai_addr, at->ai_addrlen, host, sizeof host, NULL, 0, NI_NUMERICHOST) ==
                0 &&
            len < size)
            len += (size_t)snprintf(text + len, size - len, "%s%s", shown ? ", " : "", host);
    }
    freeaddrinfo(found);
    return true;
}

/* What became of a connection under way; 0 or an errno. */
static int
finish_connecting(int fd, int timeout_ms)
{
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    int failure = 0;
    socklen_t size = sizeof failure;

    if (poll(&ready, 1, timeout_ms) != 1)
        return ETIMEDOUT;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 ? failure : errno;
}

/* Connect within the time; 0 or an errno. */
static int
connect_to(const struct addrinfo *at, int timeout_ms)
{
    int fd = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    int failure = 0;

    if (fd < 0)
        return errno;
    if (fcntl(fd, F_SETFL, O_NONBLOCK) != 0 || connect(fd, at->ai_addr, at->ai_addrlen) != 0)
        failure = errno;
    if (failure == EINPROGRESS)
        failure = finish_connecting(fd, timeout_ms);
    (void)close(fd);
    return failure;
}

bool
reach_connect(const struct reach_address *address, int timeout_ms, char *text, size_t size)
{
    struct addrinfo *found = NULL;
    int code = look_up(address, &found);
    int failure = EHOSTUNREACH;
    int tried = 0;

    if (code != 0) {
        (void)snprintf(text, size, "%s", gai_strerror(code));
        return false;
    }
    for (const struct addrinfo *at = found; at && failure != 0 && tried < ADDRESSES_MAX;
         at = at->ai_next, tried++)
        failure = connect_to(at, timeout_ms);
    freeaddrinfo(found);
    (void)snprintf(text, size, "%s", strerror(failure));
    return failure == 0;
}
