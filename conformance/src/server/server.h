/* The command `server`: judge a server by the cases. */
#ifndef CONFORM_SERVER_H
#define CONFORM_SERVER_H

#include "base/exit_status.h"
#include "fixture/suite.h"
#include "options/options.h"

enum exit_status server_command(const struct suite *suite, const struct options *options);

#endif
