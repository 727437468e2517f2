/* The calls of the API, below /trade/v1. */
#ifndef MOCK_API_H
#define MOCK_API_H

#include "request.h"

/* Decide an API request: refusals in the documented order, then the endpoint. Signs and journals
 * the answer. */
struct reply api_handle(struct request *req);

/* The endpoints. The request is authenticated, its account known, its fields checked. */
struct reply payment_handle(struct request *req);
struct reply query_handle(struct request *req);
struct reply refund_handle(struct request *req);
struct reply reversal_handle(struct request *req);
struct reply close_handle(struct request *req);
struct reply note_handle(struct request *req);
struct reply capture_handle(struct request *req);
struct reply unfreeze_handle(struct request *req);

#endif
