/* The calls of the API, below /trade/v1. */
#ifndef MOCK_API_H
#define MOCK_API_H

#include "server/request.h"

struct call; /* call.h */

/* Decide an API request: refusals in the documented order, then the endpoint. Signs and journals
 * the answer. */
struct reply api_handle(struct request *req);

/* The endpoints. The call's request is authenticated, its account known, its fields checked. */
#define ENDPOINT(symbol, name, get, get_documented) struct reply name##_handle(struct call *call);
#include "qfpay/tables/endpoints.def"
#undef ENDPOINT

#endif
