/* The body of an answer as a server with one of the mistakes of answer_defects.def would write it.
 */
#ifndef MOCK_ANSWER_MISTAKE_H
#define MOCK_ANSWER_MISTAKE_H

#include "request.h"

/* Rewrite a body of the API in wire form. Borrowed from the arena; the body itself when the defect
 * that is on is about something else. */
const char *answer_mistake(struct request *req, const char *body, size_t *len);

/* Whether the answer goes out without a signature by mistake. */
bool answer_is_unsigned(const struct request *req, const struct reply *reply);

/* Sign as a server with such a mistake signs. false when the defect that is on is about something
 * else: then the right signature is to be made. */
bool answer_mistake_sign(struct request *req, struct reply *reply, const char *key);

#endif
