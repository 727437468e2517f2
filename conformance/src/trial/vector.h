/* The vectors that a testee is asked: fixtures/vectors/, those files that name an operation. Loaded
 * once, checked completely, then only read. What is asked and what is expected stays JSON; the
 * loader has seen to it that it is there and of the right kind. */
#ifndef CONFORM_VECTOR_H
#define CONFORM_VECTOR_H

#include "trial/operation.h"
#include "trial/result.h"

struct vector {
    struct trial trial;
    const struct requirement *requirement; /* what trial.requirements points to */
    enum operation operation;
    const cJSON *data;
};

struct vectors {
    struct vector *list;  /* in the order of files and within them */
    struct trial *trials; /* theirs, side by side, for a session */
    size_t count;
};

/* Load and check the vectors below the suite's folder, into arena; there may be none. Each problem
 * is one line on problems_to that names the file and the place in it; false when there was any. */
bool vectors_load(struct vectors *vectors, const struct suite *suite, struct arena *arena,
                  FILE *problems_to);

/* NULL when there is none of that id. */
const struct vector *vectors_find(const struct vectors *vectors, const char *id);

#endif
