/* The command `server`: judge a server by the cases. */
#ifndef CONFORM_SERVER_H
#define CONFORM_SERVER_H

#include "options.h"
#include "suite.h"

enum exit_status {
    EXIT_AS_EXPECTED = 0,
    EXIT_UNEXPECTED = 1,
    EXIT_USAGE = 2, /* or a fixture that is wrong */
    EXIT_OUT_OF_REACH = 3,
    EXIT_UNSAFE = 4,
};

enum exit_status server_command(const struct suite *suite, const struct options *options);

#endif
