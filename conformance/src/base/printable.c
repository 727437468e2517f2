/* See printable.h. */
#include "base/printable.h"

#include <stdbool.h>
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

/* Correct, but a terminal obeys it (C1 controls), it makes text read otherwise than it is (marks of
 * direction), or XML 1.0 forbids it. */
static bool
is_unfit(const unsigned char *bytes, size_t len)
{
    if (len == 1)
        return bytes[0] < 0x20 || bytes[0] == 0x7F;
    if (len == 2)
        return bytes[0] == 0xC2 && bytes[1] < 0xA0;
    if (len == 3 && bytes[0] == 0xE2)
        return (bytes[1] == 0x80 && bytes[2] >= 0xAA && bytes[2] <= 0xAE) ||
               (bytes[1] == 0x81 && bytes[2] >= 0xA6 && bytes[2] <= 0xA9);
    return len == 3 && bytes[0] == 0xEF && bytes[1] == 0xBF && bytes[2] >= 0xBE;
}

void
printable_add(struct text *text, const char *bytes, size_t len)
{
    size_t at = 0;

    while (at < len) {
        const unsigned char *here = (const unsigned char *)bytes + at;
        size_t step = sequence_len(here, len - at);

        if (!step || is_unfit(here, step)) {
            text_printf(text, "\\x%02x", *here);
            at++;
            continue;
        }
        text_add(text, bytes + at, step);
        at += step;
    }
}

void
printable_add_short(struct text *text, const char *bytes, size_t len, size_t max)
{
    printable_add(text, bytes, len < max ? len : max);
    if (len > max)
        text_printf(text, "... (%zu bytes)", len);
}

char *
printable(struct arena *arena, const char *text)
{
    size_t len = strlen(text);

    return printable_short(arena, text, len, len);
}

char *
printable_short(struct arena *arena, const char *bytes, size_t len, size_t max)
{
    struct text out;

    text_init(&out, arena);
    printable_add_short(&out, bytes, len, max);
    return out.bytes;
}
