/* Values as clients mistreat them before signing: encoded in one of the dialects of percent
 * encoding, decoded once more, trimmed. */
#include "doctor_text.h"

static bool
is_alphanumeric(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool
is_kept(const struct coding *coding, char c)
{
    return is_alphanumeric(c) || (c != '\0' && strchr(coding->kept, c) != NULL);
}

/* Encoding twice turns the % of the first time into %25, and its + into %2B. */
static void
encode(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    const char *digits = coding->is_lower ? "0123456789abcdef" : "0123456789ABCDEF";
    const char *plus = coding->is_lower ? "%2b" : "%2B";

    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)value[i];

        if (is_kept(coding, value[i])) {
            text_byte(out, value[i]);
        } else if (byte == ' ' && coding->plus_is_space) {
            text_put(out, coding->is_twice ? plus : "+", coding->is_twice ? 3 : 1);
        } else {
            text_put(out, "%25", coding->is_twice ? 3 : 1);
            text_byte(out, digits[byte >> 4]);
            text_byte(out, digits[byte & 15]);
        }
    }
}

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

static void
decode(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        int high = value[i] == '%' && len - i > 2 ? hex_value(value[i + 1]) : -1;
        int low = high < 0 ? -1 : hex_value(value[i + 2]);

        if (low >= 0) {
            text_byte(out, (char)(unsigned char)(high * 16 + low));
            i += 2;
        } else {
            text_byte(out, value[i] == '+' && coding->plus_is_space ? ' ' : value[i]);
        }
    }
}

static bool
is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

static void
trim(struct text *out, const char *value, size_t len)
{
    while (len != 0 && is_white(value[0])) {
        value++;
        len--;
    }
    while (len != 0 && is_white(value[len - 1]))
        len--;
    text_put(out, value, len);
}

void
coding_put(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    switch (coding->action) {
    case CODING_ENCODE:
        encode(out, coding, value, len);
        break;
    case CODING_DECODE:
        decode(out, coding, value, len);
        break;
    case CODING_TRIM:
        trim(out, value, len);
        break;
    }
}
