/* \uXXXX, as JSON, Java and JavaScript write characters in ASCII. */
#ifndef MOCK_DOCTOR_ESCAPE_H
#define MOCK_DOCTOR_ESCAPE_H

#include <stdint.h>

#include "doctor/text.h"

/* unit is one of UTF-16. */
void escape_put(struct text *out, uint32_t unit, bool is_lower);

/* Escape the character at the start of value; a broken one is copied, because no style is known for
 * it. Returns how many bytes it took. */
size_t escape_put_wide(struct text *out, const char *value, size_t len, bool is_lower);

#endif
