/* The commands `record` and `diff`: keep what a target answers, and show where two part. */
#ifndef CONFORM_DRIFT_H
#define CONFORM_DRIFT_H

#include "exit_status.h"
#include "options.h"
#include "suite.h"

enum exit_status record_command(const struct suite *suite, const struct options *options);

/* EXIT_UNEXPECTED when something differs. */
enum exit_status diff_command(const struct suite *suite, const struct options *options);

#endif
