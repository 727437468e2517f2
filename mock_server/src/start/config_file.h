/* The --config file: one JSON object of options, and "merchants" to replace the built-in ones. */
#ifndef MOCK_CONFIG_FILE_H
#define MOCK_CONFIG_FILE_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "program/options.h"

struct notify_hosts;

/* A file that was read. All zero: none. */
struct config_file {
    const char *path; /* borrowed */
    char *text;
    cJSON *root;
};

/* Read the options of a file; each member but "merchants" is one. false: one line in error with the
 * file's name, and the line number where one is known. Whatever comes back, close it. */
bool config_read(struct config_file *file, const char *path, struct command_line *options,
                 char error[OPTIONS_ERROR_SIZE]);

/* Take its merchants, once it is known where notifications may go: an array, caller frees with
 * cJSON_Delete, or NULL. false with an error as above. */
bool config_take_merchants(struct config_file *file, const struct notify_hosts *hosts,
                           cJSON **merchants, char error[OPTIONS_ERROR_SIZE]);

void config_close(struct config_file *file);

#endif
