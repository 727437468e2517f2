/* Several requests in one piece on one connection, as HTTP/1.1 allows (RFC 9112, 9.3.2): the
 * answers must come whole and in the same order. And the other way round: one request whose body
 * comes in several pieces. */
#ifndef CONFORM_PIPELINE_H
#define CONFORM_PIPELINE_H

#include "request/message.h"
#include "target/target.h"

enum { PIPELINED_MAX = 16 };

/* Send them, the last one's body in its `pieces`, and read as many answers, at the latest by
 * deadline_ms of now_ms. What did not come has problems[i] and nothing in answers[i] but `sent`. */
void pipeline_exchange(const struct target *target, const struct outgoing *outgoing, size_t count,
                       int64_t deadline_ms, struct qfpay_response *const *answers,
                       struct qfpay_error *const *problems);

#endif
