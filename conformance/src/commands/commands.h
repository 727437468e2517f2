/* The commands that need no target: they only read the fixtures, or reports. */
#ifndef CONFORM_COMMANDS_H
#define CONFORM_COMMANDS_H

#include "base/exit_status.h"
#include "fixture/suite.h"
#include "options/options.h"

/* One line per selected case. */
enum exit_status list_command(const struct suite *suite, const struct options *options);

/* A case in words: its rules, its sources, what it sends and expects; or a requirement and its
 * cases. */
enum exit_status explain_command(const struct suite *suite, const struct options *options);

/* The requirements without a case that keeps or breaks them, and why; EXIT_UNEXPECTED when one
 * lacks what it should have. */
enum exit_status coverage_command(const struct suite *suite, const struct options *options);

/* Whether a report is whole, unchanged and in agreement with itself, in words for who must rely on
 * it. EXIT_UNEXPECTED when it is not, EXIT_USAGE when it is no report at all. fixtures is the
 * folder that this program would use. */
enum exit_status verify_command(const char *fixtures, const struct options *options);

/* What became better and what worse from one report to another. EXIT_UNEXPECTED when something
 * became worse, EXIT_USAGE when the two cannot be compared. */
enum exit_status compare_command(const struct options *options);

#endif
