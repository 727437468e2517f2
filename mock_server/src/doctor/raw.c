/* See raw.h. A cut value leaves a piece that looks like a parameter of its own; it is told
 * from a real one by its unknown name, and by standing where its name would not sort. */
#include "doctor/raw.h"

#include "qfpay/field.h"

/* The first parameter whose undecoded value holds the character; name NULL for none. */
struct changes {
    struct qfpay_param ampersand;
    struct qfpay_param plus;
    struct qfpay_param percent;
};

static bool
is_known(const struct request *req, const struct qfpay_param *piece)
{
    return qfpay_field_find(req->endpoint, piece->name, piece->name_len) != NULL;
}

static bool
is_after(const struct qfpay_param *piece, const struct qfpay_param *earlier)
{
    struct qfpay_param pair[2] = {*earlier, *piece};

    (void)params_sort(pair, 2, ORDER_SORTED);
    return pair[1].name == piece->name;
}

static bool
is_hex_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

static bool
has_escape(const struct qfpay_param *piece)
{
    for (size_t i = 0; i + 2 < piece->value_len; i++) {
        if (piece->value[i] == '%' && is_hex_digit(piece->value[i + 1]) &&
            is_hex_digit(piece->value[i + 2]))
            return true;
    }
    return false;
}

static bool
has(const struct qfpay_param *piece, char c)
{
    return piece->value_len != 0 && memchr(piece->value, c, piece->value_len);
}

static void
note(struct qfpay_param *first, const struct qfpay_param *owner, bool is_there)
{
    if (is_there && !first->name)
        *first = *owner;
}

/* Walk the pieces with the parameter to which each belongs. false when they are not sorted even
 * then, so that a cut value explains nothing. */
static bool
find_changes(const struct request *req, const struct material *material,
             const struct recipe *recipe, struct changes *changes)
{
    const struct qfpay_param *owner = NULL;
    bool is_sorted = true;

    for (size_t i = 0; i < material->piece_count; i++) {
        const struct qfpay_param *piece = &material->pieces[i];
        bool is_glued = recipe && i > recipe->glue_at && i - recipe->glue_at <= recipe->glue_count;
        bool is_misplaced = owner && !is_after(piece, owner);
        bool is_rest = is_glued || (is_misplaced && !is_known(req, piece));

        if (is_rest)
            note(&changes->ampersand, owner, true);
        else
            owner = piece;
        is_sorted = is_sorted && (is_rest || !is_misplaced);
        note(&changes->ampersand, owner, has(piece, '&'));
        note(&changes->plus, owner, has(piece, '+'));
        note(&changes->percent, owner, has_escape(piece));
    }
    return is_sorted;
}

bool
raw_is_cut_by_ampersand(const struct request *req, const struct material *material)
{
    struct changes changes = {0};

    return find_changes(req, material, NULL, &changes) && changes.ampersand.name &&
           !changes.plus.name && !changes.percent.name;
}

enum variant
raw_glue(struct exam *exam, size_t index, struct recipe *recipe)
{
    size_t pieces = exam->material.piece_count;
    size_t places = pieces < EXAM_EACH_MAX ? pieces : EXAM_EACH_MAX;

    if (exam->is_big)
        exam->is_cut = true;
    if (exam->is_big || index >= 3 * places)
        return VARIANT_END;
    recipe->glue_at = index % places;
    recipe->glue_count = 1 + index / places;
    return VARIANT_TRY;
}

/* One clause of the advice, with the comma or "and" before it. */
static const char *
add_clause(const struct exam *exam, const char *before, const struct qfpay_param *param,
           const char *verb, const char *rest)
{
    const char *name;
    const char *joined;

    if (!param->name)
        return before;
    name = exam_show(exam, param->name, param->name_len, 40);
    joined = arena_printf(exam->req->arena, "%s%s%s %s%s", before, before[0] == '\0' ? "" : ", ",
                          verb, name, rest);
    return joined ? joined : before;
}

const char *
raw_advice(const struct exam *exam, const struct recipe *recipe)
{
    struct changes changes = {0};
    const char *clauses;

    if (!find_changes(exam->req, &exam->material, recipe, &changes) &&
        recipe->source == SOURCE_BODY)
        changes.ampersand.name = NULL; /* unsorted anyway: nothing says that a value was cut */
    if (recipe->coding && recipe->coding->put == put_percent_decoded)
        changes.percent.name = NULL; /* escapes were meant as such */
    clauses = add_clause(exam, "", &changes.ampersand, "cuts", " at its '&'");
    clauses = add_clause(exam, clauses, &changes.plus, "reads '+' in", " as a space");
    clauses = add_clause(exam, clauses, &changes.percent, "reads '%' in", " as an escape");
    if (clauses[0] == '\0')
        return NULL;
    return arena_printf(exam->req->arena,
                        "form decoding %s, so percent-encode the values in the body and sign them "
                        "raw, as they are before that%s",
                        clauses,
                        changes.percent.name ? " (signing what is encoded already is PIT-02)" : "");
}
