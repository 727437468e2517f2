/* See child.h. Pipes and spawning happen under one lock: a program started by another thread in
 * between would inherit a pipe's end, and who reads it would wait for that program too. Signal
 * handlers cannot take that lock; they find the groups in a table of lock-free atomics. */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/moment.h"

enum { READ_SIZE = 8192, WAIT_STEP_MS = 5, LOST_CHILD_MS = 5000, SPAWN_STEPS = 400 };

_Static_assert(ATOMIC_INT_LOCK_FREE == 2 && sizeof(pid_t) == sizeof(int),
               "signal handlers read the groups");

struct ends {
    int read;
    int write;
};

static const struct ends no_ends = {-1, -1};
static pthread_mutex_t spawning = PTHREAD_MUTEX_INITIALIZER;
static atomic_int groups[CHILDREN_MAX]; /* of the children that run; 0 where there is none */
static atomic_int is_spawning;          /* a child may run that is not in the table yet */
static atomic_int is_ending;            /* child_kill_all was called */

extern char **environ; /* POSIX has programs declare it themselves */

static void
close_file(int *file)
{
    if (*file >= 0)
        close(*file);
    *file = -1;
}

static bool
open_pipe(struct ends *ends)
{
    int files[2];

    if (pipe(files) != 0)
        return false;
    ends->read = files[0];
    ends->write = files[1];
    return fcntl(ends->read, F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(ends->write, F_SETFD, FD_CLOEXEC) == 0;
}

struct plumbing {
    struct ends input;
    struct ends output;
    struct ends errors;
};

static void
close_plumbing(struct plumbing *pipes)
{
    struct ends *all[] = {&pipes->input, &pipes->output, &pipes->errors};
    size_t i;

    for (i = 0; i < sizeof all / sizeof all[0]; i++) {
        close_file(&all[i]->read);
        close_file(&all[i]->write);
    }
}

static bool
open_plumbing(struct plumbing *pipes, const struct child_wish *wish)
{
    pipes->input = pipes->output = pipes->errors = no_ends;
    if ((!wish->input || open_pipe(&pipes->input)) &&
        (!wish->output || open_pipe(&pipes->output)) &&
        (!wish->errors || open_pipe(&pipes->errors)))
        return true;
    close_plumbing(pipes);
    return false;
}

/* "NAME=value" among variables that set the same name as entry. */
static bool
is_replaced(const char *entry, const char *const *variables)
{
    size_t len = strcspn(entry, "=") + 1;

    for (; variables && *variables; variables++) {
        if (strncmp(entry, *variables, len) == 0)
            return true;
    }
    return false;
}

/* Our environment with variables set; caller frees. */
static char **
make_environment(const char *const *variables)
{
    size_t count = 0, i;
    char **environment;

    for (i = 0; environ[i]; i++)
        count++;
    for (i = 0; variables && variables[i]; i++)
        count++;
    environment = calloc(count + 1, sizeof *environment);
    if (!environment)
        return NULL;
    count = 0;
    for (i = 0; environ[i]; i++) {
        if (!is_replaced(environ[i], variables))
            environment[count++] = environ[i];
    }
    for (i = 0; variables && variables[i]; i++)
        environment[count++] = (char *)variables[i]; /* execvpe changes none */
    return environment;
}

/* What becomes of the three standard files. Returns 0 or an errno. */
static int
connect_files(posix_spawn_file_actions_t *actions, const struct child_wish *wish,
              const struct plumbing *pipes)
{
    int wrong = wish->input
                    ? posix_spawn_file_actions_adddup2(actions, pipes->input.read, 0)
                    : posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);

    if (!wrong)
        wrong = wish->output
                    ? posix_spawn_file_actions_adddup2(actions, pipes->output.write, 1)
                    : posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
    if (!wrong && wish->errors)
        wrong = posix_spawn_file_actions_adddup2(actions, pipes->errors.write, 2);
    return wrong;
}

/* A group of its own, and signals as a program expects them. Returns 0 or an errno. */
static int
set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, usual;
    int wrong;

    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGINT);
    sigaddset(&usual, SIGTERM);
    wrong = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                     POSIX_SPAWN_SETSIGDEF);
    if (!wrong)
        wrong = posix_spawnattr_setsigmask(attributes, &none);
    if (!wrong)
        wrong = posix_spawnattr_setsigdefault(attributes, &usual);
    return wrong ? wrong : posix_spawnattr_setpgroup(attributes, 0);
}

