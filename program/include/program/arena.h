/**
 * @file arena.h
 * Memory that lives as long as one thing, such as a request or the run of a case: whatever dies
 * with it comes from here, so that nobody frees piece by piece. A block is taken from malloc only
 * when the one before is used up; the first may be the caller's.
 *
 * Life:    whatever an arena gave is there until arena_clear. Threads: one at a time.
 */
#ifndef PROGRAM_ARENA_H
#define PROGRAM_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "qfpay/status.h"
#include <stdbool.h>

struct arena_block;
struct arena_duty;

struct arena {
    unsigned char *at;
    unsigned char *end;
    struct arena_block *blocks; /* newest first; freed by arena_clear */
    struct arena_duty *duties;  /* newest first; done by arena_clear */
    void (*exhausted)(void); /* ends the program where there is no memory; NULL: callers see NULL */
};

/* Start with caller's storage of first_size bytes, aligned for any type; it may be NULL with 0. */
void arena_init(struct arena *arena, void *first, size_t first_size);

/* Do what was deferred, then free every block. The arena must be initialised again before use. */
void arena_clear(struct arena *arena);

/* size zeroed bytes, aligned for any type; NULL when out of memory. */
void *arena_alloc(struct arena *arena, size_t size);

/* Call release(object) in arena_clear; last in, first out. false, and nothing will be called, when
 * out of memory. */
bool arena_defer(struct arena *arena, void (*release)(void *), void *object);

/* len bytes and a NUL; NULL when out of memory, as in all below. */
char *arena_copy(struct arena *arena, const char *text, size_t len);
char *arena_dup(struct arena *arena, const char *text);

/* A number in decimal. */
char *arena_number(struct arena *arena, int64_t number);

/* A formatted text. */
char *arena_printf(struct arena *arena, const char *format, ...) QFPAY_PRINTF(2, 3);
char *arena_vprintf(struct arena *arena, const char *format, va_list args) QFPAY_PRINTF(2, 0);

#endif
