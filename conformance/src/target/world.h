/* The merchants that one case acts as. On a sandbox each is made fresh at its first use, so that
 * cases never meet; elsewhere they are those whose credentials were given. Each has its own time.
 */
#ifndef CONFORM_WORLD_H
#define CONFORM_WORLD_H

#include "request/credentials.h"
#include "request/scope.h"
#include "target/sandbox.h"

struct member {
    struct credentials credentials;
    bool ready;
    bool fresh; /* made here, to be removed at the end */
    bool clock_known;
    bool frozen;
    int64_t clock_at; /* what it said, seconds since 1970 */
    int64_t asked_at; /* when, in now_ms */
};

struct world {
    struct target *target;
    struct arena *arena;
    capability_set features; /* that fresh merchants have */
    int64_t deadline_ms;
    struct member members[ROLE_COUNT];
    enum role role; /* whose time world_now tells */
};

/* The merchant of a role, made when needed; NULL and a sentence in *problem. */
const struct credentials *world_merchant(struct world *world, enum role role, const char **problem);

/* The time of world->role, asked from the sandbox when that has a clock. For scope.now, hence the
 * pointer to a world without its type. */
int64_t world_now(void *context);

/* The clock of a role was changed; json is the sandbox's answer. */
void world_clock_changed(struct world *world, enum role role, const cJSON *json);

/* Remove the merchants that were made, until deadline_ms. */
void world_close(struct world *world);

#endif
