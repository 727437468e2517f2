/* The calls of the API, below /trade/v1. */
#ifndef MOCK_API_H
#define MOCK_API_H

#include "server/request.h"

struct call; /* call.h */

/* Decide an API request: refusals in the documented order, then the endpoint. Signs and journals
 * the answer. */
struct reply api_handle(struct request *req);

/* The endpoints. The call's request is authenticated, its account known, its fields checked. */
struct reply payment_handle(struct call *call);
struct reply query_handle(struct call *call);
struct reply refund_handle(struct call *call);
struct reply reversal_handle(struct call *call);
struct reply close_handle(struct call *call);
struct reply note_handle(struct call *call);
struct reply capture_handle(struct call *call);
struct reply unfreeze_handle(struct call *call);

#endif
