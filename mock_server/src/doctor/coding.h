/* What clients, and the layers between them and the network, make of a value: encoded, escaped,
 * trimmed, cut, spelled as another type. A coding is applied to the values that were received,
 * which undoes the same change where it was made after signing. */
#ifndef MOCK_DOCTOR_CODING_H
#define MOCK_DOCTOR_CODING_H

#include <stdbool.h>
#include <stddef.h>

#include "doctor/buffer.h"

/* What a value has in it, so that a coding without effect on it need not be tried. */
enum trait {
    TRAIT_EMPTY = 1 << 0,
    TRAIT_RESERVED = 1 << 1, /* anything but letters and digits */
    TRAIT_WIDE = 1 << 2,     /* bytes beyond ASCII */
    TRAIT_PERCENT = 1 << 3,
    TRAIT_AMPERSAND = 1 << 4,
    TRAIT_ANGLE = 1 << 5,
    TRAIT_QUOTE = 1 << 6, /* either of them */
    TRAIT_SLASH = 1 << 7,
    TRAIT_BACKSLASH = 1 << 8,
    TRAIT_SPACE = 1 << 9,
    TRAIT_RUN = 1 << 10, /* white space behind white space */
    TRAIT_OUTER_SPACE = 1 << 11,
    TRAIT_TAB = 1 << 12,
    TRAIT_BREAK = 1 << 13, /* CR or LF */
    TRAIT_NUMBER = 1 << 14,
    TRAIT_SHORT = 1 << 15, /* may be one of the words that types are spelled with */
    TRAIT_LONG = 1 << 16,  /* may be longer than a column */
};

unsigned traits_of(const char *value, size_t len);

/* -1 when it is no hex digit. */
int hex_value(char c);

/* A sequence of bytes and what takes its place. */
struct spelling {
    const char *from; /* NULL behind the last one */
    const char *to;
};

/* The first that the text begins with; NULL for none. */
const struct spelling *spelling_at(const struct spelling *spellings, const char *text, size_t len);

struct coding {
    void (*put)(struct text *out, const struct coding *coding, const char *value, size_t len);
    const char *name; /* for people; NULL where the words of the row say it all */
    unsigned touches; /* only values with one of these traits can change */
    const struct spelling *spellings;
    const char *kept;   /* percent: what stays as it is besides letters and digits */
    bool plus_is_space; /* percent */
    bool is_lower;      /* percent and escapes: small hex digits */
    bool is_twice;      /* percent: the result once more */
    bool is_trimmed;    /* collapsed: none at the ends either; lines: none at their starts */
    size_t max;         /* cut; exponent: the fewest digits of it */
    bool is_bytes;      /* cut: counted in bytes, not in characters */
    bool is_compatible; /* normal form: NFKC, NFKD */
    bool is_decomposed; /* normal form: NFD, NFKD */
};

/* Values of coding.put; what a value does not have is left as it is. */
void put_percent(struct text *out, const struct coding *coding, const char *value, size_t len);
void put_percent_decoded(struct text *out, const struct coding *coding, const char *value,
                         size_t len);
void put_trimmed(struct text *out, const struct coding *coding, const char *value, size_t len);
/* Every occurrence of a spelling, the first that fits at each place. */
void put_replaced(struct text *out, const struct coding *coding, const char *value, size_t len);
/* A whole value that is one of the spellings. */
void put_word(struct text *out, const struct coding *coding, const char *value, size_t len);
/* Each run of white space as one space. */
void put_collapsed(struct text *out, const struct coding *coding, const char *value, size_t len);
void put_lines_trimmed(struct text *out, const struct coding *coding, const char *value,
                       size_t len);
void put_cut(struct text *out, const struct coding *coding, const char *value, size_t len);
/* What stands before the first &. */
void put_cut_at_ampersand(struct text *out, const struct coding *coding, const char *value,
                          size_t len);
/* \uXXXX for what is not ASCII, and the spellings; put_unescaped undoes both. */
void put_escaped(struct text *out, const struct coding *coding, const char *value, size_t len);
void put_unescaped(struct text *out, const struct coding *coding, const char *value, size_t len);
/* The hex digits of \uXXXX in the other case. */
void put_escapes_in_case(struct text *out, const struct coding *coding, const char *value,
                         size_t len);
/* A normal form of Unicode; a value that is no UTF-8, or is very long, is left as it is. */
void put_normal_form(struct text *out, const struct coding *coding, const char *value, size_t len);
/* Whole numbers as other types print them: with the first spelling's "to" behind them; with one
 * digit before the point, "from" where none is behind it, and "to" before the exponent; with as
 * many digits as a double has; with commas. And such numbers as whole ones, without zeros before
 * them. */
void put_with_fraction(struct text *out, const struct coding *coding, const char *value,
                       size_t len);
void put_with_exponent(struct text *out, const struct coding *coding, const char *value,
                       size_t len);
void put_rounded(struct text *out, const struct coding *coding, const char *value, size_t len);
void put_with_commas(struct text *out, const struct coding *coding, const char *value, size_t len);
void put_whole(struct text *out, const struct coding *coding, const char *value, size_t len);

#endif
