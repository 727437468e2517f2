/* The form of fixture files: what fixtures/schema/ says, checked at every load, and beyond that
 * what a schema cannot say: known requirements, templates and variables, readable patterns, steps
 * that fit the case's safety. Problems go to suite_problem. */
#ifndef CONFORM_FIXTURE_CHECK_H
#define CONFORM_FIXTURE_CHECK_H

#include "suite.h"

/* Each returns whether the document has no problem. Templates and requirements must be loaded
 * before cases are checked. */
bool check_requirements(struct suite *suite, const char *file, const cJSON *document);
bool check_template(struct suite *suite, const char *file, const cJSON *document);
bool check_cases(struct suite *suite, const char *file, const cJSON *document);

#endif
