/* Scenarios for people: the commands `list` and `explain`. */
#ifndef CONFORM_SCENARIO_WORDS_H
#define CONFORM_SCENARIO_WORDS_H

#include "options/options.h"
#include "trial/scenario.h"

/* One line for each selected scenario. Returns how many. */
size_t scenarios_list(FILE *out, const struct scenario_list *list, const struct options *options);

/* NULL when there is none with this id. */
const struct scenario *scenarios_find(const struct scenario_list *list, const char *id);

/* Everything about one scenario: why, on which evidence, what happens, what is expected. */
void scenario_explain(FILE *out, const struct suite *suite, const struct scenario *scenario);

/* One line for each scenario about a requirement. */
void scenarios_of_requirement(FILE *out, const struct scenario_list *list,
                              const struct requirement *requirement);

#endif
