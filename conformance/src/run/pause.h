/* The clock steps of a case, where they are pauses of that length (--patient). */
#ifndef CONFORM_PAUSE_H
#define CONFORM_PAUSE_H

#include <stdint.h>

#include "fixture/suite.h"

enum { PAUSE_MAX_S = 600 };

/* How many seconds a case really waits when its clock steps are pauses. -1 when it has none, sets a
 * clock or holds it still, wants more than PAUSE_MAX_S, has merchants with a time of their own,
 * or looks at what comes by itself meanwhile. */
int64_t pause_of_case(const struct test_case *test);

/* What one step waits, in seconds; 0 for one that does not, -1 for one that is no mere pause. */
int64_t pause_of_step(const cJSON *step);

#endif
