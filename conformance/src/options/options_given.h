/* The options that a run is made with, as words of a command line; without secrets. */
#ifndef CONFORM_OPTIONS_GIVEN_H
#define CONFORM_OPTIONS_GIVEN_H

#include "base/arena.h"
#include "options/options.h"

/* Everything in force, whether it was said, stands in the environment or is what is meant without
 * saying. Left out are keys, and files that only say where something is written. NULL behind the
 * last; in arena. */
char *const *options_given(const struct options *options, struct arena *arena);

#endif
