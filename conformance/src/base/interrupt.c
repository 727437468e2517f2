/* See interrupt.h. */
#include "base/interrupt.h"

#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/exit_status.h"

/* Lock-free, hence fit for a handler, and read by other threads, for which sig_atomic_t is not
 * made. */
static atomic_bool requested;
static atomic_bool is_pointless; /* nobody listens any more */

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
    if (atomic_exchange(&requested, true)) {
        say("qfpay-conform: ended at once; what is open stays open\n");
        child_kill_all();
        _exit(EXIT_UNSAFE);
    }
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
    is_pointless = true;
}

bool
interrupt_requested(void)
{
    return requested || is_pointless;
}
