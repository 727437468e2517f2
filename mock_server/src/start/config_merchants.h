/* The "merchants" of a config file, checked before anything starts. */
#ifndef MOCK_CONFIG_MERCHANTS_H
#define MOCK_CONFIG_MERCHANTS_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "program/options.h"

struct notify_hosts;

/* Whether every merchant can be made. false: *where is the element to blame, reason says why. */
bool config_check_merchants(const cJSON *merchants, const struct notify_hosts *hosts,
                            const cJSON **where, char reason[OPTIONS_ERROR_SIZE]);

#endif
