/* JSON text in wire form, written otherwise: what goes wrong with a finished body on the wire. Wire
 * form has no blanks but those behind commas and colons outside of texts, and only ASCII. */
#ifndef MOCK_REWRITE_H
#define MOCK_REWRITE_H

#include <stddef.h>

#include "program/arena.h"

/* All: the body in its new form, in the arena, its length in *len; NULL when out of memory. */
const char *rewrite_compact(struct arena *arena, const char *body, size_t *len);
const char *rewrite_raw_utf8(struct arena *arena, const char *body, size_t *len);
const char *rewrite_upper_escapes(struct arena *arena, const char *body, size_t *len);
/* Values of digits as numbers, empty values as null. */
const char *rewrite_numbers(struct arena *arena, const char *body, size_t *len);
const char *rewrite_nulls(struct arena *arena, const char *body, size_t *len);
/* Texts without the code at their end. */
const char *rewrite_without_codes(struct arena *arena, const char *body, size_t *len);

#endif
