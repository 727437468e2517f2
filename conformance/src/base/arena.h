/* Memory that lives as long as one thing: the suite, or the run of one case. Nothing is freed piece
 * by piece. Out of memory ends the program with a message and exit status 2, because a runner that
 * cannot allocate has nothing useful to say about its target; so no caller checks for NULL. */
#ifndef CONFORM_ARENA_H
#define CONFORM_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "qfpay/status.h"

struct arena;

/* A fresh arena; caller frees with arena_free, which accepts NULL. */
struct arena *arena_new(void);
void arena_free(struct arena *arena);

/* size zeroed bytes, each piece its own heap block, so that ASan sees overruns. */
void *arena_alloc(struct arena *arena, size_t size);

/* Call release(object) when the arena is freed; last in, first out. */
void arena_defer(struct arena *arena, void (*release)(void *), void *object);

/* len bytes and a NUL. */
char *arena_copy(struct arena *arena, const char *bytes, size_t len);
char *arena_dup(struct arena *arena, const char *text);

char *arena_format(struct arena *arena, const char *format, ...) QFPAY_PRINTF(2, 3);
char *arena_vformat(struct arena *arena, const char *format, va_list arguments) QFPAY_PRINTF(2, 0);

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
