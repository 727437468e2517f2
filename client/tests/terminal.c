/*
 * Typing lines and looking at what comes of them.
 */
#include "terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testing/process.h"

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
    struct process program;

    (void)snprintf(command, sizeof command, "qfpay() { \"%s\" \"$@\"; }; %s", QFPAY_PROGRAM, line);
    peer_run(terminal->peer);
    process_type(&program, command);
    process_read(&program, terminal->output, sizeof terminal->output);
    terminal->exit_status = process_end(&program, 0);
    peer_stop(terminal->peer);
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
