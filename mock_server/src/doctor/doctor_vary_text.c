/* Mistakes in how the string is written: values, order, what is digested instead of the parameters,
 * and the character set. */
#include "doctor_raw.h"
#include "doctor_vary.h"

enum variant
drop_empty(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    (void)detail;
    if (index > 0 || !exam->has_empty)
        return VARIANT_END;
    recipe->drops_empty = true;
    return VARIANT_TRY;
}

enum variant
encode_percent(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding codings[] = {
        {CODING_ENCODE, "-._~", false, false, false}, /* RFC 3986 */
        {CODING_ENCODE, "-._~", false, true, false},
        {CODING_ENCODE, "-_.!~*'()", false, false, false},            /* encodeURIComponent */
        {CODING_ENCODE, "/-._~", false, false, false},                /* Python's quote */
        {CODING_ENCODE, "-_.!~*'();/?:@&=+$,#", false, false, false}, /* encodeURI */
    };

    (void)detail;
    if (index >= COUNT(codings) || !exam->has_reserved)
        return VARIANT_END;
    recipe->coding = &codings[index];
    return VARIANT_TRY;
}

enum variant
encode_form(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding codings[] = {
        {CODING_ENCODE, "-._~", true, false, false},   /* Python's quote_plus, Go's QueryEscape */
        {CODING_ENCODE, "-_.!*()", true, true, false}, /* .NET's UrlEncode */
        {CODING_ENCODE, "-._", true, false, false},    /* PHP's urlencode */
        {CODING_ENCODE, "-._*", true, false, false},   /* Java, browsers */
        {CODING_ENCODE, "-._~", true, true, false},
    };

    (void)detail;
    if (index >= COUNT(codings) || !exam->has_reserved)
        return VARIANT_END;
    recipe->coding = &codings[index];
    return VARIANT_TRY;
}

/* Parameters that only seem unsorted, because a raw & has cut a value, are left to the raw body. */
enum variant
leave_unsorted(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    (void)detail;
    if (index > 0 || exam->is_sorted || raw_is_cut_by_ampersand(exam->req, &exam->material))
        return VARIANT_END;
    recipe->order = ORDER_ARRIVAL;
    return VARIANT_TRY;
}

enum variant
sort_ignoring_case(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const enum recipe_order orders[] = {ORDER_SMALL_LETTERS, ORDER_CAPITAL_LETTERS};

    (void)exam;
    (void)detail;
    if (index >= COUNT(orders))
        return VARIANT_END;
    recipe->order = orders[index];
    return VARIANT_TRY;
}

enum variant
trim_values(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding coding = {CODING_TRIM, "", false, false, false};

    (void)detail;
    if (index > 0 || !exam->has_outer_space)
        return VARIANT_END;
    recipe->coding = &coding;
    return VARIANT_TRY;
}

/* The body as it arrived; its pieces sorted; its pieces sorted after one to three of them were put
 * back behind the & from which a value had lost them. Pieces come as they are, and with escapes
 * decoded but + kept, for clients that escape only some characters. */
enum variant
use_raw_bytes(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding plus_kept = {CODING_DECODE, "", false, false, false};
    size_t pieces = exam->material.piece_count;
    size_t places = pieces < EXAM_EACH_MAX ? pieces : EXAM_EACH_MAX;
    size_t glue = (index + 1) / 2; /* 1 for none */

    (void)detail;
    recipe->source = index == 0 ? SOURCE_BODY : SOURCE_PIECES;
    if (index == 0)
        return VARIANT_TRY;
    if (index % 2 == 0)
        recipe->coding = &plus_kept;
    if (glue == 1)
        return VARIANT_TRY;
    if (exam->is_big)
        exam->is_cut = true;
    if (exam->is_big || glue - 2 >= 3 * places)
        return VARIANT_END;
    recipe->glue_at = (glue - 2) % places;
    recipe->glue_count = 1 + (glue - 2) / places;
    return VARIANT_TRY;
}

const char *
explain_raw_bytes(struct exam *exam, const struct recipe *recipe)
{
    return raw_advice(exam, recipe);
}

enum variant
use_json(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct json_style styles[] = {
        {",", ":", false, false},  /* JavaScript, Java */
        {", ", ": ", true, false}, /* Python */
        {",", ":", true, true},    /* PHP */
        {",", ":", true, false},   {", ", ": ", false, false},
    };

    (void)exam;
    (void)detail;
    if (index >= 2 * COUNT(styles))
        return VARIANT_END;
    recipe->json = &styles[index / 2];
    recipe->order = index % 2 == 0 ? ORDER_ARRIVAL : ORDER_SORTED;
    return VARIANT_TRY;
}

enum variant
convert_charset(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct charset charsets[] = {
        {"UTF-8", "GBK", "GBK"},
        {"UTF-8", "ISO-8859-1", "ISO-8859-1 (Latin-1)"},
        {"UTF-8", "BIG5-HKSCS", "Big5"},
        {"UTF-8", CHARSET_QUESTION_MARKS, "ASCII, with question marks for the rest"},
    };

    if (index >= COUNT(charsets) || !exam->has_wide)
        return VARIANT_END;
    recipe->charset = &charsets[index];
    say(detail, charsets[index].name);
    return VARIANT_TRY;
}

enum variant
convert_to_utf8(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct charset charsets[] = {
        {"GBK", "UTF-8", "GBK"},
        {"BIG5-HKSCS", "UTF-8", "Big5"},
        {"ISO-8859-1", "UTF-8", "ISO-8859-1 (Latin-1)"},
    };

    if (index >= COUNT(charsets) || !exam->has_wide)
        return VARIANT_END;
    recipe->charset = &charsets[index];
    say(detail, charsets[index].name);
    return VARIANT_TRY;
}

enum variant
decode_once_more(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding codings[] = {
        {CODING_DECODE, "", true, false, false},
        {CODING_DECODE, "", false, false, false},
    };

    (void)detail;
    if (index >= COUNT(codings) || !exam->has_escape)
        return VARIANT_END;
    recipe->coding = &codings[index];
    return VARIANT_TRY;
}

enum variant
encode_twice(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding codings[] = {
        {CODING_ENCODE, "-._~", false, false, true},
        {CODING_ENCODE, "-._~", true, false, true},
        {CODING_ENCODE, "-._~", false, true, true},
        {CODING_ENCODE, "-._~", true, true, true},
    };

    (void)detail;
    if (index >= COUNT(codings) || !exam->has_reserved)
        return VARIANT_END;
    recipe->coding = &codings[index];
    return VARIANT_TRY;
}
