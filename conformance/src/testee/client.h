/* The command `client`: every vector is a trial, its questions go to a testee over stdin and
 * stdout. */
#ifndef CONFORM_CLIENT_H
#define CONFORM_CLIENT_H

#include "base/exit_status.h"
#include "fixture/suite.h"
#include "options/options.h"

enum exit_status client_command(const struct suite *suite, const struct options *options);

#endif
