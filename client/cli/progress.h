/*
 * Waiting in front of a person: progress on stderr, Ctrl-C ends the wait instead of the program.
 */
#ifndef QFPAY_CLI_PROGRESS_H
#define QFPAY_CLI_PROGRESS_H

#include "cli.h"

/* Wait for an order and show its end. Returns the exit status. */
int progress_wait(const char *command, qfpay_client *client, const struct qfpay_wait *wait,
                  bool json);

#endif
