/*
 * Forms: split first, decode afterwards, so that raw bodies of the official samples read as well
 * as encoded ones. Works in the caller's buffer, because decoding never makes text longer.
 */
#include "qfpay/form.h"

#include <stdbool.h>

#include "sink.h"

/* A run of text that is being decoded onto itself. */
struct cursor {
    char *read;
    char *write;
    const char *end;
};

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

static char
decode_percent(struct cursor *at)
{
    int high = at->end - at->read > 2 ? hex_digit(at->read[1]) : -1;
    int low = high < 0 ? -1 : hex_digit(at->read[2]);

    if (low < 0) {
        at->read++;
        return '%';
    }
    at->read += 3;
    return (char)(unsigned char)(high * 16 + low);
}

/* Decode up to `&`, to the end, or to `=` when that ends the run as well; all three stay unread. */
static size_t
decode_run(struct cursor *at, bool stop_at_equals)
{
    const char *start;

    at->write = at->read;
    start = at->write;
    while (at->read < at->end && *at->read != '&' && !(stop_at_equals && *at->read == '=')) {
        char byte = *at->read;

        if (byte == '%') {
            byte = decode_percent(at);
        } else {
            at->read++;
            if (byte == '+')
                byte = ' ';
        }
        *at->write++ = byte;
    }
    return (size_t)(at->write - start);
}

/* Read one piece; the separator behind it is consumed. */
static struct qfpay_param
read_piece(struct cursor *at)
{
    struct qfpay_param param = {at->read, NULL, 0, 0};
    char *name_end;

    param.name_len = decode_run(at, true);
    name_end = at->write;
    if (at->read < at->end && *at->read == '=') {
        at->read++;
        param.value = at->read;
        param.value_len = decode_run(at, false);
        *at->write = '\0';
    } else {
        param.value = name_end;
    }
    *name_end = '\0';
    at->read++; /* the `&`, or the room for a NUL behind the text */
    return param;
}

enum qfpay_status
qfpay_form_parse(char *text, size_t text_len, struct qfpay_param *params, size_t capacity,
                 size_t *count, struct qfpay_error *err)
{
    struct cursor at = {text, text, text + text_len};
    size_t used = *count;

    while (at.read < at.end) {
        if (*at.read == '&') {
            at.read++;
            continue;
        }
        if (used >= capacity)
            return qfpay_fail(err, QFPAY_E_LIMIT, "the form has more than %zu parameters",
                              capacity);
        params[used] = read_piece(&at);
        if (params[used].name_len == 0)
            return qfpay_fail(err, QFPAY_E_PARSE, "parameter %zu of the form has no name",
                              used + 1);
        used++;
    }
    *count = used;
    return QFPAY_OK;
}

static bool
is_unreserved(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

static void
encode(struct sink *sink, const char *bytes, size_t len)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)bytes[i];

        if (is_unreserved(byte)) {
            sink_byte(sink, bytes[i]);
        } else if (byte == ' ') {
            sink_byte(sink, '+');
        } else {
            char escape[3] = {'%', digits[byte >> 4], digits[byte & 15]};

            sink_put(sink, escape, sizeof escape);
        }
    }
}

enum qfpay_status
qfpay_form_encode(const struct qfpay_param *params, size_t count, char *text, size_t text_size,
                  size_t *text_len)
{
    struct sink sink = {text, text_size, 0};

    for (size_t i = 0; i < count; i++) {
        if (i != 0)
            sink_byte(&sink, '&');
        encode(&sink, params[i].name, params[i].name_len);
        sink_byte(&sink, '=');
        encode(&sink, params[i].value, params[i].value_len);
    }
    return sink_end(&sink, text_len);
}
