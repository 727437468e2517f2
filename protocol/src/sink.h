/*
 * Writing into a caller's buffer that may be too small, or absent when only the length is asked
 * for: the sink counts everything and stores what fits.
 */
#ifndef QFPAY_SINK_H
#define QFPAY_SINK_H

#include <stddef.h>
#include <string.h>

#include "qfpay/status.h"

struct sink {
    char *text;
    size_t size;
    size_t len; /* of everything written, stored or not */
};

static inline void
sink_put(struct sink *sink, const char *bytes, size_t len)
{
    if (len != 0 && len <= sink->size && sink->len <= sink->size - len)
        memcpy(sink->text + sink->len, bytes, len);
    sink->len += len;
}

static inline void
sink_byte(struct sink *sink, char byte)
{
    if (sink->len < sink->size)
        sink->text[sink->len] = byte;
    sink->len++;
}

/* Terminate, and say whether everything and the NUL fitted. */
static inline enum qfpay_status
sink_end(struct sink *sink, size_t *len)
{
    if (len)
        *len = sink->len;
    if (sink->len >= sink->size)
        return QFPAY_E_SPACE;
    sink->text[sink->len] = '\0';
    return QFPAY_OK;
}

#endif
