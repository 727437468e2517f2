/* See log.h. There are two buffers: one fills while the writer's thread writes the other. It may
 * block there for as long as it likes. O_NONBLOCK would spare the thread, but stderr is often
 * shared with other processes, which would suddenly see EAGAIN.
 *
 * What is written at once is whole lines of at most PIPE_BUF bytes together, which a pipe takes as
 * a whole or not at all: so lines stay whole beside those of others, and when we end half-way. */
#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_SIZE = 128 * 1024, PATIENCE_MS = 200 };

static struct {
    pthread_mutex_t lock; /* over all of it */
    pthread_cond_t news;  /* there is something to write */
    pthread_cond_t done;  /* something was written */
    enum log_form form;
    bool has_writer;
    bool is_writing;
    atomic_ulong pieces; /* written so far */
    uint64_t dropped;    /* lines */
    uint64_t untold;     /* of these, which no line has told of yet */
    size_t filling;      /* which buffer */
    size_t len;          /* of what is in it */
    char buffers[2][BUFFER_SIZE];
} shared = {.lock = PTHREAD_MUTEX_INITIALIZER,
            .news = PTHREAD_COND_INITIALIZER,
            .done = PTHREAD_COND_INITIALIZER};

static size_t
lines_in(const char *text, size_t len)
{
    size_t lines = 0;

    for (size_t i = 0; i < len; i++)
        lines += text[i] == '\n';
    return lines;
}

/* The whole lines that go at once: a long line alone. */
static size_t
piece_of(const char *text, size_t len)
{
    const char *end;
    size_t piece = len < PIPE_BUF ? len : PIPE_BUF;

    while (piece > 0 && text[piece - 1] != '\n')
        piece--;
    if (piece > 0)
        return piece;
    end = memchr(text, '\n', len);
    return end ? (size_t)(end + 1 - text) : len;
}

/* false: nobody reads any more. */
static bool
write_piece(const char *text, size_t len)
{
    struct pollfd ready = {.fd = STDERR_FILENO, .events = POLLOUT};

    while (len > 0) {
        ssize_t written = write(STDERR_FILENO, text, len);

        if (written >= 0) {
            text += written;
            len -= (size_t)written;
        } else if (errno == EAGAIN) {
            (void)poll(&ready, 1, -1); /* another process has set O_NONBLOCK */
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

/* Returns how many lines nobody will ever read. */
static size_t
write_lines(const char *text, size_t len)
{
    size_t lost = 0;

    while (len > 0) {
        size_t piece = piece_of(text, len);

        if (!write_piece(text, piece))
            lost += lines_in(text, piece);
        atomic_fetch_add(&shared.pieces, 1);
        text += piece;
        len -= piece;
    }
    return lost;
}

static void
tell_dropped(uint64_t count)
{
    char line[128];
    int len = snprintf(line, sizeof line,
                       shared.form == LOG_JSON
                           ? "{\"dropped_lines\": %llu}\n"
                           : "log: %llu lines dropped, which nobody read in time\n",
                       (unsigned long long)count);

    (void)write_lines(line, (size_t)len);
}

/* The writer's turn, with the lock, which is given up meanwhile. All that was dropped came behind
 * what is in the buffer, and before what will be in the other. */
static void
take_turn(void)
{
    const char *text = shared.buffers[shared.filling];
    size_t len = shared.len;
    uint64_t untold = shared.untold;
    size_t lost;

    shared.filling = 1 - shared.filling;
    shared.len = 0;
    shared.untold = 0;
    shared.is_writing = true;
    pthread_mutex_unlock(&shared.lock);
    lost = write_lines(text, len);
    if (untold > 0)
        tell_dropped(untold);
    pthread_mutex_lock(&shared.lock);
    shared.dropped += lost;
    shared.is_writing = false;
}

static void *
run(void *cls)
{
    (void)cls;
    pthread_mutex_lock(&shared.lock);
    for (;;) {
        while (shared.len == 0)
            pthread_cond_wait(&shared.news, &shared.lock);
        take_turn();
        pthread_cond_signal(&shared.done);
    }
    return NULL;
}

void
log_open(enum log_form form)
{
    struct stat status;
    pthread_t thread;

    shared.form = form;
    if (fstat(STDERR_FILENO, &status) != 0 || S_ISREG(status.st_mode))
        return;
    /* It may be stuck for good when we end, so nobody joins it. */
    shared.has_writer = pthread_create(&thread, NULL, run, NULL) == 0;
    if (shared.has_writer)
        pthread_detach(thread);
}

/* Whether the writer has written something since, or is done. */
static bool
wait_a_little(void)
{
    unsigned long before = atomic_load(&shared.pieces);
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += PATIENCE_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    return pthread_cond_timedwait(&shared.done, &shared.lock, &until) == 0 ||
           atomic_load(&shared.pieces) != before;
}

void
log_close(void)
{
    bool has_moved = true;

    log_flush();
    pthread_mutex_lock(&shared.lock);
    while (shared.has_writer && has_moved && (shared.len > 0 || shared.is_writing))
        has_moved = wait_a_little();
    pthread_mutex_unlock(&shared.lock);
}

/* With the lock. */
static void
flush(void)
{
    if (shared.len == 0)
        return;
    if (shared.has_writer) {
        pthread_cond_signal(&shared.news);
        return;
    }
    shared.dropped += write_lines(shared.buffers[shared.filling], shared.len);
    shared.len = 0;
}

void
log_flush(void)
{
    pthread_mutex_lock(&shared.lock);
    flush();
    pthread_mutex_unlock(&shared.lock);
}

/* With the lock: behind a line that was dropped go all others, until the writer has told of it. */
static bool
has_room(size_t len)
{
    if (shared.untold == 0 && len <= BUFFER_SIZE - shared.len)
        return true;
    flush();
    return shared.len == 0;
}

void
log_line(const char *line, size_t len)
{
    char *at;

    if (len + 1 > BUFFER_SIZE)
        len = BUFFER_SIZE - 1;
    pthread_mutex_lock(&shared.lock);
    if (has_room(len + 1)) {
        at = shared.buffers[shared.filling] + shared.len;
        memcpy(at, line, len);
        at[len] = '\n';
        shared.len += len + 1;
    } else {
        shared.dropped++;
        shared.untold++;
    }
    pthread_mutex_unlock(&shared.lock);
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

void
log_end(enum log_form form, const char *why)
{
    char line[128];
    int len = snprintf(line, sizeof line, form == LOG_JSON ? "{\"end\": \"%s\"}" : "end: %s", why);

    if (form != LOG_OFF && len > 0 && (size_t)len < sizeof line)
        log_line(line, (size_t)len);
}

uint64_t
log_dropped(void)
{
    uint64_t dropped;

    pthread_mutex_lock(&shared.lock);
    dropped = shared.dropped;
    pthread_mutex_unlock(&shared.lock);
    return dropped;
}
