/* Trials for people: the commands `list` and `explain`. */
#ifndef CONFORM_TRIAL_WORDS_H
#define CONFORM_TRIAL_WORDS_H

#include <stdio.h>

#include "options/options.h"
#include "trial/result.h"

/* Some trials of a kind. */
struct trials {
    const char *kind; /* "vector" */
    const struct trial *list;
    size_t count;
};

/* One line for each selected one. Returns how many. */
size_t trials_list(FILE *out, struct trials trials, const struct options *options);

/* One line for each that is about a requirement. */
void trials_of_requirement(FILE *out, struct trials trials, const struct requirement *requirement);

/* One line for each that can show a mistake. Returns how many. */
size_t trials_of_mistake(FILE *out, struct trials trials, const char *id);

/* Why there is a trial, on which evidence, what it can show. */
void trial_explain(FILE *out, const struct suite *suite, const struct trial *trial);

#endif
