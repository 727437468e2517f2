/* Vectors for people: the commands `list` and `explain`. */
#ifndef CONFORM_VECTOR_WORDS_H
#define CONFORM_VECTOR_WORDS_H

#include "options/options.h"
#include "trial/vector.h"

/* One line for each selected vector. Returns how many. */
size_t vectors_list(FILE *out, const struct vectors *vectors, const struct options *options);

/* Everything about one vector: why, on which evidence, what is asked, what is expected. */
void vector_explain(FILE *out, const struct suite *suite, const struct vector *vector);

/* One line for each vector about a requirement. */
void vectors_of_requirement(FILE *out, const struct vectors *vectors,
                            const struct requirement *requirement);

#endif
