/* One step of a running case: send, note what went over the wire, judge, capture. */
#ifndef CONFORM_STEP_H
#define CONFORM_STEP_H

#include "run.h"
#include "world.h"

/* A case under way. */
struct course {
    const struct suite *suite;
    struct target *target;
    const struct test_case *test;
    struct result *result;
    struct world world;
    struct scope scope;
    struct judge judge;
    bool stopped; /* a later step would lack what this one did not bring */
};

/* Act as a role from here on; false after noting that there is no such merchant. */
bool course_enter(struct course *course, enum role role);

/* Replace variables; NULL after noting the problem, which stops the case. */
const char *course_expand(struct course *course, const char *text);

void step_run(struct course *course, const cJSON *step);

#endif
