/* Closing what a run has opened: orders of a live target that the ledger calls open. */
#ifndef CONFORM_SETTLE_H
#define CONFORM_SETTLE_H

#include <stddef.h>

#include "safety/guard.h"
#include "target/target.h"

enum settle_when {
    SETTLE_BETWEEN, /* between cases: try once, and leave what is not clear for the end */
    SETTLE_AT_END,  /* try again what trying again may help */
};

/* Close every open order of this target and these merchants (the contract's close; reversal where
 * that does not help), and believe it only when a query says so. What no query shows was never made
 * only when its payment was refused, or is older than ORDER_APPEARS_S. Returns how many stay open;
 * each says why in order->left. */
size_t settle_orders(struct target *target, enum settle_when when);

#endif
