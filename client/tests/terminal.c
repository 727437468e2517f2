/*
 * Typing lines and looking at what comes of them.
 */
#include "terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

void
terminal_clear_environment(void)
{
    static const char *const foreign[] = {
        "QFPAY_APP_CODE", "QFPAY_NOTIFY_KEY", "QFPAY_MCHID", "QFPAY_SIGN_TYPE",
        "http_proxy",     "NO_COLOR",         NULL};

    for (const char *const *name = foreign; *name; name++)
        (void)unsetenv(*name);
    (void)setenv("QFPAY_CLIENT_KEY", TERMINAL_KEY, 1);
}

int
sit_down(void **state)
{
    struct terminal *terminal = calloc(1, sizeof *terminal);

    if (!terminal)
        return -1;
    terminal->peer = peer_new();
    *state = terminal;
    return setenv("QFPAY_BASE_URL", peer_url(terminal->peer), 1) == 0 ? 0 : -1;
}

int
stand_up(void **state)
{
    struct terminal *terminal = *state;

    peer_free(terminal->peer);
    free(terminal);
    return 0;
}

void
type(struct terminal *terminal, const char *line)
{
    char command[4096];
    FILE *out = NULL;
    size_t len = 0;
    int result = 0;

    (void)snprintf(command, sizeof command, "qfpay() { \"%s\" \"$@\"; }; { %s ; } 2>&1",
                   QFPAY_PROGRAM, line);
    peer_run(terminal->peer);
    /* NOLINTNEXTLINE(cert-env33-c): the lines are the tests' own, and pipes are what they test. */
    out = popen(command, "r");
    assert_non_null(out);
    len = fread(terminal->output, 1, sizeof terminal->output - 1, out);
    terminal->output[len] = '\0';
    result = pclose(out);
    peer_stop(terminal->peer);
    assert_true(WIFEXITED(result));
    terminal->exit_status = WEXITSTATUS(result);
    if (strstr(terminal->output, TERMINAL_KEY))
        fail_msg("the client key shows in: %s", terminal->output);
}

void
assert_shows(const struct terminal *terminal, const char *text)
{
    if (!strstr(terminal->output, text))
        fail_msg("\"%s\" is not in: %s", text, terminal->output);
}

void
assert_asks(const struct terminal *terminal, size_t request, const char *text)
{
    if (!strstr(peer_request(terminal->peer, request), text))
        fail_msg("\"%s\" is not in: %s", text, peer_request(terminal->peer, request));
}
