/* The string that a client may have signed, rebuilt from a recipe. A recipe is the correct way with
 * one or more mistakes in it; the doctor tries recipes until one gives the received signature. */
#ifndef MOCK_DOCTOR_TEXT_H
#define MOCK_DOCTOR_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "doctor/buffer.h"
#include "qfpay/param.h"

struct coding; /* coding.h */

/* What stands between the parameters, and in each. */
struct joint {
    const char *between;
    const char *equals;
    const char *behind; /* each value */
    bool is_nameless;   /* the values alone */
    const char *name;   /* for people */
};

/* How the parameters are written when the string is JSON instead of name=value. */
struct json_style {
    const char *comma;
    const char *colon;
    bool is_ascii;      /* \uXXXX for the rest */
    bool escapes_slash; /* as PHP does */
};

void json_put(struct text *out, const struct json_style *style, const struct qfpay_param *items,
              size_t count);

/* The whole string in another character set. */
struct charset {
    const char *from;
    const char *to;
    const char *name; /* the foreign one of the two, for people */
};

/* The ASCII set with a question mark for every other character, as some platforms write it. */
#define CHARSET_QUESTION_MARKS "?"

/* false when the text cannot be written so, or the C library does not know the set. */
bool charset_convert(const struct charset *charset, char *text, size_t len, struct text *out);

enum recipe_source {
    SOURCE_PARAMS, /* decoded, as it should be */
    SOURCE_PIECES, /* what stands between the & of query and body, undecoded */
    SOURCE_BODY,   /* the undecoded body as it arrived; the query when there is no body */
};

enum recipe_order {
    ORDER_SORTED,
    ORDER_ARRIVAL,
    ORDER_SMALL_LETTERS,   /* compared as if all letters were small */
    ORDER_CAPITAL_LETTERS, /* compared as if all were capital: differs in where _ goes */
    ORDER_REVERSED,
};

enum key_place {
    KEY_LAST,
    KEY_FIRST,
    KEY_FIRST_AND_LAST,
    KEY_NOWHERE,
};

enum { RECIPE_ADDED_MAX = 2 };

/* All zero, NULL and "" is the correct way. Borrowed pointers of the request, its arena or static.
 */
struct recipe {
    enum recipe_source source;
    enum recipe_order order;
    size_t glue_at; /* of SOURCE_PIECES: this many pieces after that one belong to its value */
    size_t glue_count;
    bool signs_empty;
    const char *const *dropped; /* values whose parameters are left out; NULL behind the last */
    bool keeps_sign;
    bool ends_with_ampersand;
    const struct coding *coding;
    const struct qfpay_param *coded; /* the one of the arrived parameters that has the coding */
    bool codes_others;               /* those but that one have it; else NULL is for all */
    const struct joint *joint;
    const struct json_style *json;
    const struct charset *charset;
    const struct qfpay_param *left_out; /* an element of the parameters as they arrived */
    size_t added_count;
    struct qfpay_param added[RECIPE_ADDED_MAX];
    enum key_place key_place;
    const char *before_key; /* between string and key */
    const char *key;
    bool is_hmac; /* keyed with the key, which may be in the string as well */
};

/* The parameters of one request in the forms that recipes start from. */
struct material {
    const char *body; /* SOURCE_BODY */
    size_t body_len;
    size_t count;
    const struct qfpay_param *arrival;
    struct qfpay_param *sorted;
    size_t piece_count;
    size_t query_piece_count;   /* the first so many are of the query, the others of the body */
    struct qfpay_param *pieces; /* name and value not followed by NUL, value behind its = sign */
    struct qfpay_param *items;  /* room to work: RECIPE_ADDED_MAX more than the larger count */
    struct text text;
    struct text converted;
};

/* Write the string, without the key that comes last: recipe_last_key is that. NULL when the recipe
 * cannot be followed, or is too long. */
struct text *recipe_write(struct material *material, const struct recipe *recipe);

const char *recipe_last_key(const struct recipe *recipe);

/* Sort by name; equal names keep their order. Returns how many bytes were compared. */
size_t params_sort(struct qfpay_param *params, size_t count, enum recipe_order order);

#endif
