/* Mistakes with percent-encoding: values that were encoded before they were signed, once or twice,
 * all or some of them, and bodies that were encoded twice or not at all. */
#include "doctor/raw.h"
#include "doctor/vary.h"

/* The first five write a space as %20, the others as +: Python's quote_plus and Go's QueryEscape;
 * .NET's UrlEncode; PHP's urlencode; Java and browsers. */
enum { PERCENT_COUNT = 5 };
static const struct coding encodings[] = {
    {put_percent, .touches = TRAIT_RESERVED, .kept = "-._~"}, /* RFC 3986 */
    {put_percent, .touches = TRAIT_RESERVED, .kept = "-._~", .is_lower = true},
    {put_percent, .touches = TRAIT_RESERVED, .kept = "-_.!~*'()"}, /* encodeURIComponent */
    {put_percent, .touches = TRAIT_RESERVED, .kept = "/-._~"},     /* Python's quote */
    {put_percent, .touches = TRAIT_RESERVED, .kept = "-_.!~*'();/?:@&=+$,#"}, /* encodeURI */
    {put_percent, .touches = TRAIT_RESERVED, .kept = "-._~", .plus_is_space = true},
    {put_percent, .touches = TRAIT_RESERVED, .kept = "-_.!*()", .plus_is_space = true,
     .is_lower = true},
    {put_percent, .touches = TRAIT_RESERVED, .kept = "-._", .plus_is_space = true},
    {put_percent, .touches = TRAIT_RESERVED, .kept = "-._*", .plus_is_space = true},
    {put_percent, .touches = TRAIT_RESERVED, .kept = "-._~", .plus_is_space = true,
     .is_lower = true},
};

enum variant
encode_percent(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    return index < PERCENT_COUNT
               ? vary_values(exam, index, recipe, detail, encodings, PERCENT_COUNT)
               : VARIANT_END;
}

enum variant
encode_form(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    return index < COUNT(encodings) - PERCENT_COUNT
               ? vary_values(exam, index, recipe, detail, encodings + PERCENT_COUNT,
                             COUNT(encodings) - PERCENT_COUNT)
               : VARIANT_END;
}

enum variant
encode_some(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    return vary_values(exam, COUNT(encodings) + index, recipe, detail, encodings, COUNT(encodings));
}

/* Whether the string is the request as it stood as well, so that it cannot be told which of the
 * two was meant: samples encode the values, sign the text that this gives, and send it. */
const char *
explain_encoded(struct exam *exam, const struct recipe *recipe)
{
    struct recipe undecoded = *recipe;

    undecoded.source = SOURCE_PIECES;
    undecoded.coding = NULL;
    undecoded.coded = NULL;
    return exam_fits(exam, &undecoded)
               ? "sign the raw values and encode only the body; what was signed is the body as it "
                 "is sent, which changes in form decoding (PIT-09)"
               : NULL;
}

enum variant
decode_once_more(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding codings[] = {
        {put_percent_decoded, .touches = TRAIT_PERCENT, .plus_is_space = true},
        {put_percent_decoded, .touches = TRAIT_PERCENT},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

enum variant
encode_twice(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding codings[] = {
        {put_percent, .touches = TRAIT_RESERVED, .kept = "-._~", .is_twice = true},
        {put_percent, .touches = TRAIT_RESERVED, .kept = "-._~", .is_twice = true,
         .plus_is_space = true},
        {put_percent, .touches = TRAIT_RESERVED, .kept = "-._~", .is_twice = true,
         .is_lower = true},
        {put_percent, .touches = TRAIT_RESERVED, .kept = "-._~", .is_twice = true,
         .plus_is_space = true, .is_lower = true},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

/* Values that were encoded for the string, and sent as they are; with one to three pieces put back
 * behind the & from which a value had lost them. */
enum variant
encode_undecoded(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding codings[] = {
        {put_percent, .kept = "-._~"},
        {put_percent, .kept = "-._", .plus_is_space = true},
        {put_percent, .kept = "-_.!~*'()"},
    };
    size_t glue = index / COUNT(codings);

    (void)detail;
    recipe->source = SOURCE_PIECES;
    recipe->coding = &codings[index % COUNT(codings)];
    return glue == 0 ? VARIANT_TRY : raw_glue(exam, glue - 1, recipe);
}
