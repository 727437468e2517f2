/* The listening socket. */
#ifndef MOCK_LISTENER_H
#define MOCK_LISTENER_H

#include <stddef.h>

/* Listen on a host (name or address) and port, 0 for a free one. The socket, non-blocking, or -1
 * with one line in error. *bound_port is the port it got. */
int listener_open(const char *host, int port, int *bound_port, char *error, size_t error_size);

#endif
