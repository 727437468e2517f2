/*
 * What a person can do about a refusal.
 */
#ifndef QFPAY_CLI_REMEDY_H
#define QFPAY_CLI_REMEDY_H

/* Advice on a code, in sentences without a line break; NULL when the code's text has to do. */
const char *remedy_of(const char *respcd);

#endif
