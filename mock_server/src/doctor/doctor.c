/* See doctor.h. First the search: every known mistake alone, then two at once, up to four, because
 * hand-written clients seldom make just one. Then the report, which may quote the request but never
 * the client key, and neither signature. */
#include "doctor/doctor.h"

#include <string.h>

#include "doctor/exam.h"

enum { MISTAKES_MAX = 4, SHOWN_MAX = 600, DETAIL_MAX = 60 };

/* The mistakes that together give the received signature. */
struct finding {
    size_t count;
    unsigned changes;
    struct recipe base; /* the right one that they are made in */
    struct recipe recipe;
    const struct mistake *mistakes[MISTAKES_MAX];
    struct detail details[MISTAKES_MAX];
};

static bool search(struct exam *exam, size_t from, size_t wanted, struct finding *finding);

/* One variant of one mistake on top of those in *finding; TRY with the finding completed when it is
 * the answer. */
static enum variant
try_variant(struct exam *exam, size_t row, size_t index, size_t wanted, struct finding *finding,
            bool *is_found)
{
    size_t count;
    const struct mistake *mistake = &battery(&count)[row];
    struct finding next = *finding;
    enum variant variant = mistake->vary(exam, index, &next.recipe, &next.details[next.count]);

    *is_found = false;
    if (variant != VARIANT_TRY)
        return variant;
    next.mistakes[next.count++] = mistake;
    next.changes |= mistake->changes;
    *is_found = next.count == wanted ? exam_fits(exam, &next.recipe)
                                     : search(exam, row + 1, wanted, &next);
    if (*is_found)
        *finding = next;
    return VARIANT_TRY;
}

/* Find what is wanted, the mistake of this row among it, on top of what the finding has already. */
static bool
search_row(struct exam *exam, size_t row, size_t wanted, struct finding *finding)
{
    size_t count;
    const struct mistake *mistake = &battery(&count)[row];
    enum variant variant = VARIANT_TRY;
    bool is_found = false;

    if (wanted > mistake->reach || (mistake->changes & finding->changes) != 0)
        return false;
    for (size_t i = 0; variant != VARIANT_END && (wanted == 1 || i < mistake->crossing); i++) {
        variant = try_variant(exam, row, i, wanted, finding, &is_found);
        if (is_found || exam->is_exhausted)
            return is_found;
    }
    return false;
}

/* The same, in rows from this one on. */
static bool
search(struct exam *exam, size_t from, size_t wanted, struct finding *finding)
{
    size_t count;

    (void)battery(&count);
    for (size_t row = from; row < count && !exam->is_exhausted; row++) {
        if (search_row(exam, row, wanted, finding))
            return true;
    }
    return false;
}

static bool
has_both_forms(const struct exam *exam)
{
    return (exam->traits & TRAIT_EMPTY) != 0 && exam->takes_dropped && exam->takes_signed;
}

/* So many mistakes in a right string, that of the row the first; none when only the form of the
 * header is wrong. */
static bool
find_in(struct exam *exam, bool signs_empty, size_t row, size_t wanted, struct finding *finding)
{
    finding->base.signs_empty = signs_empty;
    finding->recipe = finding->base;
    if (wanted > 0)
        return search_row(exam, row, wanted, finding);
    return exam->received.digest == exam->announced && exam_fits(exam, &finding->recipe);
}

/* In either form of empty values where both are right; the older one counts like a mistake when it
 * comes to the most that are tried. */
static bool
find_so_many(struct exam *exam, size_t wanted, struct finding *finding)
{
    bool has_two = has_both_forms(exam) && wanted < MISTAKES_MAX;
    size_t count;

    (void)battery(&count);
    for (size_t row = 0; row < (wanted == 0 ? 1 : count) && !exam->is_exhausted; row++) {
        if (find_in(exam, !exam->takes_dropped, row, wanted, finding) ||
            (has_two && find_in(exam, true, row, wanted, finding)))
            return true;
    }
    return false;
}

/* The smallest number of mistakes that explains the signature. */
static bool
find(struct exam *exam, struct finding *finding)
{
    memset(finding, 0, sizeof *finding);
    finding->base = exam_recipe(exam);
    for (size_t wanted = 0; exam->received.is_digest && wanted <= MISTAKES_MAX; wanted++) {
        if (find_so_many(exam, wanted, finding))
            return true;
        if (!exam->is_exhausted)
            exam->tried = wanted;
    }
    finding->base = exam_recipe(exam);
    return false;
}

/* Texts are only ever made longer here; when memory is out the shorter one stays. */
static const char *
longer(const char *text, const char *with_more)
{
    return with_more ? with_more : text;
}

/* Where a mistake was made, when not everywhere. */
static const char *
say_where(struct exam *exam, const struct detail *detail)
{
    const struct qfpay_param *param = detail->only ? detail->only : detail->not_in;

    if (!param)
        return "";
    return longer("", arena_printf(exam->req->arena, "%s%s%s",
                                   !detail->only ? ", everywhere but in " : ", in ",
                                   exam_show(exam, param->name, param->name_len, DETAIL_MAX),
                                   detail->only ? " alone" : ""));
}

