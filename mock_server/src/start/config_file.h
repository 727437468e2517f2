/* The --config file: one JSON object of options, and "merchants" to replace the built-in ones. */
#ifndef MOCK_CONFIG_FILE_H
#define MOCK_CONFIG_FILE_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "program/options.h"

/* Read the options of a file; each member but "merchants" is one. *merchants is the array, caller
 * frees with cJSON_Delete, or NULL. false: one line in error with the file's name, and the line
 * number where one is known. */
bool config_read(const char *path, const struct command_line *options, cJSON **merchants,
                 char error[OPTIONS_ERROR_SIZE]);

#endif
