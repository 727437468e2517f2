/**
 * @file options.h
 * The command line of a program, and what else its options are read from: tables of rows, one a
 * option, each with its names, its value, where that is stored and what help says of it. An option
 * is a row; nothing else of a program names it.
 *
 * Life:    a row is static and const. What rows fill is the caller's, zeroed before it is read;
 * texts are borrowed from argv and the environment, except those of OPTION_COPY. Threads: functions
 * of their arguments, and of the environment.
 */
#ifndef PROGRAM_OPTIONS_H
#define PROGRAM_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* One line about an option that is wrong, without the program's name and a line break. */
enum { OPTIONS_ERROR_SIZE = 512 };

enum { OPTION_LIST_MAX = 32 };

/* The values of an option that may be repeated; NULL behind the last. */
struct option_list {
    const char *items[OPTION_LIST_MAX + 1];
    size_t count;
};

enum option_kind {
    OPTION_FLAG,     /* bool: true when it is said, elsewhere "true" or "false" */
    OPTION_OFF,      /* bool: false when it is said */
    OPTION_TEXT,     /* const char * */
    OPTION_COPY,     /* char[] */
    OPTION_LIST,     /* struct option_list */
    OPTION_NUMBER,   /* an integer of 4 or 8 bytes, from min to max where max is not 0 */
    OPTION_DURATION, /* int64_t, in pieces of unit_ms: "30", "30s", "5m", "1h", "500ms" */
    OPTION_WORD,     /* int or enum: which one it is of value, such as "text|json|off" */
    OPTION_READ,     /* what read makes of it */
    OPTION_HELP,
    OPTION_VERSION,
};

struct option_row {
    const char *name;  /* without dashes; on a command line _ is as good as - */
    const char *value; /* what stands for its value in help texts; NULL: it has none */
    const char *about; /* NULL: ask about_of */
    enum option_kind kind;
    size_t at; /* where its member is in what the table fills, and its size */
    size_t size;
    uint64_t min, max;
    int64_t unit_ms;
    const char *unit;        /* of a number: may stand behind it, as in 5/s */
    const char *note;        /* said behind what a wrong value should have been */
    const char *fallback;    /* read first, as if it were given */
    const char *environment; /* its variable */
    const char *needs;       /* another option, of a text, and why */
    const char *because;
    unsigned commands; /* 1u << each command that knows it; 0: all */
    bool is_secret;    /* no message says its value, nor does a report */
    bool is_place;     /* where something is written: says nothing of what a program does */
    bool is_said_only; /* means something on the command line only */
    bool (*read)(void *filled, const char *value);
};

/* A row's kind with its member of struct type: OPTION_TEXT_AT(struct desk, host), .fallback = "x".
 * A member that is not what the kind stores does not compile. */
#define OPTION_AT(kind_, type, member, ...)                                                        \
    .kind = kind_, .at = _Generic(((type *)0)->member, __VA_ARGS__),                               \
    .size = sizeof(((type *)0)->member)
#define OPTION_FLAG_AT(type, member)                                                               \
    OPTION_AT(OPTION_FLAG, type, member, bool : offsetof(type, member))
#define OPTION_OFF_AT(type, member)                                                                \
    OPTION_AT(OPTION_OFF, type, member, bool : offsetof(type, member))
#define OPTION_TEXT_AT(type, member)                                                               \
    OPTION_AT(OPTION_TEXT, type, member, const char * : offsetof(type, member))
#define OPTION_COPY_AT(type, member)                                                               \
    OPTION_AT(OPTION_COPY, type, member, char * : offsetof(type, member))
#define OPTION_LIST_AT(type, member)                                                               \
    OPTION_AT(OPTION_LIST, type, member, struct option_list : offsetof(type, member))
#define OPTION_WORD_AT(type, member)                                                               \
    OPTION_AT(OPTION_WORD, type, member, int                                                       \
              : offsetof(type, member), unsigned                                                   \
              : offsetof(type, member))
#define OPTION_DURATION_AT(type, member, unit_ms_)                                                 \
    OPTION_AT(OPTION_DURATION, type, member, int64_t : offsetof(type, member)), .unit_ms = unit_ms_
#define OPTION_NUMBER_AT(type, member)                                                             \
    OPTION_AT(OPTION_NUMBER, type, member, int                                                     \
              : offsetof(type, member), int64_t                                                    \
              : offsetof(type, member), uint64_t                                                   \
              : offsetof(type, member))

/* Some rows and what they fill. */
struct option_table {
    const struct option_row *rows;
    size_t count;
    void *filled;
};

enum { OPTION_TABLES_MAX = 3 };

struct command_line {
    struct option_table tables[OPTION_TABLES_MAX];
    unsigned command_bit;           /* of the command, in the rows */
    const char *command;            /* that does not know what others know; NULL: nobody knows it */
    const char *environment_prefix; /* "QFPAY_MOCK_": so each option has a variable; may be NULL */
    const char *see;                /* where the options are told: "qfpay help pay"; may be NULL */
    const char *file_member;        /* of a file of options, and no option; may be NULL */
    bool stops_at_word; /* what follows the first word that is no option is none either */
    const char *(*about_of)(const char *name);
};

enum options_end {
    OPTIONS_READ,
    OPTIONS_HELP,    /* is asked for; the rest was not read */
    OPTIONS_VERSION, /* likewise */
    OPTIONS_WRONG,   /* as error says */
};

/**
 * Read everything: what holds without saying, then the environment, where an empty variable is as
 * good as none, then the command line.
 *
 * @param[in,out] argv   words that are no options are moved behind the options
 * @param[out]    first  the index of the first of them, argc for none
 */
enum options_end options_read(const struct command_line *line, int argc, char **argv, int *first,
                              char error[OPTIONS_ERROR_SIZE]);

/* The parts of options_read, for a program that has a file between them. */
void options_read_fallbacks(const struct command_line *line);
bool options_read_environment(const struct command_line *line, char error[OPTIONS_ERROR_SIZE]);
bool options_read_member(const struct command_line *line, const char *name, const char *value,
                         char error[OPTIONS_ERROR_SIZE]);
enum options_end options_read_words(const struct command_line *line, int argc, char **argv,
                                    int *first, char error[OPTIONS_ERROR_SIZE]);
/* Whether each option that needs another has it. */
bool options_check_needs(const struct command_line *line, char error[OPTIONS_ERROR_SIZE]);

/* The options of the command, one or two lines each. */
void options_help(const struct command_line *line, FILE *out);

/* Whether the command knows an option. */
bool options_has(const struct command_line *line, const struct option_row *row);

/* false, with the line as printf makes it. */
bool options_wrong(char error[OPTIONS_ERROR_SIZE], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* false, with the nearest of a list such as "MD5 or SHA256", else the list. */
bool options_unknown(char error[OPTIONS_ERROR_SIZE], const char *what, const char *word,
                     const char *list);

#endif
