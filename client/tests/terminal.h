/*
 * The command in front of a scripted server: lines are typed into a shell in which "qfpay" is the
 * program under test, and exit status, output and requests are looked at. The key must never show.
 */
#ifndef QFPAY_CLIENT_TESTS_TERMINAL_H
#define QFPAY_CLIENT_TESTS_TERMINAL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "peer.h"

#define TERMINAL_KEY "0123456789ABCDEF0123456789ABCDEF"

struct terminal {
    struct peer *peer;
    char output[32768]; /* stdout and stderr */
    int exit_status;
};

/* Before all tests: whoever runs them may have settings of their own. */
void terminal_clear_environment(void);

/* cmocka set-up and tear-down; *state becomes the terminal. */
int sit_down(void **state);
int stand_up(void **state);

/* Run a shell line. The server runs meanwhile. */
void type(struct terminal *terminal, const char *line);

void assert_shows(const struct terminal *terminal, const char *text);

/* The n-th request, head and body, has this in it. */
void assert_asks(const struct terminal *terminal, size_t request, const char *text);

#endif
