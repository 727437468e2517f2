/* See arena.h. A chain of heap blocks and deferred calls, released from the newest to the oldest.
 */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct piece {
    struct piece *older;
    void (*release)(void *);
    void *object;
};

struct arena {
    struct piece *newest;
};

static void *
must_calloc(size_t size)
{
    void *memory = calloc(1, size ? size : 1);

    if (!memory) {
        fputs("qfpay-conform: out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

struct arena *
arena_new(void)
{
    return must_calloc(sizeof(struct arena));
}

void
arena_free(struct arena *arena)
{
    if (!arena)
        return;
    while (arena->newest) {
        struct piece *piece = arena->newest;

        arena->newest = piece->older;
        piece->release(piece->object);
        free(piece);
    }
    free(arena);
}

void
arena_defer(struct arena *arena, void (*release)(void *), void *object)
{
    struct piece *piece = must_calloc(sizeof *piece);

    piece->release = release;
    piece->object = object;
    piece->older = arena->newest;
    arena->newest = piece;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
    void *memory = must_calloc(size);

    arena_defer(arena, free, memory);
    return memory;
}

char *
arena_copy(struct arena *arena, const char *bytes, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);

    if (len)
        memcpy(copy, bytes, len);
    return copy;
}

char *
arena_dup(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

char *
arena_vformat(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    int len;
    char *text;

    va_copy(again, arguments);
    len = vsnprintf(NULL, 0, format, arguments);
    text = arena_alloc(arena, len < 0 ? 1 : (size_t)len + 1);
    if (len > 0)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

char *
arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = arena_vformat(arena, format, arguments);
    va_end(arguments);
    return text;
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
    formatted = arena_vformat(text->arena, format, arguments);
    va_end(arguments);
    text_puts(text, formatted);
}
