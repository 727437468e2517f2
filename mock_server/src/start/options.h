/* Where the settings of a run come from: flags, environment (QFPAY_MOCK_...) and a JSON file, in
 * this order of precedence, all from one table of options. */
#ifndef MOCK_OPTIONS_H
#define MOCK_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "qfpay/near.h"
#include "server/settings.h"

/* What is to be said behind a name of --defect that there is not: "; did you mean", in hint or
 * static. NULL: there is one of that name. */
typedef const char *misses_defect(const char *name, char hint[QFPAY_NEAR_HINT_SIZE]);

/* Read file, environment and flags. false: one line in error. */
bool options_read(struct settings *settings, int argc, char **argv, misses_defect *misses,
                  char error[OPTIONS_ERROR_SIZE]);
void options_free(struct settings *settings);

/* Every option with its value's name and what it does. */
void options_help(FILE *out);

/* "90", "90s", "5m", "2h": whole seconds. */
bool options_duration(const char *text, int64_t *seconds);

#endif
