/* JSON as text, for whoever writes it in another way than it came. */
#ifndef MOCK_JSON_TEXT_H
#define MOCK_JSON_TEXT_H

#include <stddef.h>

#include "program/arena.h"

enum { JSON_ESCAPE_LEN = 6 }; /* \u00e9 */

/* White space between the parts; "" for none. */
struct json_spaces {
    const char *behind_colon;
    const char *behind_comma;
    const char *behind_brace; /* that opens */
    const char *before_brace; /* that closes */
};

extern const struct json_spaces json_compact;  /* none */
extern const struct json_spaces json_one_line; /* one blank behind commas and colons: wire form */
extern const struct json_spaces json_lines;    /* of a flat object, as Python's indent=4 */

/* A text with other white space between its parts, NUL-terminated and in the arena; NULL when out
 * of memory. */
char *json_respace(struct arena *arena, const char *text, const struct json_spaces *spaces);

/* The unit of the escape \uXXXX that len bytes of text begin with, or -1 for none. */
long json_escaped_unit(const char *text, size_t len);

/* A code point in UTF-8. @return how many bytes it takes */
size_t json_put_utf8(char bytes[4], unsigned long point);

#endif
