/* See listener.h. */
#include "http/listener.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int
port_of(int fd)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    struct sockaddr *any = (struct sockaddr *)&address;

    if (getsockname(fd, any, &size) != 0)
        return 0;
    if (address.ss_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
    return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

static int
try_address(const struct addrinfo *address)
{
    int on = 1;
    int fd = socket(address->ai_family, address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                    address->ai_protocol);

    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0)
        return fd;
    on = errno;
    close(fd);
    errno = on;
    return -1;
}

int
listener_open(const char *host, int port, int *bound_port, char *error, size_t error_size)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC,
                             .ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *list = NULL;
    char service[8];
    int fd = -1;
    int result;

    snprintf(service, sizeof service, "%d", port);
    result = getaddrinfo(host, service, &hints, &list);
    if (result != 0) {
        snprintf(error, error_size, "host %.100s: %s", host, gai_strerror(result));
        return -1;
    }
    for (const struct addrinfo *at = list; at && fd < 0; at = at->ai_next)
        fd = try_address(at);
    if (fd < 0)
        snprintf(error, error_size, "cannot listen on %.100s port %d: %s", host, port,
                 strerror(errno));
    else
        *bound_port = port_of(fd);
    freeaddrinfo(list);
    return fd;
}