/* Returns 0 or an errno, also the one of the program's start. */
static int
spawn(pid_t *pid, const struct child_wish *wish, const struct plumbing *pipes, char **environment)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int wrong = posix_spawn_file_actions_init(&actions);

    if (wrong)
        return wrong;
    wrong = posix_spawnattr_init(&attributes);
    if (!wrong) {
        wrong = connect_files(&actions, wish, pipes);
        if (!wrong)
            wrong = set_attributes(&attributes);
        if (!wrong)
            wrong = posix_spawnp(pid, wish->argv[0], &actions, &attributes, wish->argv,
                                 environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return wrong;
}

static void
take_pipes(struct child *child, struct plumbing *pipes)
{
    child->input = pipes->input.write;
    child->output.file = pipes->output.read;
    child->errors.file = pipes->errors.read;
    pipes->input.write = pipes->output.read = pipes->errors.read = -1;
    if (child->input >= 0)
        fcntl(child->input, F_SETFL, O_NONBLOCK);
}

static atomic_int *
find_group(int group)
{
    size_t i;

    for (i = 0; i < CHILDREN_MAX; i++) {
        if (atomic_load(&groups[i]) == group)
            return &groups[i];
    }
    return NULL;
}

/* Spawn a child that child_kill_all cannot miss: this thread handles no signal meanwhile, and a
 * handler in another one waits for the table to be complete. Returns 0 or an errno. */
static int
spawn_listed(pid_t *pid, const struct child_wish *wish, const struct plumbing *pipes,
             char **environment)
{
    atomic_int *group = find_group(0);
    sigset_t all, before;
    int wrong = group ? 0 : EAGAIN;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    atomic_store(&is_spawning, 1);
    if (atomic_load(&is_ending))
        wrong = ECANCELED;
    if (!wrong)
        wrong = spawn(pid, wish, pipes, environment);
    if (!wrong)
        atomic_store(group, *pid);
    atomic_store(&is_spawning, 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return wrong;
}

bool
child_start(struct child *child, const struct child_wish *wish, const char **problem)
{
    struct plumbing pipes;
    char **environment = make_environment(wish->variables);
    int wrong = ENOMEM;

    memset(child, 0, sizeof *child);
    child->input = child->output.file = child->errors.file = -1;
    if (environment) {
        pthread_mutex_lock(&spawning);
        wrong = open_plumbing(&pipes, wish) ? 0 : errno;
        if (!wrong) {
            wrong = spawn_listed(&child->pid, wish, &pipes, environment);
            if (!wrong)
                take_pipes(child, &pipes);
            close_plumbing(&pipes);
        }
        pthread_mutex_unlock(&spawning);
    }
    free(environment);
    if (wrong) {
        child->pid = 0;
        *problem = strerror(wrong);
    }
    child->group = child->pid;
    return !wrong;
}

/* Wait until a file is ready; false at the deadline. */
static bool
wait_ready(int file, short events, int64_t deadline_ms)
{
    struct pollfd wanted = {file, events, 0};
    int64_t left = deadline_ms - now_ms();
    int ready;

    do {
        ready = poll(&wanted, 1, left > 0 ? (int)left : 0);
        left = deadline_ms - now_ms();
    } while (ready < 0 && errno == EINTR && left > 0);
    return ready > 0;
}

/* Take the bytes up to end as a line. */
static enum child_read
give_line(struct child_pipe *pipe, size_t end, size_t skip, const char **line, size_t *len)
{
    *line = pipe->bytes + pipe->taken;
    *len = end - pipe->taken;
    pipe->bytes[end] = '\0';
    pipe->taken = end + skip;
    return CHILD_LINE;
}

/* Make room for more behind what was not taken; false when the line is too long. */
static bool
make_room(struct child_pipe *pipe)
{
    char *more;

    if (pipe->taken) {
        memmove(pipe->bytes, pipe->bytes + pipe->taken, pipe->len - pipe->taken);
        pipe->len -= pipe->taken;
        pipe->taken = 0;
    }
    if (pipe->len > CHILD_LINE_MAX)
        return false;
    more = realloc(pipe->bytes, pipe->len + READ_SIZE + 1);
    if (!more)
        return false;
    pipe->bytes = more;
    return true;
}

enum child_read
child_read_line(struct child_pipe *pipe, int64_t deadline_ms, const char **line, size_t *len)
{
    size_t searched = pipe->taken;

    for (;;) {
        char *end = pipe->len > searched
                        ? memchr(pipe->bytes + searched, '\n', pipe->len - searched)
                        : NULL;
        ssize_t got;

        if (end)
            return give_line(pipe, (size_t)(end - pipe->bytes), 1, line, len);
        if (pipe->file < 0)
            return pipe->len > pipe->taken ? give_line(pipe, pipe->len, 0, line, len) : CHILD_END;
        if (!make_room(pipe))
            return CHILD_LONG;
        searched = pipe->len;
        if (!wait_ready(pipe->file, POLLIN, deadline_ms))
            return CHILD_LATE;
        got = read(pipe->file, pipe->bytes + pipe->len, READ_SIZE);
        if (got > 0)
            pipe->len += (size_t)got;
        else if (got == 0 || (errno != EINTR && errno != EAGAIN))
            close_file(&pipe->file);
    }
}

bool
child_write(struct child *child, const char *bytes, size_t len, int64_t deadline_ms)
{
    while (len && child->input >= 0) {
        ssize_t put;

        if (!wait_ready(child->input, POLLOUT, deadline_ms))
            return false;
        put = write(child->input, bytes, len);
        if (put > 0) {
            bytes += put;
            len -= (size_t)put;
        } else if (put < 0 && errno != EINTR && errno != EAGAIN) {
            close_file(&child->input);
        }
    }
    return len == 0;
}

void
child_close_input(struct child *child)
{
    close_file(&child->input);
}

bool
child_wait(struct child *child, int64_t deadline_ms)
{
    while (child->pid > 0) {
        pid_t ended = waitpid(child->pid, &child->wait_status, WNOHANG);

        if (ended == child->pid || (ended < 0 && errno != EINTR)) {
            child->pid = 0;
        } else if (now_ms() >= deadline_ms) {
            return false;
        } else {
            poll(NULL, 0, WAIT_STEP_MS);
        }
    }
    return true;
}

bool
child_exited(const struct child *child, int *exit_status)
{
    if (child->pid > 0 || !WIFEXITED(child->wait_status))
        return false;
    *exit_status = WEXITSTATUS(child->wait_status);
    return true;
}

const char *
child_ending(const struct child *child, char *room, size_t room_size)
{
    int status = child->wait_status;

    if (child->pid > 0)
        snprintf(room, room_size, "still runs");
    else if (WIFSIGNALED(status))
        snprintf(room, room_size, "was killed by signal %d (%s)", WTERMSIG(status),
                 strsignal(WTERMSIG(status)));
    else
        snprintf(room, room_size, "exited with %d", WEXITSTATUS(status));
    return room;
}

void
child_stop(struct child *child, int64_t patience_ms)
{
    atomic_int *group = child->group > 0 ? find_group(child->group) : NULL;

    if (child->group > 0) {
        if (child->pid > 0 && kill(-child->group, SIGTERM) == 0)
            (void)child_wait(child, now_ms() + patience_ms);
        kill(-child->group, SIGKILL); /* what it started may outlive it */
        if (group)
            atomic_store(group, 0); /* before the number may be another's */
        (void)child_wait(child, now_ms() + LOST_CHILD_MS);
        child->group = 0;
        close_file(&child->input);
        close_file(&child->output.file);
        close_file(&child->errors.file);
    }
    free(child->output.bytes);
    free(child->errors.bytes);
    child->output.bytes = child->errors.bytes = NULL;
    child->output.len = child->output.taken = child->errors.len = child->errors.taken = 0;
}

void
child_kill_all(void)
{
    size_t i;

    atomic_store(&is_ending, 1);
    for (i = 0; i < SPAWN_STEPS && atomic_load(&is_spawning); i++)
        poll(NULL, 0, WAIT_STEP_MS);
    for (i = 0; i < CHILDREN_MAX; i++) {
        int group = atomic_load(&groups[i]);

        if (group > 0)
            kill(-group, SIGKILL);
    }
}
