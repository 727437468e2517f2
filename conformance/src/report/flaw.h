/* Whether a run as a whole is as expected, whatever its single results are. */
#ifndef CONFORM_FLAW_H
#define CONFORM_FLAW_H

#include "report/report.h"

/* Why the run as a whole is not as expected, whatever its results are: it was stopped, everything
 * was skipped where something must be tried, or the level wished for is not reached. NULL when
 * there is nothing of the kind. */
const char *report_flaw(const struct report *report, struct arena *arena);

/* Whether every selected trial was made and came out as expected. */
bool report_is_good(const struct report *report);

#endif
