/* Beginning again, while the server runs. */
#ifndef MOCK_RESET_H
#define MOCK_RESET_H

#include "server/server.h"

/* Everything as at start-up: orders, journals, clocks, merchants. */
enum store_result server_reset(struct server *server);

/* One merchant as at start-up: orders, journal, clock. */
enum store_result server_reset_merchant(struct server *server, struct merchant *merchant);

#endif
