/* What the cases say about the contract, before anything is run: which rules have a case that keeps
 * them, which have one that breaks them, and why the others have none. */
#ifndef CONFORM_COVERAGE_H
#define CONFORM_COVERAGE_H

#include <stdio.h>

#include "trial/result.h"

struct coverage_row {
    const struct requirement *requirement;
    size_t cases;    /* that are about it */
    size_t positive; /* and keep it */
    size_t negative; /* and break it; one case may do both */
};

/* One row per requirement, in the order of requirements.json; in arena. trials are the cases of the
 * suite, in its order. Of a rule that nothing can break, every case is a positive one. */
struct coverage_row *coverage_build(const struct suite *suite, struct arena *arena,
                                    const struct trial *trials);

/* The rules that lack what they should have, those that cannot be seen and those that cannot be
 * broken, each with the reason, and a line of figures. With whole, one line per rule before it.
 * Returns the number of rules that lack something. */
size_t coverage_print(FILE *out, const struct suite *suite, const struct coverage_row *rows,
                      bool whole);

#endif
