/* What a supervisor asks, at the root and without a token: GET /livez, whether the event loop
 * turns, and GET /readyz, whether calls will be carried out. Neither log nor journal has them. */
#ifndef MOCK_PROBE_H
#define MOCK_PROBE_H

#include <stdbool.h>

#include "server/request.h"

#define PROBE_READY "/readyz"

/* The answer to a probe; false: the request is none. The server's lock is held. */
bool probe_answers(struct request *req, struct reply *reply);

#endif
