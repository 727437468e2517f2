/* Commands and options as data: what there is, who knows it, where its value goes. */
#ifndef CONFORM_OPTIONS_TABLE_H
#define CONFORM_OPTIONS_TABLE_H

#include "options/options.h"

enum option_kind {
    OPTION_FLAG,   /* bool */
    OPTION_TEXT,   /* const char * */
    OPTION_SECRET, /* the same, and no report says it */
    OPTION_PLACE,  /* the same: where something is written, which says nothing of what was judged */
    OPTION_LIST,   /* struct text_list; may be repeated */
    OPTION_NUMBER, /* int, from min to max */
    OPTION_RATE,   /* int, from min to max; "/s" may follow */
    OPTION_HELP,
    OPTION_VERSION,
};

struct command_row {
    const char *name;
    const char *argument; /* what follows the options, for the help */
    const char *about;
    unsigned subjects; /* how many words must follow the options */
    const char *takes; /* said when they do not */
};

struct option_row {
    const char *name;
    const char *argument; /* NULL for none */
    unsigned commands;    /* 1u << enum command of those that know it */
    enum option_kind kind;
    size_t member; /* offset in struct options */
    int min;
    int max;
    const char *about;
};

extern const struct command_row command_rows[COMMAND_COUNT];
extern const struct option_row option_rows[];
extern const size_t option_row_count;

#endif
