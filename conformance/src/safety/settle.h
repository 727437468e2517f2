/* Closing what a run has opened: orders of a live target that the ledger calls open. */
#ifndef CONFORM_SETTLE_H
#define CONFORM_SETTLE_H

#include <stddef.h>

#include "guard.h"

/* How sure to be about an order that a query does not show. */
enum settle_when {
    SETTLE_BETWEEN, /* between cases: it may still appear, leave it for the end */
    SETTLE_AT_END,  /* it was never made */
};

/* Close every open order of this target and these merchants (the contract's close; reversal where
 * that does not help), and believe it only when a query says so. Returns how many stay open; each
 * says why in order->left. */
size_t settle_orders(struct target *target, enum settle_when when);

#endif
