/* The form of scenario files: what fixtures/schema/scenarios.schema.json says, checked at every
 * load. */
#ifndef CONFORM_SCENARIO_CHECK_H
#define CONFORM_SCENARIO_CHECK_H

#include "fixture/suite.h"

#define SCENARIO_RUNS "pay-and-wait refund receive"

/* Whether the document has no problem; problems go to suite_problem. */
bool check_scenarios(struct suite *suite, const char *file, const cJSON *document);

#endif
