/* Real-name data of extend_info (PAY-EXT). */
#ifndef MOCK_IDENTITY_H
#define MOCK_IDENTITY_H

#include "request.h"
#include "trade.h"

/* Whether extend_info of this payment is the payer's identity: some pay types put something else
 * into it. */
bool identity_is_asked(const struct request *req);

/* Read extend_info into the order, when it is sent and the merchant has real-name checks. true, or
 * false with the refusal in *reply (PAY-EXT-06). */
bool identity_read(struct request *req, struct trade *trade, struct reply *reply);

#endif
