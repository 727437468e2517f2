/* The two doors through which a request comes in. */
#ifndef MOCK_DISPATCH_H
#define MOCK_DISPATCH_H

#include "server/request.h"

/* Decide one request, of the API or of the control API below /__sandbox. The server's lock is held.
 */
struct reply dispatch(struct request *req);

#endif
