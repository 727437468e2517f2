/* The commands `record` and `diff`: keep what a target answers, and show where two part. */
#ifndef CONFORM_DRIFT_H
#define CONFORM_DRIFT_H

#include "base/exit_status.h"
#include "fixture/suite.h"
#include "options/options.h"

enum exit_status record_command(const struct suite *suite, const struct options *options);

/* EXIT_UNEXPECTED when something differs. */
enum exit_status diff_command(const struct suite *suite, const struct options *options);

#endif
