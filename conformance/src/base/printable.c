/* See printable.h. */
#include "printable.h"

#include <string.h>

/* The length of the UTF-8 sequence at bytes, or 0 when there is none: overlong forms, surrogates
 * and values beyond U+10FFFF count as none (RFC 3629). */
static size_t
sequence_len(const unsigned char *bytes, size_t left)
{
    static const struct {
        unsigned char low, high, second_low, second_high;
        size_t len;
    } forms[] = {
        {0x00, 0x7F, 0x00, 0xFF, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    size_t i, k;

    for (i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (bytes[0] < forms[i].low || bytes[0] > forms[i].high)
            continue;
        if (forms[i].len > left)
            return 0;
        if (forms[i].len > 1 && (bytes[1] < forms[i].second_low || bytes[1] > forms[i].second_high))
            return 0;
        for (k = 2; k < forms[i].len; k++) {
            if ((bytes[k] & 0xC0) != 0x80)
                return 0;
        }
        return forms[i].len;
    }
    return 0;
}

void
printable_add(struct text *text, const char *bytes, size_t len)
{
    size_t at = 0;

    while (at < len) {
        size_t step = sequence_len((const unsigned char *)bytes + at, len - at);
        unsigned char c = (unsigned char)bytes[at];

        if (!step || c < 0x20 || c == 0x7F) {
            text_printf(text, "\\x%02x", c);
            at++;
            continue;
        }
        text_add(text, bytes + at, step);
        at += step;
    }
}

char *
printable(struct arena *arena, const char *text)
{
    struct text out;

    text_init(&out, arena);
    printable_add(&out, text, strlen(text));
    return out.bytes;
}
