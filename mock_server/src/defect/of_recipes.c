/* What goes wrong when the server computes the signature of a request: what the doctor knows of
 * clients can happen to a server as well, and a few mistakes of its own. */
#include "defect/mutant.h"

#include <stdlib.h>
#include <string.h>

#include "api/contents.h"
#include "defect/rewrite.h"
#include "doctor/vary.h"
#include "qfpay/field.h"
#include "server/request.h"
#include "server/server.h"

typedef enum variant varies(struct exam *exam, size_t index, struct recipe *recipe,
                            struct detail *detail);

/* The parameter as it came, before anything was done to it. */
static size_t
place_of(const struct exam *exam, const struct qfpay_param *param)
{
    size_t at = 0;

    while (exam->req->params[at].name != param->name)
        at++;
    return at;
}

typedef bool keeps(const struct exam *exam, const struct qfpay_param *param);

static enum variant
keep_only(struct exam *exam, keeps *keep)
{
    struct material *material = &exam->material;
    size_t kept = 0;

    for (size_t i = 0; i < material->count; i++) {
        if (keep(exam, &material->sorted[i]))
            material->sorted[kept++] = material->sorted[i];
    }
    material->count = kept;
    return VARIANT_TRY;
}

static bool
is_known(const struct exam *exam, const struct qfpay_param *param)
{
    return qfpay_field_find(exam->req->endpoint, param->name, param->name_len) != NULL;
}

static bool
is_of_body(const struct exam *exam, const struct qfpay_param *param)
{
    return place_of(exam, param) >= exam->req->query_count;
}

static bool
is_early(const struct exam *exam, const struct qfpay_param *param)
{
    return place_of(exam, param) < 16;
}

static enum variant
leave_out_unknown(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    (void)index;
    (void)recipe;
    (void)detail;
    return keep_only(exam, is_known);
}

static enum variant
leave_out_url(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    (void)index;
    (void)recipe;
    (void)detail;
    return keep_only(exam, is_of_body);
}

static enum variant
leave_out_late(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    (void)index;
    (void)recipe;
    (void)detail;
    return keep_only(exam, is_early);
}

/* As if the = belonged to the name: "a1=" comes before "a=". */
static int
by_pair(const void *left, const void *right)
{
    const struct qfpay_param *a = left;
    const struct qfpay_param *b = right;
    size_t shorter = a->name_len < b->name_len ? a->name_len : b->name_len;
    int order = memcmp(a->name, b->name, shorter);

    if (order != 0)
        return order;
    return (a->name_len == shorter ? '=' : a->name[shorter]) -
           (b->name_len == shorter ? '=' : b->name[shorter]);
}

static enum variant
sort_pairs(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    (void)index;
    (void)recipe;
    (void)detail;
    qsort(exam->material.sorted, exam->material.count, sizeof *exam->material.sorted, by_pair);
    return VARIANT_TRY;
}

static enum variant
fold_names(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    struct material *material = &exam->material;

    (void)index;
    (void)recipe;
    (void)detail;
    for (size_t i = 0; i < material->count; i++) {
        struct qfpay_param *param = &material->sorted[i];
        char *name = arena_copy(exam->req->arena, param->name, param->name_len);

        for (char *at = name; at && *at != '\0'; at++)
            *at = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
        param->name = name ? name : param->name;
    }
    (void)params_sort(material->sorted, material->count, ORDER_SORTED);
    return VARIANT_TRY;
}

static enum variant
decode_escapes(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    (void)index;
    (void)recipe;
    (void)detail;
    for (size_t i = 0; i < exam->material.count; i++) {
        struct qfpay_param *param = &exam->material.sorted[i];
        const char *raw = param->value[0] == '{'
                              ? rewrite_raw_utf8(exam->req->arena, param->value, &param->value_len)
                              : NULL;

        param->value = raw ? raw : param->value;
    }
    return VARIANT_TRY;
}

