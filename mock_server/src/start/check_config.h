/* --check-config: what a mock would find at its start, without starting it and without writing. */
#ifndef MOCK_CHECK_CONFIG_H
#define MOCK_CHECK_CONFIG_H

#include "server/settings.h"

/* Say on standard output what the files are, and on standard error what is doubtful. false with a
 * line in error when a mock would not start. */
bool check_config(const struct settings *settings, char *error, size_t error_size);

#endif
