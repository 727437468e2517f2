/* Whether credentials open the door, and if not, whether they or the server are wrong: a server
 * that reads signatures otherwise than the documents refuses every right one. */
#ifndef CONFORM_CREDENTIAL_CHECK_H
#define CONFORM_CREDENTIAL_CHECK_H

#include "request/credentials.h"
#include "target/target.h"

enum credential_verdict {
    CREDENTIALS_OPEN,
    CREDENTIALS_REFUSED, /* nothing that is signed with them is accepted, or only with another key
                          */
    CREDENTIALS_MISREAD, /* accepted when they are signed with a known mistake alone */
};

/* Try them with a query for a number that nobody used. What was found, unless they open, in arena:
 * words are to stand behind "refuses the credentials: ", or behind the target's name. */
enum credential_verdict credential_check(struct target *target, struct arena *arena,
                                         const struct credentials *merchant,
                                         struct misreading *found);

#endif
