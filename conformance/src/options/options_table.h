/* Commands and options as data: what there is, who knows it, where its value goes. */
#ifndef CONFORM_OPTIONS_TABLE_H
#define CONFORM_OPTIONS_TABLE_H

#include "options/options.h"

struct command_row {
    const char *name;
    const char *argument; /* what follows the options, for the help */
    const char *about;
    unsigned subjects; /* how many words must follow the options */
    const char *takes; /* said when they do not */
};

extern const struct command_row command_rows[COMMAND_COUNT];

/* The rows that fill struct options, for a command; where it is remains to be said. */
struct command_line options_line(enum command command);

#endif
