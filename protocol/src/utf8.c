/*
 * Strict decoding of UTF-8, so that everything behind it can trust what it was given.
 */
#include "utf8.h"

/* Length, the bits of the first byte, and the least code point that needs that length. */
static size_t
lead_byte(unsigned char byte, uint32_t *bits, uint32_t *least)
{
    if (byte < 0x80) {
        *bits = byte;
        *least = 0;
        return 1;
    }
    if (byte >= 0xC2 && byte <= 0xDF) {
        *bits = byte & 0x1FU;
        *least = 0x80;
        return 2;
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        *bits = byte & 0x0FU;
        *least = 0x800;
        return 3;
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        *bits = byte & 0x07U;
        *least = 0x10000;
        return 4;
    }
    return 0;
}

size_t
utf8_decode(const char *text, size_t len, uint32_t *point)
{
    uint32_t value = 0;
    uint32_t least = 0;
    size_t size;

    if (len == 0)
        return 0;
    size = lead_byte((unsigned char)text[0], &value, &least);
    if (size == 0 || size > len)
        return 0;
    for (size_t i = 1; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];

        if ((byte & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (byte & 0x3FU);
    }
    if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    if (point)
        *point = value;
    return size;
}
