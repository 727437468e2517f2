/* A program that runs beside this one: a client under judgement, a mock of our own. It gets its own
 * process group, so that stopping it also stops whatever it started. One thread per child. */
#ifndef CONFORM_CHILD_H
#define CONFORM_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What to run, all borrowed during child_start. */
struct child_wish {
    char *const *argv; /* the program, looked for in PATH, and its arguments; NULL ends */
    const char *const *variables; /* "NAME=value", set beside ours; NULL ends; NULL for none */
    bool input;                   /* connect its stdin to a pipe, else it reads nothing */
    bool output;                  /* connect its stdout to a pipe, else it is discarded */
    bool errors;                  /* connect its stderr to a pipe, else it shares ours */
};

enum { CHILD_LINE_MAX = 256 * 1024, CHILDREN_MAX = 128 };

/* One of a child's pipes, read by lines. */
struct child_pipe {
    int file; /* -1 when there is none, or it ended */
    char *bytes;
    size_t len;   /* of what was read */
    size_t taken; /* of that, by child_read_line */
};

struct child {
    pid_t pid;   /* 0 when none runs */
    pid_t group; /* its process group; 0 once stopped */
    int input;   /* -1 when there is none, or it broke */
    struct child_pipe output;
    struct child_pipe errors;
    int wait_status; /* of waitpid, once pid is 0 again */
};

enum child_read {
    CHILD_LINE,
    CHILD_END,  /* the pipe was closed; a last line without its line end is given before */
    CHILD_LATE, /* the deadline passed */
    CHILD_LONG, /* more than CHILD_LINE_MAX bytes in one line */
};

/* Start a program. false with a sentence in *problem (borrowed, static or from strerror), when it
 * could not even be executed, or CHILDREN_MAX run already; then nothing is left to stop. Else end
 * it with child_stop. */
bool child_start(struct child *child, const struct child_wish *wish, const char **problem);

/* Read one line, without its line end; *line is borrowed until the next read of this pipe.
 * deadline_ms is of now_ms. */
enum child_read child_read_line(struct child_pipe *pipe, int64_t deadline_ms, const char **line,
                                size_t *len);

/* Write all of it; false when the child does not read any more or the deadline passed. */
bool child_write(struct child *child, const char *bytes, size_t len, int64_t deadline_ms);

/* Close its standard input, for programs that end then. */
void child_close_input(struct child *child);

/* Wait for its end; false when the deadline passed and it still runs. Pipes are not read meanwhile:
 * whoever expects more than a pipe holds (64 KiB) reads to CHILD_END first. */
bool child_wait(struct child *child, int64_t deadline_ms);

/* After its end: whether it exited by itself, and with which status. */
bool child_exited(const struct child *child, int *exit_status);

/* "exited with 3", "was killed by signal 11 (Segmentation fault)"; in room. */
const char *child_ending(const struct child *child, char *room, size_t room_size);

/* End it and its group, with SIGTERM and after patience_ms with SIGKILL, and release the pipes.
 * Harmless when it has ended or never started (all zero). */
void child_stop(struct child *child, int64_t patience_ms);

/* End all children and their groups with SIGKILL, and let none start any more: for whoever is about
 * to _exit, signal handlers included. Nobody else would end them, their groups are not the
 * terminal's. */
void child_kill_all(void);

#endif
