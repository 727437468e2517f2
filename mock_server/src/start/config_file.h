/* The --config file: one JSON object of options, and "merchants" to replace the built-in ones. */
#ifndef MOCK_CONFIG_FILE_H
#define MOCK_CONFIG_FILE_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "server/settings.h"

/* Takes one option as text: true and false, numbers and strings all come this way. */
typedef bool config_member(void *context, const char *key, const char *value,
                           char error[OPTIONS_ERROR_SIZE]);

/* Read a file and hand each member but "merchants" to take. *merchants is the array, caller frees
 * with cJSON_Delete, or NULL. false: one line in error with the file's name, and the line number
 * where one is known. */
bool config_read(const char *path, config_member *take, void *context, cJSON **merchants,
                 char error[OPTIONS_ERROR_SIZE]);

#endif
