/* See printable.h. */
#include "base/printable.h"

#include <string.h>

#include "program/shown.h"

void
printable_add(struct text *text, const char *bytes, size_t len)
{
    char piece[SHOWN_PIECE_SIZE];

    while (len > 0) {
        size_t step = shown_span(bytes, len);

        text_add(text, bytes, step);
        if (!step) {
            step = shown_instead(bytes, len, piece);
            text_puts(text, piece);
        }
        bytes += step;
        len -= step;
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
