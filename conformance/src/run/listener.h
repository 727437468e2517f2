/* Who wants to hear every exchange of the cases as they run, bytes and all: not the report, which
 * keeps a few words for people, but whoever records a target. */
#ifndef CONFORM_LISTENER_H
#define CONFORM_LISTENER_H

#include "fixture/suite.h"
#include "request/message.h"
#include "request/request.h"
#include "target/world.h"

/* What a step exchanged with the target; all borrowed during the call. */
struct heard {
    const struct test_case *test;
    const cJSON *step;
    size_t number;                   /* of the step, from 1 */
    const struct request *requests;  /* count of them; NULL unless the step is a call */
    const struct outgoing *outgoing; /* of a control call, or where a notification came to */
    const struct reply *replies;     /* count of them, in the order of the requests */
    size_t count;
    const struct scope *scope;
    struct world *world;
};

struct listener {
    void (*hear)(void *context, const struct heard *heard);
    void *context;
};

#endif
