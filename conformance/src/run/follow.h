/* A refund, reversal, close, capture or release may be answered with a code to wait with first
 * (RFD-13, RVS-11, RSP-03) and come to its end later. What is expected of its end is then asked for
 * by queries. */
#ifndef CONFORM_FOLLOW_H
#define CONFORM_FOLLOW_H

#include "request/message.h"
#include "run/course.h"

/* If the reply to a step's request says to wait, and the step does not expect just that, ask until
 * the end is known, a few times at most, and put its code into reply->settled. Where the sandbox
 * has a clock it is moved on between the questions. */
void follow_up(struct course *course, const cJSON *step, const struct request *request,
               struct reply *reply);

#endif
