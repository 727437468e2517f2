/* See markup.h. */
#include "report/markup.h"

#include <stdarg.h>
#include <string.h>

#include "program/print.h"
#include "program/shown.h"

/* How a byte that means something to XML is written; NULL for any other. */
static const char *
entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\n': /* an attribute would turn it into a space */
        return "&#10;";
    default:
        return NULL;
    }
}

static void
put_escaped(FILE *out, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const char *entity = entity_of(bytes[i]);

        if (entity)
            fputs(entity, out);
        else
            fwrite(&bytes[i], 1, 1, out);
    }
}

static void
put_text(FILE *out, const char *bytes, size_t len)
{
    char piece[SHOWN_PIECE_SIZE];

    while (len > 0) {
        size_t step = *bytes == '\n' ? 1 : shown_span(bytes, len);

        put_escaped(out, bytes, step);
        if (!step) {
            step = shown_instead(bytes, len, piece);
            put_escaped(out, piece, strlen(piece));
        }
        bytes += step;
        len -= step;
    }
}

void
markup_text(FILE *out, const char *text)
{
    put_text(out, text, strlen(text));
}

void
markup_print(FILE *out, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    print_with(out, put_text, format, arguments);
    va_end(arguments);
}