/* Those of the battery have its requirement and words where here are none. */
static const struct wrong {
    const char *name;
    varies *vary;
    size_t variant;
    enum qfpay_req requirement;
    const char *about; /* behind "It expects a signature of " */
} wrongs[] = {
    {"percent", encode_percent, 0, QFPAY_REQ_NONE, ""},
    {"form", encode_form, 0, QFPAY_REQ_NONE, ""},
    {"unsorted", leave_unsorted, 0, QFPAY_REQ_NONE, ""},
    {"ignore-case", sort_ignoring_case, 0, QFPAY_REQ_NONE, ""},
    {"pairs", sort_pairs, 0, QFPAY_REQ_SIG_02, "whole name=value texts, sorted"},
    {"reversed", reverse_order, 0, QFPAY_REQ_NONE, ""},
    {"no-ampersands", join_otherwise, 0, QFPAY_REQ_NONE, " without & between them"},
    {"commas", join_otherwise, 3, QFPAY_REQ_NONE, " with commas"},
    {"line-feeds", join_otherwise, 4, QFPAY_REQ_NONE, " with line feeds"},
    {"no-equals-signs", join_otherwise, 6, QFPAY_REQ_NONE, " without ="},
    {"key-named", introduce_key, 0, QFPAY_REQ_NONE, " &key="},
    {"key-first", put_key_first, 0, QFPAY_REQ_NONE, ""},
    {"ampersand", end_with_ampersand, 0, QFPAY_REQ_NONE, ""},
    {"hmac", use_hmac, 0, QFPAY_REQ_NONE, ""},
    {"trimmed", trim_values, 0, QFPAY_REQ_NONE, ""},
    {"line-ends", change_white_space, 0, QFPAY_REQ_NONE, " line ends as LF"},
    {"line-ends-with-cr", change_white_space, 1, QFPAY_REQ_NONE, " line ends as CR LF"},
    {"collapsed", change_white_space, 2, QFPAY_REQ_NONE, " runs of it as one space"},
    {"lines-trimmed", change_white_space, 4, QFPAY_REQ_NONE, " none at the end of a line"},
    {"tabs", change_white_space, 8, QFPAY_REQ_NONE, " tabs as a space"},
    {"no-break-spaces", drop_invisible, 0, QFPAY_REQ_NONE, " no-break spaces as spaces"},
    {"zero-width", drop_invisible, 1, QFPAY_REQ_NONE, " zero-width characters left out"},
    {"ideographic-spaces", drop_invisible, 2, QFPAY_REQ_NONE, " ideographic spaces as spaces"},
    {"nfc", normalize, 0, QFPAY_REQ_NONE, " NFC"},
    {"nfd", normalize, 1, QFPAY_REQ_NONE, " NFD"},
    {"nfkc", normalize, 2, QFPAY_REQ_NONE, " NFKC"},
    {"entities", write_entities, 0, QFPAY_REQ_NONE, ""},
    {"quotes-as-entities", write_entities, 9, QFPAY_REQ_NONE, " for quotes alone"},
    {"no-entities", read_entities, 0, QFPAY_REQ_NONE, ""},
    {"backslashes", add_slashes, 0, QFPAY_REQ_NONE, " before quotes and backslashes"},
    {"json-slashes", add_slashes, 1, QFPAY_REQ_NONE, " before /"},
    {"no-backslashes", take_slashes_away, 0, QFPAY_REQ_NONE, " before quotes and backslashes"},
    {"no-json-slashes", take_slashes_away, 1, QFPAY_REQ_NONE, " before /"},
    {"u-escapes", write_escapes, 0, QFPAY_REQ_NONE, ""},
    {"no-u-escapes", read_escapes, 0, QFPAY_REQ_NONE, " as characters"},
    {"small-u-escapes", read_escapes, 2, QFPAY_REQ_NONE, " in small hex digits"},
    {"cut-64", cut_values, 0, QFPAY_REQ_NONE, " 64 characters"},
    {"cut-128", cut_values, 1, QFPAY_REQ_NONE, " 128 characters"},
    {"cut-191", cut_values, 2, QFPAY_REQ_NONE, " 191 characters"},
    {"cut-255", cut_values, 3, QFPAY_REQ_NONE, " 255 characters"},
    {"cut-255-bytes", cut_values, 7, QFPAY_REQ_NONE, " 255 bytes"},
    {"cut-at-ampersand", cut_at_ampersand, 0, QFPAY_REQ_NONE, ""},
    {"no-zero", drop_falsy, 0, QFPAY_REQ_NONE, " 0"},
    {"no-false", drop_falsy, 1, QFPAY_REQ_NONE, " false"},
    {"true-as-1", spell_otherwise, 0, QFPAY_REQ_NONE, " 1 for true"},
    {"true-as-capital", spell_otherwise, 1, QFPAY_REQ_NONE, " True for true"},
    {"none-as-empty", spell_otherwise, 6, QFPAY_REQ_NONE, " nothing for None"},
    {"null-as-empty", spell_otherwise, 7, QFPAY_REQ_NONE, " nothing for null"},
    {"floats", write_numbers, 0, QFPAY_REQ_NONE, " with .0 behind them"},
    {"whole-numbers", write_numbers, 2, QFPAY_REQ_SIG_03, "numbers without zeros before them"},
    {"rounded-numbers", write_numbers, 11, QFPAY_REQ_SIG_03, "numbers rounded as doubles are"},
    {"raw-body", use_raw_bytes, 0, QFPAY_REQ_NONE, ""},
    {"decoded-twice", decode_once_more, 0, QFPAY_REQ_HTTP_04, "values decoded twice"},
    {"json", use_json, 0, QFPAY_REQ_NONE, ""},
    {"escapes", decode_escapes, 0, QFPAY_REQ_PAY_EXT_05, "JSON values without their escapes"},
    {"gbk", convert_charset, 0, QFPAY_REQ_NONE, " GBK"},
    {"ascii", convert_charset, 3, QFPAY_REQ_NONE, " ASCII, with question marks for the rest"},
    {"mojibake", convert_to_utf8, 2, QFPAY_REQ_NONE, " ISO-8859-1 (Latin-1)"},
    {"sign-too", mix_in_headers, 0, QFPAY_REQ_SIG_16, "a parameter sign too"},
    {"app-code-too", mix_in_headers, 1, QFPAY_REQ_SIG_01, "the app code as a parameter too"},
    {"no-unknown", leave_out_unknown, 0, QFPAY_REQ_SIG_09, "the API's own parameters only"},
    {"no-url", leave_out_url, 0, QFPAY_REQ_SIG_01, "the parameters of the body only"},
    {"first-16", leave_out_late, 0, QFPAY_REQ_SIG_01, "the first 16 parameters only"},
    {"small-names", fold_names, 0, QFPAY_REQ_SIG_10, "names in small letters"},
};

