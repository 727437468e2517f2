/* See escape.h and, for values as a whole, coding.h. */
#include "doctor/escape.h"

#include "base/json_text.h"
#include "doctor/coding.h"

void
escape_put(struct text *out, uint32_t unit, bool is_lower)
{
    const char *digits = is_lower ? "0123456789abcdef" : "0123456789ABCDEF";
    const char escape[] = {'\\',
                           'u',
                           digits[unit >> 12 & 15],
                           digits[unit >> 8 & 15],
                           digits[unit >> 4 & 15],
                           digits[unit & 15]};

    text_put(out, escape, sizeof escape);
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

size_t
escape_put_wide(struct text *out, const char *value, size_t len, bool is_lower)
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
        escape_put(out, 0xd800 + ((point - 0x10000) >> 10 & 0x3ff), is_lower);
        escape_put(out, 0xdc00 + (point & 0x3ff), is_lower);
    } else {
        escape_put(out, point, is_lower);
    }
    return count;
}

void
put_escaped(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    for (size_t i = 0; i < len;) {
        const struct spelling *spelling = spelling_at(coding->spellings, value + i, len - i);

        if (spelling) {
            text_put(out, spelling->to, strlen(spelling->to));
            i += strlen(spelling->from);
        } else if ((unsigned char)value[i] >= 0x80) {
            i += escape_put_wide(out, value + i, len - i, coding->is_lower);
        } else {
            text_byte(out, value[i++]);
        }
    }
}

static void
put_utf8(struct text *out, long point)
{
    char bytes[4];

    text_put(out, bytes, json_put_utf8(bytes, (unsigned long)point));
}

/* Write the character that is escaped at the start of value. Returns how many bytes its escapes
 * take; 0 for none, and for half a pair of surrogates. */
static size_t
put_unescaped_character(struct text *out, const char *value, size_t len)
{
    long unit = json_escaped_unit(value, len);
    long second = -1;

    if (unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff))
        return 0;
    if (unit < 0xd800 || unit > 0xdbff) {
        put_utf8(out, unit);
        return JSON_ESCAPE_LEN;
    }
    if (len > JSON_ESCAPE_LEN)
        second = json_escaped_unit(value + JSON_ESCAPE_LEN, len - JSON_ESCAPE_LEN);
    if (second < 0xdc00 || second > 0xdfff)
        return 0;
    put_utf8(out, 0x10000 + ((unit & 0x3ff) << 10 | (second & 0x3ff)));
    return (size_t)2 * JSON_ESCAPE_LEN;
}

void
put_unescaped(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    for (size_t i = 0; i < len;) {
        const struct spelling *spelling = spelling_at(coding->spellings, value + i, len - i);
        size_t taken = spelling ? 0 : put_unescaped_character(out, value + i, len - i);

        if (spelling) {
            text_put(out, spelling->to, strlen(spelling->to));
            taken = strlen(spelling->from);
        } else if (taken == 0) {
            text_byte(out, value[i]);
            taken = 1;
        }
        i += taken;
    }
}

void
put_escapes_in_case(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    for (size_t i = 0; i < len;) {
        long unit = json_escaped_unit(value + i, len - i);

        if (unit < 0) {
            text_byte(out, value[i++]);
        } else {
            escape_put(out, (uint32_t)unit, coding->is_lower);
            i += JSON_ESCAPE_LEN;
        }
    }
}
