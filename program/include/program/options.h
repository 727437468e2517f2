/**
 * @file options.h
 * The command line of a program, and what else its options are read from: tables of rows, one a
 * option, each with its names, its value, where that is stored and what help says of it. An option
 * is a row; nothing else of a program names it.
 *
 * A row that is secret is two options and two variables: NAME-file, and the variable with _FILE
 * behind it, take the secret from the one line of a file, since whoever lists the processes of the
 * machine reads command lines. One that is on the command line all the same is noted.
 *
 * Life:    a row is static and const. What rows fill is the caller's, zeroed before it is read;
 * texts are borrowed from argv and the environment, except those of OPTION_COPY. Threads: functions
 * of their arguments, and of the environment.
 */
#ifndef PROGRAM_OPTIONS_H
#define PROGRAM_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "program/option_row.h"

/* Some rows and what they fill. */
struct option_table {
    const struct option_row *rows;
    size_t count;
    void *filled;
};

enum { OPTION_TABLES_MAX = 3, OPTION_ROWS_MAX = 128 };

struct command_line {
    struct option_table tables[OPTION_TABLES_MAX];
    unsigned command_bit;           /* of the command, in the rows */
    const char *command;            /* that does not know what others know; NULL: nobody knows it */
    const char *environment_prefix; /* "QFPAY_MOCK_": so each option has a variable; may be NULL */
    const char *see;                /* where the options are told: "qfpay help pay"; may be NULL */
    const char *file_member;        /* of a file of options, and no option; may be NULL */
    bool stops_at_word; /* what follows the first word that is no option is none either */
    const char *(*about_of)(const char *name);
    void (*note)(
        const char *sentence); /* a variable that is ignored, a secret that is seen; may be NULL */
    bool is_said[OPTION_ROWS_MAX]; /* by a source that wins over those read later */
};

enum options_end {
    OPTIONS_READ,
    OPTIONS_HELP,    /* is asked for; the rest was not read */
    OPTIONS_VERSION, /* likewise */
    OPTIONS_WRONG,   /* as error says */
};

/**
 * Read everything: the command line, then the environment, where an empty variable is as good as
 * none, then what holds without saying. What one source says the next ones do not change, nor is
 * judged what they say of it.
 *
 * @param[in,out] argv   words that are no options are moved behind the options
 * @param[out]    first  the index of the first of them, argc for none
 */
enum options_end options_read(struct command_line *line, int argc, char **argv, int *first,
                              char error[OPTIONS_ERROR_SIZE]);

/* The parts of options_read, in the order in which they win; for a program that has a file between
 * environment and fallbacks. */
enum options_end options_read_words(struct command_line *line, int argc, char **argv, int *first,
                                    char error[OPTIONS_ERROR_SIZE]);
bool options_read_environment(struct command_line *line, char error[OPTIONS_ERROR_SIZE]);
bool options_read_member(struct command_line *line, const char *name, const char *value,
                         char error[OPTIONS_ERROR_SIZE]);
void options_read_fallbacks(struct command_line *line);
/* Whether an option was said, before the fallbacks are read. */
bool options_said(const struct command_line *line, const char *name);
/* Whether each option that needs another has it. */
bool options_check_needs(const struct command_line *line, char error[OPTIONS_ERROR_SIZE]);

/* The options of the command, one or two lines each. */
void options_help(const struct command_line *line, FILE *out);

/* Whether the command knows an option. */
bool options_has(const struct command_line *line, const struct option_row *row);

#endif
