/* What a case needs of its target: what it says itself, and what its steps imply. */
#ifndef CONFORM_NEEDS_H
#define CONFORM_NEEDS_H

#include "suite.h"

/* Fill in needs and pay_types of a case whose JSON has been checked; false when there are too many
 * pay types. */
bool needs_read(const struct suite *suite, const cJSON *json, struct test_case *test);

/* The capabilities alone; also of a case that is still being checked. */
capability_set needs_of(const cJSON *json);

/* The bits of a list of capabilities; 0 for NULL. Pay types have none. */
capability_set needs_listed(const cJSON *list);

/* "800108" of "pay_type.800108"; NULL for any other word. */
const char *needs_pay_type(const char *word);

#endif
