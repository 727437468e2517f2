/**
 * @file option_row.h
 * What one option is, and what is said of a value that it cannot have. Tables of rows are read by
 * options.h.
 */
#ifndef PROGRAM_OPTION_ROW_H
#define PROGRAM_OPTION_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
    OPTION_SIZE,     /* uint64_t or size_t, in bytes from min on: "65536", "64K", "1M", "2GiB" */
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
    bool is_secret;    /* no message says its value, nor does a report; NAME-file reads a file */
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
#define OPTION_SIZE_AT(type, member)                                                               \
    OPTION_AT(OPTION_SIZE, type, member, uint64_t : offsetof(type, member))
#define OPTION_NUMBER_AT(type, member)                                                             \
    OPTION_AT(OPTION_NUMBER, type, member, int                                                     \
              : offsetof(type, member), int64_t                                                    \
              : offsetof(type, member), uint64_t                                                   \
              : offsetof(type, member))

/* false, with the line as printf makes it. */
bool options_wrong(char error[OPTIONS_ERROR_SIZE], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* false, with the nearest of a list such as "MD5 or SHA256", else the list. */
bool options_unknown(char error[OPTIONS_ERROR_SIZE], const char *what, const char *word,
                     const char *list);

#endif
