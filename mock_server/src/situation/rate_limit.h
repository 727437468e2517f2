/* How many calls a merchant may make (LIM-01, LIM-02): two sliding windows for each app code and
 * mchid, on the merchant's clock, whose smallest step is a second. Off unless --rate-limit or the
 * merchant's feature switches it on. */
#ifndef MOCK_RATE_LIMIT_H
#define MOCK_RATE_LIMIT_H

#include "request.h"

enum { RATE_PER_SECOND = 100, RATE_PER_MINUTE = 400 };

/* Count the call of req->account. false: it is one too many, is not counted, and *reply says so. */
bool rate_limit_check(struct request *req, struct reply *reply);

/* Begin again with empty windows. */
void rate_limit_forget(struct merchant *merchant);

#endif
