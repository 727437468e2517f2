/**
 * @file print.h
 * What programs write for people. The format is the program's own; each %s and %c is text that may
 * be somebody else's, and is printed as shown.h has it. So nothing has to be remembered where a
 * server's words are printed, and ci/lint.d/prints.py finds what is printed otherwise.
 */
#ifndef PROGRAM_PRINT_H
#define PROGRAM_PRINT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "qfpay/status.h"

/* To standard output, and to any stream. */
void print(const char *format, ...) QFPAY_PRINTF(1, 2);
void print_to(FILE *out, const char *format, ...) QFPAY_PRINTF(2, 3);

/* The program's own text, whose line breaks and colours are meant: never what was read. */
void print_own(FILE *out, const char *text);

/* A text whose line breaks are the program's, and whose lines may be anybody's: each with lead
 * before it and a line break behind it. */
void print_lines(FILE *out, const char *lead, const char *text);

/* A JSON document, as it is printed: what is unfit to be shown becomes \u202e, which means the
 * same, and bytes that are no UTF-8 become U+FFFD. */
void print_json(FILE *out, const char *json);

/* The same for documents that escape in another way: put writes len bytes of a %s or %c. */
typedef void print_writer(FILE *out, const char *bytes, size_t len);
void print_with(FILE *out, print_writer *put, const char *format, va_list args) QFPAY_PRINTF(3, 0);

/* Before a program ends: whether all of standard output has arrived. Else it says so on standard
 * error, because a full disk would pass for success. */
bool print_end(const char *program);

/* Bytes as they may be shown. */
void print_shown(FILE *out, const char *bytes, size_t len);

#endif
