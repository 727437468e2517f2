/*
 * Running the command of qfpay listen --exec. The notification's texts come from outside, so they
 * are handed over in the environment and on standard input, never on the command line.
 */
#include "hook.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"

/*
 * The body as a file to read from, or -1. No pipe, so that a command that does not read its input
 * holds nobody up. The stream is closed before anybody else has the file, because closing one may
 * move the position that all share.
 */
static int
open_body(const char *body, size_t len)
{
    FILE *file = tmpfile();
    int fd = -1;

    if (!file)
        return -1;
    if (fwrite(body, 1, len, file) == len && fflush(file) == 0)
        fd = dup(fileno(file));
    (void)fclose(file);
    if (fd >= 0 && lseek(fd, 0, SEEK_SET) != 0) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}

static const char *
text_of(const qfpay_notification *notification, const char *name)
{
    const char *text = qfpay_record_text(qfpay_notification_record(notification), name);

    return text ? text : "";
}

static void
become_command(const struct hook *hook, const qfpay_notification *notification, bool is_duplicate,
               int input)
{
    bool is_ready = input == STDIN_FILENO || (dup2(input, STDIN_FILENO) >= 0 && close(input) == 0);

    if (is_ready && setenv("QFPAY_NOTIFY_TYPE", qfpay_notification_type(notification), 1) == 0 &&
        setenv("QFPAY_ORDER", qfpay_notification_order(notification), 1) == 0 &&
        setenv("QFPAY_SYSSN", text_of(notification, "syssn"), 1) == 0 &&
        setenv("QFPAY_TXAMT", text_of(notification, "txamt"), 1) == 0 &&
        setenv("QFPAY_TXCURRCD", text_of(notification, "txcurrcd"), 1) == 0 &&
        setenv("QFPAY_DUPLICATE", is_duplicate ? "yes" : "no", 1) == 0)
        (void)execl("/bin/sh", "sh", "-c", hook->command, (char *)NULL);
    _exit(127);
}

static void
note_end(struct hook *hook, int result)
{
    hook->running--;
    if (WIFEXITED(result) && WEXITSTATUS(result) == 0)
        return;
    hook->has_failed = true;
    if (WIFEXITED(result))
        cli_complain("listen", "the command ended with status %d", WEXITSTATUS(result));
    else
        cli_complain("listen", "the command was ended by a signal");
}

/* Take one child's end; false when there is none to take. */
static bool
reap_one(struct hook *hook, int options)
{
    int result = 0;
    pid_t child = 0;

    do
        child = waitpid(-1, &result, options);
    while (child < 0 && errno == EINTR);
    if (child <= 0)
        return false;
    note_end(hook, result);
    return true;
}

void
hook_reap(struct hook *hook)
{
    while (hook->running > 0 && reap_one(hook, WNOHANG))
        ;
}

void
hook_finish(struct hook *hook)
{
    while (hook->running > 0 && reap_one(hook, 0))
        ;
}

void
hook_start(struct hook *hook, const qfpay_notification *notification, bool is_duplicate,
           const char *body, size_t len)
{
    int input = -1;
    pid_t child = -1;

    if (!hook->command)
        return;
    hook_reap(hook);
    if (hook->running >= HOOK_CHILDREN_MAX)
        (void)reap_one(hook, 0);
    (void)fflush(NULL);
    input = open_body(body, len);
    if (input >= 0)
        child = fork();
    if (child == 0)
        become_command(hook, notification, is_duplicate, input);
    if (child > 0) {
        hook->running++;
    } else {
        hook->has_failed = true;
        cli_complain("listen", "the command cannot be started: %s", strerror(errno));
    }
    if (input >= 0)
        (void)close(input);
}
