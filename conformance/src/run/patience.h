/* Cases that need time to pass, on targets without a clock to move (--patient): their clock steps
 * are pauses of that length, and all cases pause side by side. */
#ifndef CONFORM_PATIENCE_H
#define CONFORM_PATIENCE_H

#include <stdbool.h>

#include "fixture/suite.h"
#include "target/target.h"
#include "trial/result.h"

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
