/* What one finding has in common with those of other trials. A message says what was expected and
 * what came; the number of the order, the time and the digest in it are that trial's own, so they
 * are left out before messages are compared. */
#ifndef CONFORM_CAUSE_H
#define CONFORM_CAUSE_H

#include "base/arena.h"

/* The message with "..." for whatever is the trial's own; in arena. Codes, small numbers and words
 * stay, for these tell one cause from another. */
const char *cause_of(struct arena *arena, const char *message);

#endif
