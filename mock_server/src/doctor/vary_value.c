/* Mistakes in values: what was signed is not what was sent. Each is a table of codings that are
 * tried on what was received, the likelier first. */
#include "doctor/vary.h"

static size_t
count_touched(const struct exam *exam, const struct coding *coding)
{
    size_t touched = 0;

    for (size_t i = 0; i < exam->req->param_count; i++)
        touched += (exam->traits_of[i] & coding->touches) != 0;
    return touched;
}

/* Put the coding on the parameter alone, or on the others alone. Where it can touch only one, that
 * has been tried as all of them; where it touches two, the others are the other one. */
static enum variant
vary_one(struct exam *exam, const struct coding *coding, size_t which, bool is_not_in,
         struct recipe *recipe, struct detail *detail)
{
    const struct qfpay_param *param = &exam->req->params[which];

    if ((exam->traits_of[which] & coding->touches) == 0 ||
        count_touched(exam, coding) < (is_not_in ? 3 : 2))
        return VARIANT_SKIP;
    recipe->coding = coding;
    recipe->coded = param;
    recipe->codes_others = is_not_in;
    if (is_not_in)
        detail->not_in = param;
    else
        detail->only = param;
    return VARIANT_TRY;
}

enum variant
vary_values(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail,
            const struct coding *codings, size_t count)
{
    const struct coding *coding = &codings[index % count];
    size_t each = exam->req->param_count;
    size_t round = index / count; /* 0: all values; then each alone; then all but each */
    bool is_many = exam->is_big || each > EXAM_EACH_MAX;

    if (coding->name)
        say(detail, coding->name);
    if (round == 0) {
        recipe->coding = coding;
        return (exam->traits & coding->touches) != 0 ? VARIANT_TRY : VARIANT_SKIP;
    }
    if (is_many)
        exam->is_cut = true;
    if (is_many || round > 2 * each)
        return VARIANT_END;
    return vary_one(exam, coding, (round - 1) % each, round > each, recipe, detail);
}

