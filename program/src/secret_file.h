/* Secrets that stand in files of their own. */
#ifndef PROGRAM_SECRET_FILE_H
#define PROGRAM_SECRET_FILE_H

#include "program/option_row.h"

/* The one line of a file, which is there until the program ends. NULL with the error of the option
 * or variable of that name. */
const char *secret_file_read(const char *path, const char *name, char error[OPTIONS_ERROR_SIZE]);

#endif
