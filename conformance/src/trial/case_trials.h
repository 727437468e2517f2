/* The cases of the fixtures as trials. */
#ifndef CONFORM_CASE_TRIALS_H
#define CONFORM_CASE_TRIALS_H

#include "trial/result.h"

/* One trial per case, in the order of suite->cases; in arena. A case is about the requirements that
 * it lists and those that its expectations name for themselves. */
struct trial *case_trials(const struct suite *suite, struct arena *arena);

#endif
