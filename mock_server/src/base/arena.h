/* One request's memory: everything that dies with the request comes from here, so handlers contain
 * no free(). A block is taken from malloc only when the first one, which lives inside the request's
 * own record, is used up. */
#ifndef MOCK_ARENA_H
#define MOCK_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena_block;

struct arena {
    unsigned char *at;
    unsigned char *end;
    struct arena_block *blocks; /* newest first; freed by arena_clear */
};

/* Start with caller's storage of first_size bytes, aligned for any type; it may be NULL with 0. */
void arena_init(struct arena *arena, void *first, size_t first_size);

/* Free every block. The arena must be initialised again before use. */
void arena_clear(struct arena *arena);

/* size bytes, aligned for any type, not zeroed; NULL when out of memory. */
void *arena_alloc(struct arena *arena, size_t size);

/* The same, zeroed. */
void *arena_zalloc(struct arena *arena, size_t size);

/* A NUL-terminated copy of len bytes; NULL when out of memory. */
char *arena_copy(struct arena *arena, const char *text, size_t len);

/* A number in decimal; NULL when out of memory. */
char *arena_number(struct arena *arena, int64_t number);

/* A formatted text; NULL when out of memory. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#endif
