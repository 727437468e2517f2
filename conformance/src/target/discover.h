/* Finding out what a target can do, by asking it. */
#ifndef CONFORM_DISCOVER_H
#define CONFORM_DISCOVER_H

#include "target/target.h"

/* Fill in target->can; its credentials must be there. false when no case could tell anything:
 * nothing answers, there is no such API, or credentials that somebody gave are refused; then
 * *problem says it, to stand behind the URL: "is out of reach: ...". */
bool discover(struct target *target, struct arena *arena, const char **problem);

/* The same without asking: fill in what the given credentials say. Returns what only asking would
 * show. */
capability_set discover_unasked(struct target *target);

#endif
