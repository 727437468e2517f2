/* Whether a file of vectors has the form that fixtures/schema/vectors.schema.json describes, as far
 * as testees are concerned. */
#ifndef CONFORM_VECTOR_CHECK_H
#define CONFORM_VECTOR_CHECK_H

#include "fixture/suite.h"
#include "trial/operation.h"

/* Check a document whose operation is known. Problems are noted on suite; false when there were. */
bool check_vectors(struct suite *suite, const char *file, const cJSON *document,
                   enum operation operation);

#endif
