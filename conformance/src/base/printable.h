/* Bytes that somebody else sent, made fit for terminals, XML and JSON as program/shown.h has it, in
 * texts that last. */
#ifndef CONFORM_PRINTABLE_H
#define CONFORM_PRINTABLE_H

#include "base/arena.h"

/* Append len bytes, made printable. */
void printable_add(struct text *text, const char *bytes, size_t len);

/* Append the first max bytes at most, and behind them how many there are in all. */
void printable_add_short(struct text *text, const char *bytes, size_t len, size_t max);

/* The same as texts of their own. */
char *printable(struct arena *arena, const char *text);
char *printable_short(struct arena *arena, const char *bytes, size_t len, size_t max);

#endif
