/*
 * Reading a whole file or standard input, bounded.
 */
#ifndef QFPAY_CLI_INPUT_H
#define QFPAY_CLI_INPUT_H

#include <stdbool.h>
#include <stddef.h>

/* The largest input, in bytes. */
#define INPUT_MAX (4u << 20)

/*
 * Read all of a file, or of stdin when path is NULL or "-". *bytes is freed by the caller and is
 * followed by a NUL that *len does not count. On false a complaint was made.
 */
bool input_read(const char *command, const char *path, char **bytes, size_t *len);

/* The result of input_line. */
enum input_line {
    INPUT_LINE_READ,
    INPUT_LINE_TOO_LONG, /* skipped to its end */
    INPUT_LINE_END,      /* no more lines */
};

/* A line under construction; zero-initialise, free bytes at the end. */
struct input_buffer {
    char *bytes; /* the line without its line break, NUL-terminated */
    size_t len;
    size_t capacity;
};

/* Read the next line of stdin, at most INPUT_MAX bytes of it. */
enum input_line input_line(struct input_buffer *line);

#endif
