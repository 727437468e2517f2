/* JSON text in wire form, written otherwise: what mistakes of answer_defects.def and
 * notify_defects.def make of a finished body. Wire form has no blanks but those behind commas and
 * colons outside of texts, and only ASCII. */
#ifndef MOCK_REWRITE_H
#define MOCK_REWRITE_H

#include <stddef.h>

#include "arena.h"

/* All: the body in its new form, in the arena, its length in *len; NULL when out of memory. */
const char *rewrite_compact(struct arena *arena, const char *body, size_t *len);
const char *rewrite_raw_utf8(struct arena *arena, const char *body, size_t *len);
const char *rewrite_upper_escapes(struct arena *arena, const char *body, size_t *len);
/* Values of digits as numbers, empty values as null. */
const char *rewrite_numbers(struct arena *arena, const char *body, size_t *len);
const char *rewrite_nulls(struct arena *arena, const char *body, size_t *len);

/* Without the one member of the outermost object that begins so, with its quotation marks and its
 * colon; its value is a text. */
const char *rewrite_without(struct arena *arena, const char *body, size_t *len, const char *member);

#endif
