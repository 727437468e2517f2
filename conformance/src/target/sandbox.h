/* The control calls of a sandbox (`/__sandbox/`), as any program could make them. */
#ifndef CONFORM_SANDBOX_H
#define CONFORM_SANDBOX_H

#include "request/credentials.h"
#include "request/message.h"
#include "target/target.h"

/* What a fresh merchant shall be. */
struct merchant_wish {
    bool agent;              /* with mchids: an active, a disabled and an unconfigured one */
    capability_set features; /* to be switched on, CAN_NOTIFY_KEY among them; others do not count */
};

/* One control call. path is below /__sandbox/, with its query; json NULL for no body. */
void sandbox_call(struct target *target, struct arena *arena, const char *method, const char *path,
                  const cJSON *json, int64_t deadline_ms, struct reply *reply);

/* A merchant that the sandbox made; its texts live in the arena. */
struct made_merchant {
    struct credentials credentials;
    const cJSON *features; /* as the sandbox shows them; NULL when it does not */
};

/* Make a merchant. false and a sentence in *problem. */
bool sandbox_make_merchant(struct target *target, struct arena *arena, struct merchant_wish wish,
                           int64_t deadline_ms, struct made_merchant *made, const char **problem);

/* Remove a merchant made above. Failure leaves it behind, which harms nobody. */
void sandbox_drop_merchant(struct target *target, struct arena *arena, const char *app_code,
                           int64_t deadline_ms);

/* A merchant's clock. false when the answer is not a clock. */
bool sandbox_read_clock(struct target *target, struct arena *arena, const char *app_code,
                        int64_t deadline_ms, int64_t *now, bool *frozen);

/* Read a clock from the answer to GET or PUT clock. */
bool sandbox_parse_clock(const cJSON *json, int64_t *now, bool *frozen);

#endif
