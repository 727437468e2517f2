/* See coding.h: what is done byte by byte. Escapes, numbers and Unicode have files of their
 * own. */
#include "doctor/coding.h"

#include <string.h>

enum {
    NUMBER_LEN_MAX = 40,
    WORD_LEN_MAX = 9,    /* undefined */
    COLUMN_LEN_MIN = 64, /* of those that are tried */
};

static bool
is_alphanumeric(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool
is_kept(const struct coding *coding, char c)
{
    return is_alphanumeric(c) || (c != '\0' && strchr(coding->kept, c));
}

/* Encoding twice turns the % of the first time into %25, and its + into %2B. */
void
put_percent(struct text *out, const struct coding *coding, const char *value, size_t len)
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

int
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

void
put_percent_decoded(struct text *out, const struct coding *coding, const char *value, size_t len)
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

void
put_trimmed(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    (void)coding;
    while (len != 0 && is_white(value[0])) {
        value++;
        len--;
    }
    while (len != 0 && is_white(value[len - 1]))
        len--;
    text_put(out, value, len);
}

const struct spelling *
spelling_at(const struct spelling *spellings, const char *text, size_t len)
{
    for (const struct spelling *at = spellings; at && at->from; at++) {
        size_t from_len = strlen(at->from);

        if (from_len <= len && memcmp(at->from, text, from_len) == 0)
            return at;
    }
    return NULL;
}

void
put_replaced(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    for (size_t i = 0; i < len;) {
        const struct spelling *spelling = spelling_at(coding->spellings, value + i, len - i);

        if (!spelling) {
            text_byte(out, value[i++]);
        } else {
            text_put(out, spelling->to, strlen(spelling->to));
            i += strlen(spelling->from);
        }
    }
    out->effort += 4 * len; /* several spellings are compared at each byte */
}

void
put_word(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    for (const struct spelling *at = coding->spellings; at->from; at++) {
        if (strlen(at->from) == len && memcmp(at->from, value, len) == 0) {
            text_put(out, at->to, strlen(at->to));
            return;
        }
    }
    text_put(out, value, len);
}

void
put_collapsed(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    size_t start = out->len;

    for (size_t i = 0; i < len; i++) {
        if (!is_white(value[i]))
            text_byte(out, value[i]);
        else if (i == 0 || !is_white(value[i - 1]))
            text_byte(out, ' ');
    }
    if (!coding->is_trimmed || out->is_full || out->len == start)
        return;
    if (out->bytes[out->len - 1] == ' ')
        out->len--;
    if (out->len > start && out->bytes[start] == ' ') {
        out->len--;
        memmove(out->bytes + start, out->bytes + start + 1, out->len - start);
    }
}

void
put_lines_trimmed(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    size_t blanks = 0; /* that stand before value[i], not written yet */
    bool is_at_start = true;

    for (size_t i = 0; i < len; i++) {
        bool is_end = value[i] == '\r' || value[i] == '\n';

        if (value[i] == ' ' || value[i] == '\t') {
            blanks++;
            continue;
        }
        if (!is_end && !(is_at_start && coding->is_trimmed))
            text_put(out, value + i - blanks, blanks);
        text_byte(out, value[i]);
        blanks = 0;
        is_at_start = is_end;
    }
}

static bool
continues_character(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

void
put_cut(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    size_t used = coding->is_bytes ? coding->max : 0;

    if (!coding->is_bytes) {
        for (size_t left = coding->max + 1; used < len; used++) {
            if (!continues_character(value[used]) && --left == 0)
                break;
        }
    }
    text_put(out, value, used < len ? used : len);
}

void
put_cut_at_ampersand(struct text *out, const struct coding *coding, const char *value, size_t len)
{
    const char *end = len == 0 ? NULL : memchr(value, '&', len);

    (void)coding;
    text_put(out, value, !end ? len : (size_t)(end - value));
}

static unsigned
traits_of_byte(char c)
{
    switch (c) {
    case '%':
        return TRAIT_PERCENT;
    case '&':
        return TRAIT_AMPERSAND;
    case '<':
    case '>':
        return TRAIT_ANGLE;
    case '"':
    case '\'':
        return TRAIT_QUOTE;
    case '/':
        return TRAIT_SLASH;
    case '\\':
        return TRAIT_BACKSLASH;
    case ' ':
        return TRAIT_SPACE;
    case '\t':
        return TRAIT_TAB;
    case '\r':
    case '\n':
        return TRAIT_BREAK;
    default:
        return (unsigned char)c >= 0x80 ? TRAIT_WIDE : 0;
    }
}

unsigned
traits_of(const char *value, size_t len)
{
    unsigned traits = len == 0 ? TRAIT_EMPTY : 0;

    for (size_t i = 0; i < len; i++) {
        traits |= traits_of_byte(value[i]);
        if (!is_alphanumeric(value[i]))
            traits |= TRAIT_RESERVED;
        if (i != 0 && is_white(value[i]) && is_white(value[i - 1]))
            traits |= TRAIT_RUN;
    }
    if (len != 0 && (is_white(value[0]) || is_white(value[len - 1])))
        traits |= TRAIT_OUTER_SPACE;
    if (len != 0 && len <= NUMBER_LEN_MAX && value[0] >= '0' && value[0] <= '9')
        traits |= TRAIT_NUMBER;
    if (len <= WORD_LEN_MAX)
        traits |= TRAIT_SHORT;
    if (len > COLUMN_LEN_MIN)
        traits |= TRAIT_LONG;
    return traits;
}
