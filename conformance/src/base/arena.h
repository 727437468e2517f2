/* Arenas of the suite. Out of memory ends the program with a message and exit status 2, because a
 * runner that cannot allocate has nothing useful to say about its target; so no caller checks for
 * NULL. */
#ifndef CONFORM_ARENA_H
#define CONFORM_ARENA_H

#include "program/arena.h"

/* A fresh arena; caller frees with arena_free, which accepts NULL. */
struct arena *arena_new(void);
void arena_free(struct arena *arena);

/* A copy of count elements of a size, with room for more behind them. */
void *arena_grow(struct arena *arena, const void *old, size_t count, size_t more, size_t size);

/* A growing byte string in an arena; bytes is always NUL-terminated, "" at first. */
struct text {
    struct arena *arena;
    char *bytes;
    size_t len;
    size_t capacity;
};

void text_init(struct text *text, struct arena *arena);
void text_add(struct text *text, const char *bytes, size_t len);
void text_puts(struct text *text, const char *string);
void text_putc(struct text *text, char c);
void text_printf(struct text *text, const char *format, ...) QFPAY_PRINTF(2, 3);

#endif
