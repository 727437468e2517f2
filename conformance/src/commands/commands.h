/* The commands that need no target: they only read the fixtures. */
#ifndef CONFORM_COMMANDS_H
#define CONFORM_COMMANDS_H

#include "exit_status.h"
#include "options.h"
#include "suite.h"

/* One line per selected case. */
enum exit_status list_command(const struct suite *suite, const struct options *options);

/* A case in words: its rules, its sources, what it sends and expects; or a requirement and its
 * cases. */
enum exit_status explain_command(const struct suite *suite, const struct options *options);

/* The requirements without a case that keeps or breaks them, and why; EXIT_UNEXPECTED when one
 * lacks what it should have. */
enum exit_status coverage_command(const struct suite *suite, const struct options *options);

#endif
