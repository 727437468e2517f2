/* See interrupt.h. */
#include "interrupt.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "exit_status.h"

static volatile sig_atomic_t requested;
static volatile sig_atomic_t is_pointless; /* nobody listens any more */

static void
say(const char *words)
{
    ssize_t ignored = write(STDERR_FILENO, words, strlen(words));

    (void)ignored;
}

static void
note(int signal_number)
{
    (void)signal_number;
    if (requested) {
        say("qfpay-conform: ended at once; what is open stays open\n");
        child_kill_all();
        _exit(EXIT_UNSAFE);
    }
    requested = 1;
    say("qfpay-conform: stopping after this exchange; once more ends at once\n");
}

void
interrupt_watch(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action;
    size_t i;

    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    sigemptyset(&action.sa_mask);
    for (i = 0; i < sizeof signals / sizeof signals[0]; i++)
        sigaction(signals[i], &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

void
interrupt_request(void)
{
    is_pointless = 1;
}

bool
interrupt_requested(void)
{
    return requested || is_pointless;
}
