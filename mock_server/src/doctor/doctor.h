/* The signature doctor: on a wrong signature it tries the known mistakes (fixtures/pitfalls.md,
 * "The signature of requests") and names the one that gives the received value. */
#ifndef MOCK_DOCTOR_H
#define MOCK_DOCTOR_H

#include "server/request.h"

/* What is wrong with the signature of a request whose app code and parameters are known.
 *
 * req->merchant, params, body, query and headers are set; announced is the digest that the request
 * announces. The answer is one or more English sentences in printable ASCII without line breaks,
 * from the request's arena: the mistake, or that none of the known ones fits, and then the exact
 * string that the mock signed, with the client key masked. Never NULL, never a key. */
const char *doctor_examine(struct request *req, enum qfpay_digest announced);

#endif
