/* Room for a text that is being written. */
#ifndef MOCK_DOCTOR_BUFFER_H
#define MOCK_DOCTOR_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* A buffer of fixed size; what does not fit sets is_full, and the text is then not used. */
struct text {
    char *bytes;
    size_t len;
    size_t size;
    bool is_full;
    size_t effort; /* what it took beyond writing its bytes, in bytes */
};

static inline void
text_put(struct text *text, const char *bytes, size_t len)
{
    if (len > text->size - text->len) {
        text->is_full = true;
    } else if (len != 0) {
        memcpy(text->bytes + text->len, bytes, len);
        text->len += len;
    }
}

static inline void
text_byte(struct text *text, char byte)
{
    if (text->len == text->size)
        text->is_full = true;
    else
        text->bytes[text->len++] = byte;
}

#endif
