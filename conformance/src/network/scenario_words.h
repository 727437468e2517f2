/* A scenario for people: the command `explain`. */
#ifndef CONFORM_SCENARIO_WORDS_H
#define CONFORM_SCENARIO_WORDS_H

#include "trial/scenario.h"

/* Everything about one scenario: why, on which evidence, what happens, what is expected. */
void scenario_explain(FILE *out, const struct suite *suite, const struct scenario *scenario);

#endif
