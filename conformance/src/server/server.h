/* The command `server`: judge a server by the cases. */
#ifndef CONFORM_SERVER_H
#define CONFORM_SERVER_H

#include "exit_status.h"
#include "options.h"
#include "suite.h"

enum exit_status server_command(const struct suite *suite, const struct options *options);

#endif
