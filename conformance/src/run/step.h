/* One step of a running case: send, note what went over the wire, judge, capture. */
#ifndef CONFORM_STEP_H
#define CONFORM_STEP_H

#include "run/course.h"

void step_run(struct course *course, const cJSON *step);

#endif
