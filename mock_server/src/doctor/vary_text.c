/* Mistakes in how the string is written: order, joints, what is digested instead of the parameters,
 * and the character set. */
#include "doctor/raw.h"
#include "doctor/vary.h"

/* The form that --empty-values refuses. Where both are right the search begins with each. */
enum variant
use_other_empty_form(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    if (index > 0 || (exam->traits & TRAIT_EMPTY) == 0 || exam->takes_dropped == exam->takes_signed)
        return VARIANT_END;
    recipe->signs_empty = !recipe->signs_empty;
    say(detail,
        recipe->signs_empty ? "with name= for its empty values" : "without its empty values");
    return VARIANT_TRY;
}

const char *
explain_empty_form(struct exam *exam, const struct recipe *recipe)
{
    (void)exam;
    return recipe->signs_empty
               ? "this mock wants them left out (--empty-values dropped): leave parameters with an "
                 "empty value out of the string and of the request"
               : "this mock wants name= (--empty-values signed): sign name= for what is sent "
                 "empty, or do not send it";
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
reverse_order(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    (void)exam;
    (void)detail;
    if (index > 0)
        return VARIANT_END;
    recipe->order = ORDER_REVERSED;
    return VARIANT_TRY;
}

enum variant
join_otherwise(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct joint joints[] = {
        {.between = "", .equals = "=", .name = "without & between them"},
        {.between = "", .equals = "", .name = "without & and ="},
        {.between = "&amp;", .equals = "=", .name = "with &amp;"},
        {.between = ",", .equals = "=", .name = "with commas"},
        {.between = "\n", .equals = "=", .name = "with line feeds"},
        {.between = "", .equals = "", .is_nameless = true, .name = "as values alone"},
        {.between = "&", .equals = "", .name = "without ="},
        {.between = ", ", .equals = "=", .name = "with commas and spaces"},
        {.between = "\r\n", .equals = "=", .name = "with CR LF"},
        {.between = ";", .equals = "=", .name = "with semicolons"},
        {.between = "|", .equals = "=", .name = "with |"},
        {.between = " ", .equals = "=", .name = "with spaces"},
        {.between = "&", .equals = ":", .name = "with : for ="},
        {.between = ",", .equals = ":", .name = "with : and commas"},
        {.between = "\n", .equals = ":", .name = "with : and line feeds"},
        {.between = "&", .equals = "=\"", .behind = "\"", .name = "with the values in quotes"},
        {.between = "&", .equals = "", .is_nameless = true, .name = "as values alone, with &"},
        {.between = ",", .equals = "", .is_nameless = true, .name = "as values alone, with commas"},
        {.between = "|", .equals = "", .is_nameless = true, .name = "as values alone, with |"},
        {.between = "\n",
         .equals = "",
         .is_nameless = true,
         .name = "as values alone, with line feeds"},
    };

    (void)exam;
    if (index >= COUNT(joints))
        return VARIANT_END;
    recipe->joint = &joints[index];
    say(detail, joints[index].name);
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

/* The body as it arrived; its pieces sorted; its pieces sorted after one to three of them were put
 * back behind the & from which a value had lost them. Pieces come as they are; with escapes decoded
 * but + kept, for clients that escape only some characters; and decoded, where only & was left. */
enum variant
use_raw_bytes(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding codings[] = {
        {.put = NULL},
        {.put = put_percent_decoded},
        {.put = put_percent_decoded, .plus_is_space = true},
    };
    size_t which = (index + COUNT(codings) - 1) % COUNT(codings);
    size_t glue = (index + COUNT(codings) - 1) / COUNT(codings); /* 1 for none */

    (void)detail;
    recipe->source = index == 0 ? SOURCE_BODY : SOURCE_PIECES;
    if (index == 0)
        return VARIANT_TRY;
    if (codings[which].put)
        recipe->coding = &codings[which];
    if (glue > 1)
        return raw_glue(exam, glue - 2, recipe);
    return codings[which].plus_is_space ? VARIANT_SKIP : VARIANT_TRY;
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

    if (index >= COUNT(charsets) || (exam->traits & TRAIT_WIDE) == 0)
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

    if (index >= COUNT(charsets) || (exam->traits & TRAIT_WIDE) == 0)
        return VARIANT_END;
    recipe->charset = &charsets[index];
    say(detail, charsets[index].name);
    return VARIANT_TRY;
}
