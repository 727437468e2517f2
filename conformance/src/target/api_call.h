/* A signed call of the API that no fixture asks for: what discovery and tidying up need. */
#ifndef CONFORM_API_CALL_H
#define CONFORM_API_CALL_H

#include "fixture/calls.h"
#include "request/credentials.h"
#include "request/message.h"
#include "target/target.h"

/* POST the form of a call, signed as the merchant. The reply is owned by the arena. */
void api_call(struct target *target, struct arena *arena, const struct credentials *merchant,
              enum call_kind kind, const struct qfpay_param *params, size_t count,
              struct reply *reply);

/* The same, signed as a step's "sign" says (fixtures/README.md). */
void api_call_signed(struct target *target, struct arena *arena, const struct credentials *merchant,
                     enum call_kind kind, const struct qfpay_param *params, size_t count,
                     const cJSON *how, struct reply *reply);

#endif
