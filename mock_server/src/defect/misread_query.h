/* What a query asks for, read otherwise than it was sent. */
#ifndef MOCK_MISREAD_QUERY_H
#define MOCK_MISREAD_QUERY_H

#include "api/call.h"

/* Take start_time and end_time out of a query without a number, if both lie in the current month:
 * all of that is searched then. */
void misread_hide_times(struct request *req);

/* The times that were sent, hidden or not; a missing one is no bound. */
struct window misread_times(const struct request *req);

#endif
