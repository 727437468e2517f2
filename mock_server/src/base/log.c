/* See log.h. The buffer is one per thread: a line never waits for another thread. */
#include "base/log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER_SIZE = 32 * 1024 };

static _Thread_local char pending[BUFFER_SIZE];
static _Thread_local size_t pending_len;

void
log_flush(void)
{
    size_t at = 0;

    while (at < pending_len) {
        ssize_t written = write(STDERR_FILENO, pending + at, pending_len - at);

        if (written < 0 && errno != EINTR)
            break; /* nobody reads stderr: the lines are lost, the server goes on */
        if (written > 0)
            at += (size_t)written;
    }
    pending_len = 0;
}

void
log_line(const char *line, size_t len)
{
    if (len + 1 > BUFFER_SIZE - pending_len)
        log_flush();
    if (len + 1 > BUFFER_SIZE)
        len = BUFFER_SIZE - 1;
    memcpy(pending + pending_len, line, len);
    pending[pending_len + len] = '\n';
    pending_len += len + 1;
}

void
log_fault(enum log_form form, const char *what, const char *reason)
{
    char line[512];
    int len = snprintf(line, sizeof line,
                       form == LOG_JSON ? "{\"fault\": \"%s\", \"reason\": \"%.300s\"}"
                                        : "fault: could not %s: %.300s",
                       what, reason);

    if (len > 0)
        log_line(line, (size_t)len < sizeof line ? (size_t)len : sizeof line - 1);
    log_flush();
}
