/* A server from its settings, and its end. */
#ifndef MOCK_OPEN_H
#define MOCK_OPEN_H

#include "server/server.h"

/* Open the store and bring the merchants in. false: one line in error; nothing is left open. */
bool server_open(struct server *server, const struct settings *settings, char *error,
                 size_t error_size);
void server_close(struct server *server);

#endif
