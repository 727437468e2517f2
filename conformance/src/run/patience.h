/* Cases that need time to pass, on targets without a clock to move (--patient): their clock steps
 * are pauses of that length, and all cases pause side by side. */
#ifndef CONFORM_PATIENCE_H
#define CONFORM_PATIENCE_H

#include <stdbool.h>

#include "run/run.h"

enum { PATIENCE_MAX_S = 600 };

/* How many seconds a case really waits when its clock steps are pauses. -1 when it has none, sets a
 * clock or holds it still, wants more than PATIENCE_MAX_S, has merchants with a time of their own,
 * or looks at what comes by itself meanwhile. */
int64_t patience_seconds(const struct test_case *test);

/* What one step waits, in seconds; 0 for one that does not, -1 for one that is no mere pause. */
int64_t patience_pause(const cJSON *step);

struct patience;

/* Make these trials of a suite's cases, each until its first pause, go on with whichever is due,
 * and return when all have ended or after Ctrl-C. wanted[i] belongs to case i; seconds is what a
 * case may take beside its pauses. Caller frees with patience_free. */
struct patience *patience_run(const struct suite *suite, struct target *target,
                              const struct trial *trials, const bool *wanted, int seconds);

/* Whether a case ended so. */
bool patience_has(const struct patience *patience, size_t index);

/* Move the result of such a case over one that was begun and knows nothing yet. */
void patience_take(struct patience *patience, size_t index, struct result *result);

/* Accepts NULL. */
void patience_free(struct patience *patience);

#endif
