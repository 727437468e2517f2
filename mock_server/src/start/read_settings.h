/* Where the settings of a run come from: flags, environment (QFPAY_MOCK_...) and a JSON file, in
 * this order of precedence, all from one table of options. */
#ifndef MOCK_READ_SETTINGS_H
#define MOCK_READ_SETTINGS_H

#include "program/options.h"
#include "qfpay/near.h"
#include "server/settings.h"

/* What is to be said behind a name of --defect that there is not: "; did you mean", in hint or
 * static. NULL: there is one of that name. */
typedef const char *misses_defect(const char *name, char hint[QFPAY_NEAR_HINT_SIZE]);

/* Read file, environment and flags. OPTIONS_WRONG: one line in error. */
enum options_end settings_read(struct settings *settings, int argc, char **argv,
                               misses_defect *misses, char error[OPTIONS_ERROR_SIZE]);

/* The same for the command ready, which has options of its own beside those of the server that it
 * asks for, and lets the server judge whether these fit together. argv[0] is the command's name. */
enum options_end settings_read_ready(struct settings *settings, int argc, char **argv,
                                     char error[OPTIONS_ERROR_SIZE]);
void settings_free(struct settings *settings);

/* Every option with its value's name and what it does. */
void settings_help(FILE *out);
void settings_help_ready(FILE *out);

#endif
