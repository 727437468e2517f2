/* Another form of an answer: what it says stays true, how it says so changes. For clients that must
 * read whatever QFPay may send, and for tests of clients that believe too much. */
#ifndef MOCK_RESHAPE_H
#define MOCK_RESHAPE_H

#include "server/request.h"

/* Write the body of an API answer anew, as req->situation.reshape says. Its signature is made
 * afterwards, and is then about the new bytes. */
void reshape(struct request *req, struct reply *reply);

#endif
