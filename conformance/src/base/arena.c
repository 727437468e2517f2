/* See arena.h. */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
end_program(void)
{
    fputs("qfpay-conform: out of memory\n", stderr);
    exit(2);
}

struct arena *
arena_new(void)
{
    struct arena *arena = malloc(sizeof *arena);

    if (!arena)
        end_program();
    arena_init(arena, NULL, 0);
    arena->exhausted = end_program;
    return arena;
}

void
arena_free(struct arena *arena)
{
    if (arena)
        arena_clear(arena);
    free(arena);
}

void *
arena_grow(struct arena *arena, const void *old, size_t count, size_t more, size_t size)
{
    void *larger = arena_alloc(arena, (count + more) * size);

    return count ? memcpy(larger, old, count * size) : larger;
}

void
text_init(struct text *text, struct arena *arena)
{
    text->arena = arena;
    text->capacity = 64;
    text->len = 0;
    text->bytes = arena_alloc(arena, text->capacity);
}

void
text_add(struct text *text, const char *bytes, size_t len)
{
    if (text->len + len + 1 > text->capacity) {
        char *larger;

        while (text->len + len + 1 > text->capacity)
            text->capacity *= 2;
        larger = arena_alloc(text->arena, text->capacity);
        memcpy(larger, text->bytes, text->len);
        text->bytes = larger;
    }
    if (len)
        memcpy(text->bytes + text->len, bytes, len);
    text->len += len;
    text->bytes[text->len] = '\0';
}

void
text_puts(struct text *text, const char *string)
{
    text_add(text, string, strlen(string));
}

void
text_putc(struct text *text, char c)
{
    text_add(text, &c, 1);
}

void
text_printf(struct text *text, const char *format, ...)
{
    va_list arguments;
    char *formatted;

    va_start(arguments, format);
    formatted = arena_vprintf(text->arena, format, arguments);
    va_end(arguments);
    text_puts(text, formatted);
}
