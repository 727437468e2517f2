/* Many results say the same: one other choice of a server shows in a hundred cases, one missing
 * capability skips hundreds. Here they are counted, so that reports tell it once. */
#ifndef CONFORM_SAYINGS_H
#define CONFORM_SAYINGS_H

#include "report/report.h"

struct saying {
    const char *text;            /* as all of them say it; else the cause */
    const char *cause;           /* what they have in common, see cause.h */
    const char *source;          /* of a difference; "" of a skip */
    const struct result *result; /* the first that says it */
    size_t count;                /* of results */
};

/* More than this many kinds of the same are not read by anybody. */
enum { SAYINGS_SHOWN = 20 };

/* The causes of failures, what differs as expected, and of VERDICT_SKIP or VERDICT_UNMET why trials
 * were skipped or what preconditions were not met; the most frequent first; in arena. */
struct saying *sayings_of_failures(const struct report *report, struct arena *arena, size_t *count);
struct saying *sayings_of(const struct report *report, struct arena *arena, enum verdict verdict,
                          size_t *count);
struct saying *sayings_of_differences(const struct report *report, struct arena *arena,
                                      size_t *count);

/* Whether a result is one of those behind a row of failures or of what is unmet. */
bool saying_is_of(const struct saying *saying, const struct report *report,
                  const struct result *result);

#endif
