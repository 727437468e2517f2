/* A program under test in a process of its own. Nothing waits for a time: it is ready when its
 * first line is there, and every wait has a bound far beyond what a busy machine needs. */
#ifndef TESTING_PROCESS_H
#define TESTING_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct process {
    pid_t pid;  /* 0: none runs */
    int output; /* what it writes is read here */
};

/* Start argv[0], which is a path; a NULL ends argv. Its standard error goes to err_fd, which may be
 * STDOUT_FILENO, to its output. */
void process_start(struct process *process, char *const argv[], int err_fd);

/* The same of a line of shell, with both outputs in one. */
void process_type(struct process *process, const char *line);

/* Read a line, without its end. Fails the test when the process ends before. */
void process_read_line(struct process *process, char *text, size_t size);

/* Read what it says until it ends or the room does. */
void process_read(struct process *process, char *text, size_t size);

/* Send a signal, 0 for none, and wait for the end: the exit status, or -1 when a signal ended it.
 */
int process_end(struct process *process, int signal_number);

/* Wait until a file can be read. */
void await(int fd);

/* A connection to a port of the loopback. */
int connect_to(int port);

#endif
