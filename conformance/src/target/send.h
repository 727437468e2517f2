/* The only way to a target: asks the guard, waits for the pace, sends bytes and brings back
 * answers; what is in them is others' business. Requests go out one at a time from one thread,
 * except through target_send_parallel. */
#ifndef CONFORM_SEND_H
#define CONFORM_SEND_H

#include "request/message.h"
#include "target/target.h"

enum { PARALLEL_MAX = 64 };

/* Send one request and read the answer, at the latest by deadline_ms of now_ms. */
void target_send(struct target *target, struct arena *arena, const struct outgoing *outgoing,
                 int64_t deadline_ms, struct reply *reply);

/* Send count (at most PARALLEL_MAX) requests at the same moment, each on its own connection. */
void target_send_parallel(struct target *target, struct arena *arena,
                          const struct outgoing *outgoing, size_t count, int64_t deadline_ms,
                          struct reply *replies);

/* Send count requests (PIPELINED_MAX at most, pipeline.h) in one piece on a connection of their
 * own.
 */
void target_send_pipelined(struct target *target, struct arena *arena,
                           const struct outgoing *outgoing, size_t count, int64_t deadline_ms,
                           struct reply *replies);

#endif
