/* The `receive` step of a running case, and the receiver's part of its start and end. */
#ifndef CONFORM_RECEIVE_H
#define CONFORM_RECEIVE_H

#include "run/course.h"

/* Give the case an address to be notified at; nothing without a receiver. */
void receive_begin(struct course *course);
void receive_end(struct course *course);

void receive_run(struct course *course, const cJSON *step);

#endif
