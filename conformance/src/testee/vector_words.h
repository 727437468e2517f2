/* A vector for people: the command `explain`. */
#ifndef CONFORM_VECTOR_WORDS_H
#define CONFORM_VECTOR_WORDS_H

#include "trial/vector.h"

/* Everything about one vector: why, on which evidence, what is asked, what is expected. */
void vector_explain(FILE *out, const struct suite *suite, const struct vector *vector);

#endif
