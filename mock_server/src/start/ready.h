/* qfpay-mock ready: ask a mock that is or will be there whether it is ready. */
#ifndef MOCK_READY_H
#define MOCK_READY_H

#include "server/settings.h"

/* The exit status: 0 when it is ready, and its base URL is on standard output; 1 when it is not,
 * and why is on standard error; 2 when nobody can tell where it is. */
int ready_ask(const struct settings *settings);

#endif
