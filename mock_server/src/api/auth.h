/* Who is asking: app code and signature. */
#ifndef MOCK_AUTH_H
#define MOCK_AUTH_H

#include "request.h"

/* Check the headers and the signature (HDR, SIG). true with req->merchant known, or false with the
 * refusal in *reply. req->merchant may be known before: the answer is signed with its key. */
bool auth_check(struct request *req, struct reply *reply);

#endif
