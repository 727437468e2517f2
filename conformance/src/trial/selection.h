/* What --filter selects, and what is said when that is nothing. */
#ifndef CONFORM_SELECTION_H
#define CONFORM_SELECTION_H

#include "fixture/suite.h"
#include "options/options.h"

/* What the selected cases need, all together. */
capability_set selection_needs(const struct suite *suite, const struct options *options);

/* One line for each filter with the nearest ids, one more for each retired id that the filter would
 * have selected, and where to find what it does select: other commands have other kinds of tests.
 */
void selection_say_empty(FILE *err, const struct suite *suite, const struct options *options);

#endif
