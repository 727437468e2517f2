/*
 * Forms: split first, decode afterwards, so that raw bodies of the official samples read as well
 * as encoded ones. Works in the caller's buffer, because decoding never makes text longer.
 */
#include "qfpay/form.h"

#include <stdbool.h>
#include <string.h>

#include "sink.h"

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

/* The byte that an escape stands for; `%` itself where two digits do not follow. */
static char
decode_percent(const char **read, const char *end)
{
    int high = end - *read > 2 ? hex_digit((*read)[1]) : -1;
    int low = high < 0 ? -1 : hex_digit((*read)[2]);

    if (low < 0) {
        *read += 1;
        return '%';
    }
    *read += 3;
    return (char)(unsigned char)(high * 16 + low);
}

/* Decode a text onto itself, and end it with a NUL. Most have nothing to decode. */
static size_t
decode(char *text, size_t len)
{
    const char *end = text + len;
    const char *read = text;
    char *write = text;

    if (!memchr(text, '%', len) && !memchr(text, '+', len)) {
        text[len] = '\0';
        return len;
    }
    while (read < end) {
        if (*read == '%') {
            *write++ = decode_percent(&read, end);
        } else {
            *write++ = *read == '+' ? ' ' : *read;
            read++;
        }
    }
    *write = '\0';
    return (size_t)(write - text);
}

static char *
find_or_end(char *text, char *end, char byte)
{
    char *found = memchr(text, byte, (size_t)(end - text));

    return found ? found : end;
}

/* Read one piece; its end is a separator, or the room for a NUL behind the text. */
static struct qfpay_param
read_piece(char *name, char *end)
{
    char *name_end = find_or_end(name, end, '=');
    char *value = name_end == end ? end : name_end + 1;
    struct qfpay_param param = {name, value, 0, 0};

    param.name_len = decode(name, (size_t)(name_end - name));
    param.value_len = decode(value, (size_t)(end - value));
    return param;
}

enum qfpay_status
qfpay_form_parse(char *text, size_t text_len, struct qfpay_param *params, size_t capacity,
                 size_t *count, struct qfpay_error *err)
{
    char *text_end = text + text_len;
    char *end;
    size_t used = *count;

    for (char *piece = text; piece < text_end; piece = end + 1) {
        end = find_or_end(piece, text_end, '&');
        if (end == piece)
            continue;
        if (used >= capacity)
            return qfpay_fail(err, QFPAY_E_LIMIT, "the form has more than %zu parameters",
                              capacity);
        params[used] = read_piece(piece, end);
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
