/* The parameters as one JSON object of strings, in the styles of common libraries. Written here and
 * not by cJSON, because the point is to differ from it in spaces and escapes. */
#include "doctor/escape.h"
#include "doctor/text.h"

static void
put_ascii(struct text *out, const struct json_style *style, char c)
{
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *special = c == '\0' ? NULL : strchr(plain, c);

    if (special) {
        text_byte(out, '\\');
        text_byte(out, letters[special - plain]);
    } else if (c == '/' && style->escapes_slash) {
        text_put(out, "\\/", 2);
    } else if ((unsigned char)c < 0x20) {
        escape_put(out, (unsigned char)c, true);
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
            i += escape_put_wide(out, value + i, len - i, true);
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
