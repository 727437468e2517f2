/*
 * One code point at a time. Strict: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
#ifndef QFPAY_UTF8_H
#define QFPAY_UTF8_H

#include <stddef.h>
#include <stdint.h>

/** The longest encoding of one code point, in bytes. */
#define UTF8_MAX 4

/**
 * Read the code point at the start of text.
 *
 * @param[in]  text  borrowed
 * @param[in]  len   bytes that may be read
 * @param[out] point the code point; untouched on 0; NULL is allowed
 * @return how many bytes it takes, or 0 when text does not start with one
 */
size_t utf8_decode(const char *text, size_t len, uint32_t *point);

#endif