enum variant
trim_values(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding codings[] = {{put_trimmed, .touches = TRAIT_OUTER_SPACE}};

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

/* What is signed before a template or a filter has written entities, or after. */
enum variant
write_entities(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct spelling php[] = {{"&", "&amp;"},   {"<", "&lt;"},   {">", "&gt;"},
                                          {"\"", "&quot;"}, {"'", "&#039;"}, {NULL, NULL}};
    static const struct spelling plain[] = {
        {"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {NULL, NULL}};
    static const struct spelling decimal[] = {{"&", "&amp;"},   {"<", "&lt;"},  {">", "&gt;"},
                                              {"\"", "&quot;"}, {"'", "&#39;"}, {NULL, NULL}};
    static const struct spelling few[] = {
        {"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {NULL, NULL}};
    static const struct spelling go[] = {{"&", "&amp;"},  {"<", "&lt;"},  {">", "&gt;"},
                                         {"\"", "&#34;"}, {"'", "&#39;"}, {NULL, NULL}};
    static const struct spelling python[] = {{"&", "&amp;"},   {"<", "&lt;"},   {">", "&gt;"},
                                             {"\"", "&quot;"}, {"'", "&#x27;"}, {NULL, NULL}};
    static const struct spelling xml[] = {{"&", "&amp;"},   {"<", "&lt;"},   {">", "&gt;"},
                                          {"\"", "&quot;"}, {"'", "&apos;"}, {NULL, NULL}};
    static const struct spelling space[] = {{"&", "&amp;"},   {"<", "&lt;"},          {">", "&gt;"},
                                            {"\"", "&quot;"}, {"\xc2\xa0", "&nbsp;"}, {NULL, NULL}};
    static const struct spelling ampersand[] = {{"&", "&amp;"}, {NULL, NULL}};
    static const struct spelling quotes[] = {{"\"", "&quot;"}, {"'", "&#39;"}, {NULL, NULL}};
    static const struct coding codings[] = {
        {put_replaced, NULL, TRAIT_AMPERSAND | TRAIT_ANGLE, .spellings = few},
        {put_replaced, "(also of \")", TRAIT_QUOTE, .spellings = plain},
        {put_replaced, "(also of quotes, ' as &#039;)", TRAIT_QUOTE, .spellings = php},
        {put_replaced, "(also of quotes, ' as &#39;)", TRAIT_QUOTE, .spellings = decimal},
        {put_replaced, "(also of quotes, as &#34; and &#39;)", TRAIT_QUOTE, .spellings = go},
        {put_replaced, "(also of quotes, ' as &#x27;)", TRAIT_QUOTE, .spellings = python},
        {put_replaced, "(also of quotes, ' as &apos;)", TRAIT_QUOTE, .spellings = xml},
        {put_replaced, "(also &nbsp;)", TRAIT_WIDE, .spellings = space},
        {put_replaced, "(of & alone)", TRAIT_AMPERSAND, .spellings = ampersand},
        {put_replaced, "(of quotes alone, as &quot; and &#39;)", TRAIT_QUOTE, .spellings = quotes},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

enum variant
read_entities(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
#define ENTITIES                                                                                   \
    {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#34;", "\""},               \
        {"&#034;", "\""}, {"&#39;", "'"}, {"&#039;", "'"}, {"&#x27;", "'"},                        \
    {                                                                                              \
        "&apos;", "'"                                                                              \
    }
    static const struct spelling all[] = {ENTITIES, {"&nbsp;", "\xc2\xa0"}, {NULL, NULL}};
    static const struct spelling plain_space[] = {ENTITIES, {"&nbsp;", " "}, {NULL, NULL}};
    static const struct spelling ampersand[] = {{"&amp;", "&"}, {NULL, NULL}};
#undef ENTITIES
    static const struct coding codings[] = {
        {put_replaced, NULL, TRAIT_AMPERSAND, .spellings = all},
        {put_replaced, "(&nbsp; as a space)", TRAIT_AMPERSAND, .spellings = plain_space},
        {put_replaced, "(&amp; alone)", TRAIT_AMPERSAND, .spellings = ampersand},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

enum variant
add_slashes(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct spelling quotes[] = {
        {"'", "\\'"}, {"\"", "\\\""}, {"\\", "\\\\"}, {NULL, NULL}};
    static const struct spelling slash[] = {{"/", "\\/"}, {NULL, NULL}};
    static const struct spelling json[] = {{"\"", "\\\""}, {"\\", "\\\\"}, {NULL, NULL}};
    static const struct spelling php[] = {
        {"\"", "\\\""}, {"\\", "\\\\"}, {"/", "\\/"}, {NULL, NULL}};
    static const struct spelling backslash[] = {{"\\", "\\\\"}, {NULL, NULL}};
    static const struct coding codings[] = {
        {put_replaced, "before quotes and backslashes", TRAIT_QUOTE | TRAIT_BACKSLASH,
         .spellings = quotes},
        {put_replaced, "before / as PHP's JSON has them", TRAIT_SLASH, .spellings = slash},
        {put_replaced, "before \" and \\ as JSON has them", TRAIT_QUOTE | TRAIT_BACKSLASH,
         .spellings = json},
        {put_replaced, "before \" \\ and / as PHP's JSON has them", TRAIT_SLASH, .spellings = php},
        {put_replaced, "before backslashes", TRAIT_BACKSLASH, .spellings = backslash},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

enum variant
take_slashes_away(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct spelling quotes[] = {
        {"\\'", "'"}, {"\\\"", "\""}, {"\\\\", "\\"}, {NULL, NULL}};
    static const struct spelling slash[] = {{"\\/", "/"}, {NULL, NULL}};
    static const struct spelling php[] = {
        {"\\\"", "\""}, {"\\\\", "\\"}, {"\\/", "/"}, {NULL, NULL}};
    static const struct coding codings[] = {
        {put_replaced, "before quotes and backslashes", TRAIT_BACKSLASH, .spellings = quotes},
        {put_replaced, "before /", TRAIT_BACKSLASH, .spellings = slash},
        {put_replaced, "before \" \\ and /", TRAIT_BACKSLASH, .spellings = php},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

enum variant
write_escapes(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct spelling slash[] = {{"/", "\\/"}, {NULL, NULL}};
    static const struct spelling markup[] = {
        {"<", "\\u003c"}, {">", "\\u003e"}, {"&", "\\u0026"}, {NULL, NULL}};
    static const struct spelling markup_and_quotes[] = {{"<", "\\u003C"},  {">", "\\u003E"},
                                                        {"&", "\\u0026"},  {"'", "\\u0027"},
                                                        {"\"", "\\u0022"}, {NULL, NULL}};
    static const struct coding codings[] = {
        {put_escaped, NULL, TRAIT_WIDE, .is_lower = true},
        {put_escaped, "in capital hex digits", .touches = TRAIT_WIDE},
        {put_escaped, "and slashes before /, as PHP's JSON has them", TRAIT_WIDE,
         .spellings = slash, .is_lower = true},
        {put_replaced, "of < > &, as Go's JSON has them", TRAIT_AMPERSAND | TRAIT_ANGLE,
         .spellings = markup},
        {put_escaped, "also of < > & and quotes", TRAIT_AMPERSAND | TRAIT_ANGLE | TRAIT_QUOTE,
         .spellings = markup_and_quotes, .is_lower = true},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

enum variant
read_escapes(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct spelling slash[] = {{"\\/", "/"}, {NULL, NULL}};
    static const struct coding codings[] = {
        {put_unescaped, "as the characters that they stand for", .touches = TRAIT_BACKSLASH},
        {put_unescaped, "as their characters, and \\/ as /", TRAIT_BACKSLASH, .spellings = slash},
        {put_escapes_in_case, "in small hex digits", TRAIT_BACKSLASH, .is_lower = true},
        {put_escapes_in_case, "in capital hex digits", .touches = TRAIT_BACKSLASH},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

enum variant
change_white_space(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct spelling lf[] = {{"\r\n", "\n"}, {"\r", "\n"}, {NULL, NULL}};
    static const struct spelling cr_lf[] = {{"\r\n", "\r\n"}, {"\n", "\r\n"}, {NULL, NULL}};
    static const struct spelling no_break[] = {{"\r", ""}, {"\n", ""}, {NULL, NULL}};
    static const struct spelling break_as_space[] = {
        {"\r\n", " "}, {"\n", " "}, {"\r", " "}, {NULL, NULL}};
    static const struct spelling tab_1[] = {{"\t", " "}, {NULL, NULL}};
    static const struct spelling tab_2[] = {{"\t", "  "}, {NULL, NULL}};
    static const struct spelling tab_4[] = {{"\t", "    "}, {NULL, NULL}};
    static const struct spelling tab_8[] = {{"\t", "        "}, {NULL, NULL}};
    static const struct spelling cr[] = {{"\r\n", "\r"}, {"\n", "\r"}, {NULL, NULL}};
    static const struct spelling backslash_n[] = {
        {"\r", "\\r"}, {"\n", "\\n"}, {"\t", "\\t"}, {NULL, NULL}};
    static const struct spelling no_space[] = {{" ", ""}, {NULL, NULL}};
    static const struct spelling none[] = {
        {" ", ""}, {"\t", ""}, {"\r", ""}, {"\n", ""}, {NULL, NULL}};
    enum {
        INNER = TRAIT_RUN | TRAIT_TAB | TRAIT_BREAK,
        CONTROL = TRAIT_TAB | TRAIT_BREAK,
    };
    static const struct coding codings[] = {
        {put_replaced, "line ends as LF", TRAIT_BREAK, .spellings = lf},
        {put_replaced, "line ends as CR LF", TRAIT_BREAK, .spellings = cr_lf},
        {put_collapsed, "runs of it as one space", .touches = INNER},
        {put_collapsed, "runs of it as one space, none at the ends", INNER | TRAIT_OUTER_SPACE,
         .is_trimmed = true},
        {put_lines_trimmed, "none at the end of a line", .touches = INNER | TRAIT_OUTER_SPACE},
        {put_lines_trimmed, "none at either end of a line", .touches = INNER | TRAIT_OUTER_SPACE,
         .is_trimmed = true},
        {put_replaced, "line ends left out", TRAIT_BREAK, .spellings = no_break},
        {put_replaced, "line ends as spaces", TRAIT_BREAK, .spellings = break_as_space},
        {put_replaced, "tabs as a space", TRAIT_TAB, .spellings = tab_1},
        {put_replaced, "tabs as two spaces", TRAIT_TAB, .spellings = tab_2},
        {put_replaced, "tabs as four spaces", TRAIT_TAB, .spellings = tab_4},
        {put_replaced, "tabs as eight spaces", TRAIT_TAB, .spellings = tab_8},
        {put_replaced, "line ends as CR", TRAIT_BREAK, .spellings = cr},
        {put_replaced, "as \\r \\n and \\t", CONTROL, .spellings = backslash_n},
        {put_replaced, "spaces left out", TRAIT_SPACE, .spellings = no_space},
        {put_replaced, "left out", TRAIT_SPACE | CONTROL, .spellings = none},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

/* No-break space, ideographic space; zero-width space, non-joiner and joiner, byte order mark. */
enum variant
drop_invisible(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
#define ZERO_WIDTH(to)                                                                             \
    {"\xe2\x80\x8b", to}, {"\xe2\x80\x8c", to}, {"\xe2\x80\x8d", to},                              \
    {                                                                                              \
        "\xef\xbb\xbf", to                                                                         \
    }
    static const struct spelling no_break[] = {{"\xc2\xa0", " "}, {NULL, NULL}};
    static const struct spelling zero_width[] = {ZERO_WIDTH(""), {NULL, NULL}};
    static const struct spelling wide[] = {{"\xe3\x80\x80", " "}, {NULL, NULL}};
    static const struct spelling all_plain[] = {
        {"\xc2\xa0", " "}, {"\xe3\x80\x80", " "}, ZERO_WIDTH(""), {NULL, NULL}};
    static const struct spelling all_gone[] = {
        {"\xc2\xa0", ""}, {"\xe3\x80\x80", ""}, ZERO_WIDTH(""), {NULL, NULL}};
    static const struct spelling no_break_gone[] = {{"\xc2\xa0", ""}, {NULL, NULL}};
    static const struct spelling wide_gone[] = {{"\xe3\x80\x80", ""}, {NULL, NULL}};
    static const struct spelling all_spaces[] = {
        {"\xc2\xa0", " "}, {"\xe3\x80\x80", " "}, ZERO_WIDTH(" "), {NULL, NULL}};
#undef ZERO_WIDTH
    static const struct coding codings[] = {
        {put_replaced, "no-break spaces (U+00A0) as spaces", TRAIT_WIDE, .spellings = no_break},
        {put_replaced, "zero-width characters left out", TRAIT_WIDE, .spellings = zero_width},
        {put_replaced, "ideographic spaces (U+3000) as spaces", TRAIT_WIDE, .spellings = wide},
        {put_replaced, "spaces as plain ones, zero-width left out", TRAIT_WIDE,
         .spellings = all_plain},
        {put_replaced, "all left out", TRAIT_WIDE, .spellings = all_gone},
        {put_replaced, "no-break spaces (U+00A0) left out", TRAIT_WIDE, .spellings = no_break_gone},
        {put_replaced, "ideographic spaces (U+3000) left out", TRAIT_WIDE, .spellings = wide_gone},
        {put_replaced, "all as spaces", TRAIT_WIDE, .spellings = all_spaces},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

enum variant
normalize(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding codings[] = {
        {put_normal_form, "NFC", .touches = TRAIT_WIDE},
        {put_normal_form, "NFD", TRAIT_WIDE, .is_decomposed = true},
        {put_normal_form, "NFKC", TRAIT_WIDE, .is_compatible = true},
        {put_normal_form, "NFKD", TRAIT_WIDE, .is_compatible = true, .is_decomposed = true},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

enum variant
cut_values(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding codings[] = {
        {put_cut, "64 characters", TRAIT_LONG, .max = 64},
        {put_cut, "128 characters", TRAIT_LONG, .max = 128},
        {put_cut, "191 characters", TRAIT_LONG, .max = 191},
        {put_cut, "255 characters", TRAIT_LONG, .max = 255},
        {put_cut, "64 bytes", TRAIT_LONG, .max = 64, .is_bytes = true},
        {put_cut, "128 bytes", TRAIT_LONG, .max = 128, .is_bytes = true},
        {put_cut, "191 bytes", TRAIT_LONG, .max = 191, .is_bytes = true},
        {put_cut, "255 bytes", TRAIT_LONG, .max = 255, .is_bytes = true},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

enum variant
cut_at_ampersand(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct coding codings[] = {{put_cut_at_ampersand, .touches = TRAIT_AMPERSAND}};

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}

#define SPELLED(from, to)                                                                          \
    {                                                                                              \
        put_word, "\"" to "\" for \"" from "\"", sizeof(from) == 1 ? TRAIT_EMPTY : TRAIT_SHORT,    \
            .spellings = (const struct spelling[])                                                 \
        {                                                                                          \
            {from, to},                                                                            \
            {                                                                                      \
                NULL, NULL                                                                         \
            }                                                                                      \
        }                                                                                          \
    }

static const struct spelling of_python[] = {
    {"true", "True"}, {"false", "False"}, {"null", "None"}, {"", "None"}, {NULL, NULL}};
static const struct spelling of_php[] = {{"true", "1"}, {"false", ""}, {"null", ""}, {NULL, NULL}};
static const struct spelling of_json[] = {
    {"True", "true"}, {"False", "false"}, {"None", "null"}, {NULL, NULL}};

static const struct coding spelled_codings[] = {
    SPELLED("true", "1"),
    SPELLED("true", "True"),
    SPELLED("True", "true"),
    SPELLED("1", "true"),
    SPELLED("", "None"),
    SPELLED("", "null"),
    SPELLED("None", ""),
    SPELLED("null", ""),
    SPELLED("0", ""),
    SPELLED("false", ""),
    SPELLED("1", "True"),
    SPELLED("True", "1"),
    SPELLED("false", "0"),
    SPELLED("false", "False"),
    SPELLED("False", "false"),
    SPELLED("0", "false"),
    SPELLED("0", "False"),
    SPELLED("False", "0"),
    SPELLED("", "0"),
    SPELLED("", "false"),
    SPELLED("", "undefined"),
    SPELLED("undefined", ""),
    SPELLED("null", "None"),
    SPELLED("None", "null"),
    SPELLED("", "NULL"),
    SPELLED("", "nil"),
    {put_word, "as Python writes them (True, False, None)", TRAIT_SHORT, .spellings = of_python},
    {put_word, "as PHP writes them (1 and nothing)", TRAIT_SHORT, .spellings = of_php},
    {put_word, "as JSON writes them (true, false, null)", TRAIT_SHORT, .spellings = of_json},
};

enum variant
spell_otherwise(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    return vary_values(exam, index, recipe, detail, spelled_codings, COUNT(spelled_codings));
}

enum variant
write_numbers(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct spelling point_0[] = {{"", ".0"}, {NULL, NULL}};
    static const struct spelling point_00[] = {{"", ".00"}, {NULL, NULL}};
    static const struct spelling point_000000[] = {{"", ".000000"}, {NULL, NULL}};
    static const struct spelling small[] = {{"", "e"}, {NULL, NULL}};
    static const struct spelling capital[] = {{"", "E"}, {NULL, NULL}};
    static const struct spelling plus[] = {{"", "e+"}, {NULL, NULL}};
    static const struct spelling java[] = {{".0", "E"}, {NULL, NULL}};
    static const struct spelling php[] = {{".0", "E+"}, {NULL, NULL}};
    static const struct coding codings[] = {
        {put_with_fraction, "with .0 behind them", TRAIT_NUMBER, .spellings = point_0},
        {put_with_fraction, "with .00 behind them", TRAIT_NUMBER, .spellings = point_00},
        {put_whole, "as whole ones, without zeros before them", .touches = TRAIT_NUMBER},
        {put_with_commas, "with commas", .touches = TRAIT_NUMBER},
        {put_with_exponent, "with an exponent, as 1e2 for 100", TRAIT_NUMBER, .spellings = small},
        {put_with_exponent, "with an exponent, as 1E2 for 100", TRAIT_NUMBER, .spellings = capital},
        {put_with_exponent, "with an exponent, as 1e+02 for 100", TRAIT_NUMBER, .spellings = plus,
         .max = 2},
        {put_with_exponent, "with an exponent, as 1e+2 for 100", TRAIT_NUMBER, .spellings = plus},
        {put_with_exponent, "with an exponent, as 1.0E2 for 100", TRAIT_NUMBER, .spellings = java},
        {put_with_exponent, "with an exponent, as 1.0E+2 for 100", TRAIT_NUMBER, .spellings = php},
        {put_with_fraction, "with .000000 behind them", TRAIT_NUMBER, .spellings = point_000000},
        {put_rounded, "as a floating point type rounds them", .touches = TRAIT_NUMBER},
    };

    return vary_values(exam, index, recipe, detail, codings, COUNT(codings));
}
