/*
 * How the calls after a payment end in front of a person: refund, close, reverse, note, capture,
 * release.
 */
#ifndef QFPAY_CLI_FOLLOWUP_H
#define QFPAY_CLI_FOLLOWUP_H

#include "qfpay/client.h"

/* What is said at the end, in sentences. */
struct followup_words {
    const char *done;
    const char *pending;
    const char *hint; /* what to look at afterwards; NULL for nothing */
};

/* Show the answer, and return the exit status that belongs to it. */
int followup_end(const struct followup_words *words, bool json, const qfpay_answer *answer);

#endif
