/*
 * Fresh order numbers.
 */
#ifndef QFPAY_CLI_FRESH_H
#define QFPAY_CLI_FRESH_H

#include <stdbool.h>
#include <stddef.h>

/* "20261123-184512-5f2a9c01" and a NUL. */
#define FRESH_NUMBER_SIZE 25

/*
 * A number that nobody used before: the UTC+8 wall clock, for people, and 32 random bits. False
 * when the system has no randomness to give.
 */
bool fresh_number(char number[FRESH_NUMBER_SIZE]);

#endif
