/* What a client says: its last lines are kept for the report, a receiver's bookings are read. */
#ifndef CONFORM_HEARING_H
#define CONFORM_HEARING_H

#include "network/play.h"

/* Take the lines that are there, waiting for the first until deadline_ms, so that the client never
 * waits for a full pipe. CHILD_LINE: there may be more, because at most HEARD_MAX are taken at
 * once. */
enum child_read hear_output(struct play *play, int64_t deadline_ms);

/* The same of its standard error, without waiting. */
enum child_read hear_errors(struct play *play);

#endif
