/* The command `selftest`: who tests the tests. A mock with one deliberate mistake at a time is
 * judged by the cases, and every mistake must be noticed by one. */
#ifndef CONFORM_SELFTEST_H
#define CONFORM_SELFTEST_H

#include "base/exit_status.h"
#include "fixture/suite.h"
#include "options/options.h"

/* EXIT_UNEXPECTED when a mistake goes unnoticed, or the cases fail without any. */
enum exit_status selftest_command(const struct suite *suite, const struct options *options);

#endif
