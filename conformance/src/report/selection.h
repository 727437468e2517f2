/* What is said when --filter selects nothing. */
#ifndef CONFORM_SELECTION_H
#define CONFORM_SELECTION_H

#include "options.h"
#include "suite.h"

/* One line for each filter with the nearest ids, one more for each retired id that the filter would
 * have selected, and where to find what it does select: other commands have other kinds of tests.
 */
void selection_say_empty(FILE *err, const struct suite *suite, const struct options *options);

#endif
