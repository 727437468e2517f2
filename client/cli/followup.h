/*
 * How the calls after a payment end in front of a person: refund, close, reverse, note, capture,
 * release.
 */
#ifndef QFPAY_CLI_FOLLOWUP_H
#define QFPAY_CLI_FOLLOWUP_H

#include "cli.h"
#include "qfpay/followup.h"

/* What the rows of a command fill that is one call: the member of its order. */
struct followup {
    struct cli_settings settings;
    union {
        struct qfpay_cancel cancel;
        struct qfpay_capture capture;
        struct qfpay_release release;
        struct {
            const char *syssn;
            const char *note;
        } note;
    };
};

/* Its call, and what is said at the end, in sentences. */
struct followup_words {
    enum qfpay_status (*call)(qfpay_client *client, const struct followup *followup,
                              qfpay_answer **answer, struct qfpay_error *err);
    const char *done;
    const char *pending;
    const char *hint; /* what to look at afterwards; NULL for nothing */
};

/* Show the answer, and return the exit status that belongs to it. */
int followup_end(const struct followup_words *words, bool json, const qfpay_answer *answer);

/* Run a command that is one call: read its options, make the call, show how it ended. */
int followup_run(const struct cli_command *command, int argc, char **argv);

#endif
