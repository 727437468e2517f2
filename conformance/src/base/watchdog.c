/* See watchdog.h. One alarm for the whole process; the words are made beforehand, because a signal
 * handler cannot. */
#include "base/watchdog.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/child.h"
#include "base/exit_status.h"

static char words[400];
static volatile sig_atomic_t status;

static void
bark(int signal_number)
{
    ssize_t ignored = write(STDERR_FILENO, words, strlen(words));

    (void)signal_number;
    (void)ignored;
    child_kill_all();
    _exit(status);
}

void
watchdog_set(const char *unit, const char *id, int seconds, bool is_live)
{
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = bark;
    (void)alarm(0); /* nobody reads the words while they are written */
    snprintf(words, sizeof words,
             "qfpay-conform: the %s %.200s did not end within %d seconds, nor did the runner "
             "notice%s\n",
             unit, id, seconds,
             is_live ? "; what is open stays open, the next run with this ledger closes it" : "");
    status = is_live ? EXIT_UNSAFE : EXIT_UNEXPECTED;
    sigaction(SIGALRM, &action, NULL);
    (void)alarm((unsigned)seconds);
}

void
watchdog_clear(void)
{
    (void)alarm(0);
}

int64_t
watchdog_pause(void)
{
    const struct itimerval none = {{0, 0}, {0, 0}};
    struct itimerval left = {{0, 0}, {0, 0}};

    if (setitimer(ITIMER_REAL, &none, &left) != 0)
        return 0;
    return left.it_value.tv_sec * (int64_t)1000000 + left.it_value.tv_usec;
}

void
watchdog_resume(int64_t left_us)
{
    const struct itimerval left = {{0, 0}, {left_us / 1000000, left_us % 1000000}};

    if (left_us > 0)
        (void)setitimer(ITIMER_REAL, &left, NULL);
}
