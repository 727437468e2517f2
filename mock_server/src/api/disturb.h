/* Carrying a situation out: the call that gets lost, the answer that breaks, the gateway that
 * answers instead. The connection's part is send.c's and hold.c's. */
#ifndef MOCK_DISTURB_H
#define MOCK_DISTURB_H

#include "server/request.h"

struct call; /* call.h */

/* Decide a call whose situation disturbs; handle is its endpoint, called unless the call is lost.
 */
struct reply disturb(struct call *call, struct reply (*handle)(struct call *call));

#endif
