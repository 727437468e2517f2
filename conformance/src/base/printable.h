/* Bytes that somebody else sent, made fit for terminals, XML and JSON: correct UTF-8 stays, control
 * characters and broken sequences become \xHH. */
#ifndef CONFORM_PRINTABLE_H
#define CONFORM_PRINTABLE_H

#include "arena.h"

/* Append len bytes, made printable. */
void printable_add(struct text *text, const char *bytes, size_t len);

/* The same as a text of its own. */
char *printable(struct arena *arena, const char *text);

#endif
