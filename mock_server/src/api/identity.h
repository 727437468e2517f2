/* Real-name data of extend_info, and whether the wallet's owner is whom it names (PAY-EXT). */
#ifndef MOCK_IDENTITY_H
#define MOCK_IDENTITY_H

#include "api/call.h"

/* Whether extend_info of this payment is the payer's identity: some pay types put something else
 * into it. */
bool identity_is_asked(const struct request *req);

/* Whom the payment names; "" in both where it names nobody. In the arena; call->trouble when that
 * is full. */
struct payer identity_read(struct call *call);

#endif
