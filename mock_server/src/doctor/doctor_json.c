/* The parameters as one JSON object of strings, in the styles of common libraries. Written here and
 * not by cJSON, because the point is to differ from it in spaces and escapes. */
#include "doctor_text.h"

#include <stdint.h>

static void
put_escape(struct text *out, uint32_t unit)
{
    static const char digits[] = "0123456789abcdef";
    const char escape[] = {'\\',
                           'u',
                           digits[unit >> 12 & 15],
                           digits[unit >> 8 & 15],
                           digits[unit >> 4 & 15],
                           digits[unit & 15]};

    text_put(out, escape, sizeof(escape));
}

static size_t
sequence_length(unsigned char lead)
{
    if (lead >= 0xf0 && lead < 0xf8)
        return 4;
    if (lead >= 0xe0)
        return 3;
    return lead >= 0xc0 ? 2 : 0;
}

/* Escape the character at the start of value; a broken one is copied, because no style is known for
 * it. Returns how many bytes it took. */
static size_t
put_wide(struct text *out, const char *value, size_t len)
{
    unsigned char lead = (unsigned char)value[0];
    size_t count = lead < 0xf8 ? sequence_length(lead) : 0;
    uint32_t point;

    if (count == 0 || count > len) {
        text_byte(out, value[0]);
        return 1;
    }
    point = lead & (0x7fU >> count);
    for (size_t i = 1; i < count; i++)
        point = point << 6 | ((unsigned char)value[i] & 0x3fU);
    if (point > 0xffff) {
        put_escape(out, 0xd800 + ((point - 0x10000) >> 10 & 0x3ff));
        put_escape(out, 0xdc00 + (point & 0x3ff));
    } else {
        put_escape(out, point);
    }
    return count;
}

static void
put_ascii(struct text *out, const struct json_style *style, char c)
{
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *special = c == '\0' ? NULL : strchr(plain, c);

    if (special != NULL) {
        text_byte(out, '\\');
        text_byte(out, letters[special - plain]);
    } else if (c == '/' && style->escapes_slash) {
        text_put(out, "\\/", 2);
    } else if ((unsigned char)c < 0x20) {
        put_escape(out, (unsigned char)c);
    } else {
        text_byte(out, c);
    }
}

static void
put_string(struct text *out, const struct json_style *style, const char *value, size_t len)
{
    text_byte(out, '"');
    for (size_t i = 0; i < len;) {
        if (style->is_ascii && (unsigned char)value[i] >= 0x80) {
            i += put_wide(out, value + i, len - i);
        } else {
            put_ascii(out, style, value[i]);
            i++;
        }
    }
    text_byte(out, '"');
}

void
json_put(struct text *out, const struct json_style *style, const struct qfpay_param *items,
         size_t count)
{
    text_byte(out, '{');
    for (size_t i = 0; i < count; i++) {
        if (i != 0)
            text_put(out, style->comma, strlen(style->comma));
        put_string(out, style, items[i].name, items[i].name_len);
        text_put(out, style->colon, strlen(style->colon));
        put_string(out, style, items[i].value, items[i].value_len);
    }
    text_byte(out, '}');
}
