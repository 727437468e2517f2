/* The normal forms of Unicode, by utf8proc. It sorts the marks on a letter in a time that grows
 * with the square of their number, so long values are left alone and others count as that effort.
 */
#include <stdlib.h>
#include <utf8proc.h>

#include "doctor/coding.h"

enum { NORMAL_LEN_MAX = 1024, EFFORT_DIVISOR = 16 };

static utf8proc_option_t
options_of(const struct coding *coding)
{
    return UTF8PROC_STABLE | (coding->is_decomposed ? UTF8PROC_DECOMPOSE : UTF8PROC_COMPOSE) |
           (coding->is_compatible ? UTF8PROC_COMPAT : 0);
}

void
put_normal_form(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t normal_len = -1;

    if (len != 0 && len <= NORMAL_LEN_MAX) {
        out->effort += EFFORT_DIVISOR * len + len * len / EFFORT_DIVISOR;
        normal_len = utf8proc_map((const utf8proc_uint8_t *)value, (utf8proc_ssize_t)len, &normal,
                                  options_of(coding));
    }
    if (normal_len < 0)
        text_put(out, value, len);
    else
        text_put(out, (const char *)normal, (size_t)normal_len);
    free(normal);
}