/* The right one where the mistake changes nothing. */
static bool
expect_wrong(struct request *req, enum qfpay_digest digest, enum empty_form form,
             char hex[QFPAY_SIGN_HEX_SIZE])
{
    const struct wrong *wrong = req->server->book.expects_by;
    struct exam *exam = arena_alloc(req->arena, sizeof *exam);
    struct detail detail;
    struct recipe recipe;

    if (!exam || !exam_init(exam, req, digest))
        return false;
    recipe = exam_recipe(exam);
    recipe.signs_empty = form == EMPTY_SIGNED;
    if (wrong->vary(exam, wrong->variant, &recipe, &detail) != VARIANT_TRY)
        return sign_parameters(req, digest, form, hex);
    return exam_digest(exam, &recipe, digest, hex) || sign_parameters(req, digest, form, hex);
}

static void
put_wrong(struct rulebook *book, const struct mutant *mutant)
{
    book->expects = expect_wrong;
    book->expects_by = &wrongs[mutant->row];
}

static void
put_empty_values(struct rulebook *book, const struct mutant *mutant)
{
    book->empty_values = (enum empty_values)mutant->row;
}

static void
add_empty_values(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < EMPTY_VALUES_COUNT; i++) {
        if (i != book->empty_values)
            (void)mutants_add(all, put_empty_values, i, QFPAY_REQ_SIG_07, "signed", "empty-values",
                              empty_values_rows[i].name,
                              "Of empty values one form only is right: %s.",
                              empty_values_rows[i].name);
    }
}

void
mutants_of_recipes(const struct rulebook *book, struct mutants *all)
{
    size_t count;
    const struct mistake *mistakes = battery(&count);

    add_empty_values(book, all);
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
        const struct mistake *mistake = mistakes;

        while (mistake < mistakes + count && mistake->vary != wrongs[i].vary)
            mistake++;
        if (wrongs[i].requirement == QFPAY_REQ_NONE)
            (void)mutants_add(all, put_wrong, i, mistake->requirement, "signed", wrongs[i].name, "",
                              "It expects a signature of %s%s.", mistake->what, wrongs[i].about);
        else
            (void)mutants_add(all, put_wrong, i, wrongs[i].requirement, "signed", wrongs[i].name,
                              "", "It expects a signature of %s.", wrongs[i].about);
    }
}
