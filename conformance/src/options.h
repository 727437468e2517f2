/* The command line. */
#ifndef CONFORM_OPTIONS_H
#define CONFORM_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "words.h"

enum command { COMMAND_SERVER, COMMAND_LIST, COMMAND_EXPLAIN, COMMAND_COVERAGE, COMMAND_COUNT };

enum { FILTERS_MAX = 32 };

/* Credentials of one role as given; NULL where nothing was. */
struct given {
    const char *app_code;
    const char *client_key;
    const char *mchid;
    const char *sign_type;
};

/* All texts borrowed from argv and the environment. */
struct options {
    enum command command;
    const char *target;
    struct given merchants[ROLE_COUNT]; /* ROLE_DEFAULT and ROLE_AGENT */
    const char *filters[FILTERS_MAX];
    size_t filter_count;
    const char *fixtures; /* NULL: look for them */
    const char *expect;   /* file of known failures */
    const char *junit;
    const char *json;
    const char *subject; /* of explain */
    int rate;            /* requests a second; 0 for no limit */
    bool strict;
    bool tap;
    bool dry_run;
    bool matrix;
};

enum parsed { PARSED_RUN, PARSED_DONE, PARSED_WRONG };

/* Read the command line. PARSED_DONE after --help or --version, which were printed to out;
 * PARSED_WRONG after one line on err. */
enum parsed options_parse(struct options *options, int argc, char **argv, FILE *out, FILE *err);

/* Whether a case is selected: no filter at all, or one that its id matches. */
bool options_select(const struct options *options, const char *id);

#endif
