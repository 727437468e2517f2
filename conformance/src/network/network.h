/* `qfpay-conform client --network`: a client program against scenarios in a mock of our own. */
#ifndef CONFORM_NETWORK_H
#define CONFORM_NETWORK_H

#include "base/exit_status.h"
#include "fixture/suite.h"
#include "options/options.h"

/* Play the selected scenarios with the client of the options, report, say how it went. */
enum exit_status network_command(const struct suite *suite, const struct options *options);

#endif
