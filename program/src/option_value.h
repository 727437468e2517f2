/* One value: text in, member of what is filled out. */
#ifndef PROGRAM_OPTION_VALUE_H
#define PROGRAM_OPTION_VALUE_H

#include "program/option_row.h"

/* Store a value. false: error says that name, as the user wrote it, takes something else. */
bool option_store(const struct option_row *row, void *filled, const char *name, const char *value,
                  char error[OPTIONS_ERROR_SIZE]);

#endif
