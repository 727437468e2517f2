/* How merchants come into a server: those that are there from the beginning, and new ones. */
#ifndef MOCK_FIRST_MERCHANTS_H
#define MOCK_FIRST_MERCHANTS_H

#include "server/server.h"

/* The clocks at start-up. */
struct clock first_clock(const struct settings *settings);

/* The configured merchants, or those that are built in; what the store has already stays. The first
 * one is whom control calls mean by default. false: one line in error. */
bool add_first_merchants(struct server *server, char *error, size_t error_size);

/* Make a merchant part of the server and of the store; it is the server's from here on, also on
 * failure. Its app code must be new. */
enum store_result server_adopt(struct server *server, struct merchant *merchant);

/* A merchant with new credentials and what the built-in ones have; NULL when out of memory. */
struct merchant *server_new_merchant(struct server *server);

#endif
