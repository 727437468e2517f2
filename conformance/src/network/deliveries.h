/* The mock's attempts to deliver notifications to a receiver. */
#ifndef CONFORM_DELIVERIES_H
#define CONFORM_DELIVERIES_H

#include "network/play.h"

/* Learn what has been delivered, waiting up to wait_ms for news. false when the mock does not say.
 */
bool deliveries_read(struct play *play, int wait_ms);

/* Whether a receiver's answer accepts (NTF-06, NTF-08). */
bool delivery_is_accepted(const struct delivery *delivery);

#endif
