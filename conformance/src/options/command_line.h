/* The command line, and what the environment adds to it. */
#ifndef CONFORM_COMMAND_LINE_H
#define CONFORM_COMMAND_LINE_H

#include "options/options.h"

/* Read the command line. OPTIONS_HELP and OPTIONS_VERSION were printed to out; OPTIONS_WRONG is
 * told in one line on err. All texts are borrowed from argv and the environment. */
enum options_end options_parse(struct options *options, int argc, char **argv, FILE *out,
                               FILE *err);

#endif
