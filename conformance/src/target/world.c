/* See world.h. */
#include "target/world.h"

#include <time.h>

/* Whether a merchant is made fresh for the case, or is one of those that were given. */
static bool
is_made(const struct target *target, enum role role)
{
    return (target->can & capability_bit(CAN_MERCHANTS)) &&
           !(role == ROLE_AGENT && target->agent_is_given);
}

const struct credentials *
world_merchant(struct world *world, enum role role, const char **problem)
{
    struct member *member = &world->members[role];
    struct merchant_wish wish = {role == ROLE_AGENT, world->features};
    struct made_merchant made;

    if (member->ready)
        return &member->credentials;
    if (is_made(world->target, role)) {
        if (!sandbox_make_merchant(world->target, world->arena, wish, world->deadline_ms, &made,
                                   problem))
            return NULL;
        member->credentials = made.credentials;
        member->fresh = true;
    } else if (world->target->given[role].app_code) {
        member->credentials = world->target->given[role];
    } else {
        *problem = arena_printf(world->arena, "no credentials of the %s merchant", role_name(role));
        return NULL;
    }
    member->ready = true;
    return &member->credentials;
}

static void
learn_clock(struct member *member, int64_t now, bool frozen)
{
    member->clock_at = now;
    member->frozen = frozen;
    member->asked_at = now_ms();
    member->clock_known = true;
}

int64_t
world_now(void *context)
{
    struct world *world = context;
    struct member *member = &world->members[world->role];
    int64_t now = 0;
    bool frozen = false;

    if (!member->clock_known && member->ready && (world->target->can & capability_bit(CAN_CLOCK)) &&
        sandbox_read_clock(world->target, world->arena, member->credentials.app_code,
                           world->deadline_ms, &now, &frozen))
        learn_clock(member, now, frozen);
    if (!member->clock_known)
        return (int64_t)time(NULL);
    return member->clock_at + (member->frozen ? 0 : (now_ms() - member->asked_at) / 1000);
}

void
world_clock_changed(struct world *world, enum role role, const cJSON *json)
{
    int64_t now = 0;
    bool frozen = false;

    world->members[role].clock_known = false;
    if (sandbox_parse_clock(json, &now, &frozen))
        learn_clock(&world->members[role], now, frozen);
}

void
world_close(struct world *world)
{
    size_t role;

    world->target->is_tidying = true;
    for (role = 0; role < ROLE_COUNT; role++) {
        struct member *member = &world->members[role];

        if (member->fresh)
            sandbox_drop_merchant(world->target, world->arena, member->credentials.app_code,
                                  world->deadline_ms);
        member->fresh = false;
        member->ready = false;
    }
    world->target->is_tidying = false;
}
