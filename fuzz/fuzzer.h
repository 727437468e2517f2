/**
 * @file fuzzer.h
 * What the fuzz targets share: the entry point that libFuzzer and replay.c call, and a check that
 * stays on in release builds.
 */
#ifndef QFPAY_FUZZER_H
#define QFPAY_FUZZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Feed one input to the code under test. @return always 0, as libFuzzer wants */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** A property that every input must have; a broken one ends the process so that it is noticed. */
static inline void
must(bool holds, const char *property)
{
    if (!holds) {
        (void)fprintf(stderr, "property broken: %s\n", property);
        abort();
    }
}

/** Memory that the target cannot do without. @return never NULL; caller frees */
static inline void *
must_have(size_t size)
{
    void *memory = malloc(size);

    must(memory != NULL, "memory for the fuzz target itself");
    return memory;
}

/**
 * The input as a NUL-terminated text in a block of exactly its size, so that the address sanitizer
 * sees the first byte read or written beyond it. @return never NULL; caller frees
 */
static inline char *
text_of(const uint8_t *data, size_t size)
{
    char *text = must_have(size + 1);

    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

#endif
