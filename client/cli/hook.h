/*
 * Commands that are run for notifications: the body on their standard input, what it speaks of in
 * their environment.
 */
#ifndef QFPAY_CLI_HOOK_H
#define QFPAY_CLI_HOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/notification.h"

/* Commands that may run at the same time; one more waits for another to end. */
#define HOOK_CHILDREN_MAX 8

struct hook {
    const char *command; /* for the shell; NULL for none */
    int running;
    bool has_failed; /* one of them could not be started, or ended with another status than 0 */
};

/* Start the command, if there is one. */
void hook_start(struct hook *hook, const qfpay_notification *notification, bool is_duplicate,
                const char *body, size_t len);

/* Note which commands have ended; or wait until all have. */
void hook_reap(struct hook *hook);
void hook_finish(struct hook *hook);

#endif
