/* How an order comes to be paid where no control API has a payer: by itself, on servers whose
 * orders become paid a while after they were made. No document forbids that of a test server. */
#ifndef CONFORM_PAID_H
#define CONFORM_PAID_H

#include "request/credentials.h"
#include "target/target.h"

enum { SELF_PAID_MS = 10000 }; /* how long a case waits for an order to become paid */

/* After discovery: where nobody can be told to pay, make one small payment and watch it for some
 * seconds. When it becomes paid the target has CAN_PAID and CAN_SELF_PAID, and no CAN_UNPAID. Asked
 * only when one of these is among what is needed, and never of a live target. */
void paid_discover(struct target *target, struct arena *arena, capability_set needed);

/* Whether the query shows an order as paid. */
bool paid_now(struct target *target, struct arena *arena, const struct credentials *merchant,
              const char *syssn);

/* Ask for an order until it is paid, or until a time of now_ms, or Ctrl-C. Whether it is; else why
 * not, in the arena, in *problem. */
bool paid_wait(struct target *target, struct arena *arena, const struct credentials *merchant,
               const char *syssn, int64_t until_ms, const char **problem);

#endif
