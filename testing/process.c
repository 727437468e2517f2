/* See process.h. */
#include "process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 60000, PAUSE_MS = 5 };

void
process_start(struct process *process, char *const argv[], int err_fd)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[0], F_SETFD, FD_CLOEXEC), 0);
    assert_int_equal(fcntl(ends[1], F_SETFD, FD_CLOEXEC), 0);
    process->pid = fork();
    assert_true(process->pid >= 0);
    if (process->pid == 0) {
        if (dup2(ends[1], STDOUT_FILENO) < 0 || dup2(err_fd, STDERR_FILENO) < 0)
            _exit(126);
        execv(argv[0], argv);
        _exit(127);
    }
    close(ends[1]);
    process->output = ends[0];
}

void
process_type(struct process *process, const char *line)
{
    char command[] = "-c";

    process_start(process, (char *const[]){"/bin/sh", command, (char *)line, NULL}, STDOUT_FILENO);
}

void
await(int fd)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    int count;

    do
        count = poll(&ready, 1, PATIENCE_MS);
    while (count < 0 && errno == EINTR);
    if (count == 0)
        fail_msg("nothing came for %d seconds", PATIENCE_MS / 1000);
}

void
process_read_line(struct process *process, char *text, size_t size)
{
    size_t len = 0;

    while (len < size - 1) {
        await(process->output);
        if (read(process->output, text + len, 1) != 1)
            fail_msg("it ended before it said a line");
        if (text[len] == '\n')
            break;
        len++;
    }
    text[len] = '\0';
}

void
process_read(struct process *process, char *text, size_t size)
{
    size_t len = 0;
    ssize_t got = 1;

    while (got > 0 && len < size - 1) {
        await(process->output);
        got = read(process->output, text + len, size - 1 - len);
        len += got > 0 ? (size_t)got : 0;
    }
    text[len] = '\0';
}

int
process_end(struct process *process, int signal_number)
{
    const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000L};
    pid_t pid = process->pid;
    int status;

    assert_true(pid > 0);
    process->pid = 0;
    close(process->output);
    kill(pid, signal_number);
    for (int waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
        if (waitpid(pid, &status, WNOHANG) == pid)
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        nanosleep(&pause, NULL);
    }
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    fail_msg("it did not end");
    return -1;
}

int
connect_to(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}
