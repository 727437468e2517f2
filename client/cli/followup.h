/*
 * How the calls after a payment end in front of a person: refund, close, reverse, note, capture,
 * release.
 */
#ifndef QFPAY_CLI_FOLLOWUP_H
#define QFPAY_CLI_FOLLOWUP_H

#include "cli.h"

/* What is said at the end, in sentences. */
struct followup_words {
    const char *done;
    const char *pending;
    const char *hint; /* what to look at afterwards; NULL for nothing */
};

/* Show the answer, and return the exit status that belongs to it. */
int followup_end(const struct followup_words *words, bool json, const qfpay_answer *answer);

/* The call itself, of what the command's rows filled. */
typedef enum qfpay_status followup_call(qfpay_client *client, const void *filled,
                                        qfpay_answer **answer, struct qfpay_error *err);

/* Run a command that is one call: read its options, make the call, show how it ended. */
int followup_run(const struct cli_command *command, void *filled, struct cli_settings *settings,
                 followup_call *call, const struct followup_words *words, int argc, char **argv);

#endif