static const char *
say_what(struct exam *exam, const struct finding *finding)
{
    const char *text = "The signature matches ";

    for (size_t i = 0; i < finding->count; i++) {
        const struct detail *detail = &finding->details[i];
        const char *more = !detail->text ? ""
                                         : exam_show(exam, detail->text, detail->len, DETAIL_MAX);

        text = longer(text,
                      arena_printf(exam->req->arena, "%s%s%s%s%s%s", text, i == 0 ? "" : " and ",
                                   finding->mistakes[i]->what, more[0] == '\0' ? "" : " ", more,
                                   say_where(exam, detail)));
    }
    return text;
}

static const char *
say_advice(struct exam *exam, const struct finding *finding)
{
    struct arena *arena = exam->req->arena;
    const char *text = say_what(exam, finding);

    for (size_t i = 0; i < finding->count; i++) {
        const struct mistake *mistake = finding->mistakes[i];
        const char *advice = mistake->explain ? mistake->explain(exam, &finding->recipe) : NULL;

        if (!advice)
            advice = mistake->advice;
        text = longer(text,
                      arena_printf(arena, "%s%s%s (%s%s)", text, i == 0 ? ": " : "; ", advice,
                                   qfpay_requirement(mistake->requirement)->id, mistake->pitfall));
    }
    return longer(text, arena_printf(arena, "%s.", text));
}

static const char *
say_cut_short(const struct exam *exam)
{
    static const char *const came_to[MISTAKES_MAX] = {
        "the first of the known mistakes",
        "each known mistake alone and some of them together",
        "one and two of the known mistakes at once",
        "up to three of the known mistakes at once",
    };
    const char *said = arena_printf(
        exam->req->arena,
        "The search for the mistake was cut short, because the request has too much to vary: it "
        "came "
        "to %s, and none gives this signature. A smaller request is examined further.",
        came_to[exam->tried]);

    return said ? said : "";
}

static const char *
say_nothing_found(const struct exam *exam)
{
    if (!exam->received.is_digest)
        return "";
    if (exam->is_exhausted)
        return say_cut_short(exam);
    return exam->is_cut ? "None of the known mistakes that were tried gives this signature; the "
                          "request is too large to try all."
                        : "None of the known mistakes gives this signature: check the client key, "
                          "whether a value was changed between signing and sending, and compare "
                          "your string with this server's byte by byte.";
}

/* What the received digest itself is besides, unless that is the finding. */
static const char *
say_digest(const struct exam *exam, const struct finding *finding)
{
    bool is_said = finding->count == 1 && finding->mistakes[0]->requirement == QFPAY_REQ_HDR_03;

    if (!exam->received.is_digest || exam->received.digest == exam->announced || is_said)
        return "";
    return exam->received.digest == QFPAY_DIGEST_SHA256
               ? " It has the length of a SHA256: announce it with the header X-QF-SIGNTYPE: "
                 "SHA256 "
                 "(HDR-03, PIT-04)."
               : " It has the length of an MD5, but X-QF-SIGNTYPE announces SHA256 (HDR-03).";
}

static bool
has_escapes(const struct text *text)
{
    for (size_t i = 0; i < text->len; i++) {
        unsigned char c = (unsigned char)text->bytes[i];

        if (c < 0x20 || c >= 0x7f)
            return true;
    }
    return false;
}

/* Whether a mistake is found that signs a word for an empty value, such as None. */
static bool
spells_empty(const struct finding *finding)
{
    const struct coding *coding = finding->recipe.coding;

    return coding && (coding->touches & TRAIT_EMPTY) != 0;
}

/* Of a request with empty values, where both forms are right. */
static const char *
say_empty_form(const struct exam *exam, const struct finding *finding, bool is_found)
{
    if (!has_both_forms(exam) || !exam->received.is_digest)
        return "";
    if (!is_found)
        return " Empty values may also be signed as name= (SIG-07).";
    return finding->base.signs_empty && !spells_empty(finding)
               ? " Its empty values are signed as name=, the older form: leave them out of the "
                 "string and of the request (SIG-07)."
               : "";
}

static const char *
say_signed_string(struct exam *exam, const struct recipe *recipe)
{
    struct text *text = recipe_write(&exam->material, recipe);

    if (!text)
        return "";
    return longer(
        "", arena_printf(exam->req->arena,
                         " This server signed with %s, **** being the client key%s: %s****",
                         qfpay_digest_name(exam->announced),
                         has_escapes(text) ? " and \\xXX a byte that is no printable ASCII" : "",
                         exam_show(exam, text->bytes, text->len, SHOWN_MAX)));
}

const char *
doctor_examine(struct request *req, enum qfpay_digest announced)
{
    static const char no_memory[] = "The signature does not fit the parameters and the client key.";
    struct exam *exam = arena_alloc(req->arena, sizeof *exam);
    struct finding finding;
    bool is_found;
    const char *remark;
    const char *report;

    if (!exam || !exam_init(exam, req, announced))
        return no_memory;
    is_found = find(exam, &finding);
    if (is_found)
        report = finding.count == 0 ? "" : say_advice(exam, &finding);
    else
        report = say_nothing_found(exam);
    remark = exam->received.remark ? exam->received.remark : "";
    report = arena_printf(req->arena, "%s%s%s%s%s%s", remark,
                          remark[0] == '\0' || report[0] == '\0' ? "" : " ", report,
                          say_digest(exam, &finding), say_signed_string(exam, &finding.base),
                          say_empty_form(exam, &finding, is_found));
    return report ? report : no_memory;
}
