/* A bump allocator over a chain of blocks. Under AddressSanitizer each piece is its own malloc, so
 * that an overrun of one piece into the next is reported. */
#include "program/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_SPLIT 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_SPLIT 1
#endif
#endif
#ifndef ARENA_SPLIT
#define ARENA_SPLIT 0
#endif

enum { ALIGNMENT = _Alignof(max_align_t), BLOCK_SIZE = 16 * 1024 };

struct arena_block {
    struct arena_block *next;
    max_align_t data[];
};

struct arena_duty {
    struct arena_duty *next;
    void (*release)(void *);
    void *object;
};

void
arena_init(struct arena *arena, void *first, size_t first_size)
{
    memset(arena, 0, sizeof *arena);
    arena->at = ARENA_SPLIT ? NULL : first;
    arena->end = ARENA_SPLIT || !first ? arena->at : arena->at + first_size;
}

void
arena_clear(struct arena *arena)
{
    for (; arena->duties; arena->duties = arena->duties->next)
        arena->duties->release(arena->duties->object);
    while (arena->blocks) {
        struct arena_block *next = arena->blocks->next;

        free(arena->blocks);
        arena->blocks = next;
    }
    arena->at = NULL;
    arena->end = NULL;
}

/* A new block of size bytes of data, linked for arena_clear. */
static unsigned char *
add_block(struct arena *arena, size_t size)
{
    struct arena_block *block;

    if (size > SIZE_MAX - sizeof *block)
        return NULL;
    block = malloc(sizeof *block + size);
    if (!block)
        return NULL;
    block->next = arena->blocks;
    arena->blocks = block;
    return (unsigned char *)block->data;
}

/* size bytes as they are, or NULL. */
static unsigned char *
take(struct arena *arena, size_t size)
{
    size_t padded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    unsigned char *piece;

    if (padded < size)
        return NULL;
    if (ARENA_SPLIT || padded > BLOCK_SIZE / 2)
        return add_block(arena, ARENA_SPLIT ? size : padded);
    if (!arena->at || (size_t)(arena->end - arena->at) < padded) {
        arena->at = add_block(arena, BLOCK_SIZE);
        arena->end = arena->at ? arena->at + BLOCK_SIZE : NULL;
        if (!arena->at)
            return NULL;
    }
    piece = arena->at;
    arena->at += padded;
    return piece;
}

/* The same, to be written by the caller. */
static void *
give(struct arena *arena, size_t size)
{
    void *piece = take(arena, size);

    if (!piece && arena->exhausted)
        arena->exhausted();
    return piece;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
    void *piece = give(arena, size);

    return piece ? memset(piece, 0, size) : NULL;
}

bool
arena_defer(struct arena *arena, void (*release)(void *), void *object)
{
    struct arena_duty *duty = give(arena, sizeof *duty);

    if (!duty)
        return false;
    *duty = (struct arena_duty){arena->duties, release, object};
    arena->duties = duty;
    return true;
}

char *
arena_copy(struct arena *arena, const char *text, size_t len)
{
    char *copy = give(arena, len + 1);

    if (!copy)
        return NULL;
    if (len > 0)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *
arena_dup(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

/* Every answer has several: printf would take five times as long. */
char *
arena_number(struct arena *arena, int64_t number)
{
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    char text[20]; /* the least number has 19 digits and a sign */
    char *at = text + sizeof text;

    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (number < 0)
        *--at = '-';
    return arena_copy(arena, at, (size_t)(text + sizeof text - at));
}

char *
arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    char first[128]; /* most fit; a longer text is written again */
    char *text = NULL;
    va_list again;
    int len;

    va_copy(again, args);
    len = vsnprintf(first, sizeof first, format, args);
    if (len >= 0 && (size_t)len < sizeof first)
        text = arena_copy(arena, first, (size_t)len);
    else if (len >= 0)
        text = give(arena, (size_t)len + 1);
    if (text && (size_t)len >= sizeof first)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}
