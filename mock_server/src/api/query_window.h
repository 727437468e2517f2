/* The stretch of time that a query without a number covers (QRY-06, QRY-14). */
#ifndef MOCK_QUERY_WINDOW_H
#define MOCK_QUERY_WINDOW_H

#include "api/call.h"

/* From start_time to end_time, a missing one filled in from the current calendar month. */
struct window query_window(struct call *call);

condition is_forwards;  /* it does not end before it starts */
condition is_one_month; /* the whole of it lies in one calendar month */

#endif
