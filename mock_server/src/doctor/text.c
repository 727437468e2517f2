/* See text.h: gather the parameters that take part, put them in order, write them. Nothing
 * is allocated; a try costs little more than the bytes that it writes. */
#include "doctor/text.h"

#include "doctor/coding.h"

static char
folded(char c, enum recipe_order order)
{
    if (order == ORDER_SMALL_LETTERS && c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    if (order == ORDER_CAPITAL_LETTERS && c >= 'a' && c <= 'z')
        return (char)(c - 'a' + 'A');
    return c;
}

/* Whether a must come before b; adds the bytes that were compared. */
static bool
comes_before(const struct qfpay_param *a, const struct qfpay_param *b, enum recipe_order order,
             size_t *effort)
{
    const struct qfpay_param *first = order == ORDER_REVERSED ? b : a;
    const struct qfpay_param *second = order == ORDER_REVERSED ? a : b;
    size_t shorter = a->name_len < b->name_len ? a->name_len : b->name_len;

    for (size_t i = 0; i < shorter; i++) {
        unsigned char left = (unsigned char)folded(first->name[i], order);
        unsigned char right = (unsigned char)folded(second->name[i], order);

        *effort += 1;
        if (left != right)
            return left < right;
    }
    return first->name_len < second->name_len;
}

/* Move the last one to its place among the others, which are sorted. */
static size_t
sort_last(struct qfpay_param *params, size_t count, enum recipe_order order)
{
    struct qfpay_param moving = params[count - 1];
    size_t at = count - 1;
    size_t effort = 0;

    while (at > 0 && comes_before(&moving, &params[at - 1], order, &effort)) {
        params[at] = params[at - 1];
        at--;
    }
    params[at] = moving;
    return effort;
}

size_t
params_sort(struct qfpay_param *params, size_t count, enum recipe_order order)
{
    size_t effort = 0;

    for (size_t i = 2; i <= count; i++)
        effort += sort_last(params, i, order);
    return effort;
}

static bool
is_named_sign(const struct qfpay_param *param)
{
    return param->name_len == 4 && memcmp(param->name, "sign", 4) == 0;
}

/* Names point into the request, so the same pointer is the same parameter in every order. */
static bool
is_same(const struct qfpay_param *param, const struct qfpay_param *of_request)
{
    return of_request && param->name == of_request->name;
}

static bool
is_dropped(const struct recipe *recipe, const struct qfpay_param *param)
{
    const char *const *word = recipe->dropped;

    if (param->value_len == 0 && !recipe->signs_empty)
        return true;
    while (word && *word) {
        if (strlen(*word) == param->value_len && memcmp(*word, param->value, param->value_len) == 0)
            return true;
        word++;
    }
    return false;
}

static size_t
gather_params(const struct material *material, const struct recipe *recipe)
{
    const struct qfpay_param *from = recipe->order == ORDER_SORTED ? material->sorted
                                                                   : material->arrival;
    size_t used = 0;

    for (size_t i = 0; i < material->count; i++) {
        struct qfpay_param item = from[i];

        if (is_same(&item, recipe->left_out) || (is_named_sign(&item) && !recipe->keeps_sign))
            continue;
        if (!is_dropped(recipe, &item))
            material->items[used++] = item;
    }
    return used;
}

/* Where the undecoded value of a piece ends. */
static const char *
piece_end(const struct qfpay_param *piece)
{
    return piece->value + piece->value_len;
}

/* Whether the piece behind this one is of the same text, so that the two can be one again. */
static bool
can_glue(const struct material *material, size_t i)
{
    return i + 1 < material->piece_count && i + 1 != material->query_piece_count;
}

/* The undecoded pieces; a piece that belongs to the value before it is glued on again with its &,
 * which works because all of one text lie behind each other. */
static size_t
gather_pieces(const struct material *material, const struct recipe *recipe)
{
    size_t used = 0;
    size_t glued = 0;

    for (size_t i = 0; i < material->piece_count; i++) {
        struct qfpay_param item = material->pieces[i];
        size_t count = i == recipe->glue_at ? recipe->glue_count : 0;

        if (is_named_sign(&item) && !recipe->keeps_sign)
            continue;
        for (glued = 0; glued < count && can_glue(material, i); glued++)
            i++;
        if (glued != 0)
            item.value_len = (size_t)(piece_end(&material->pieces[i]) - item.value);
        if (item.value_len != 0 || recipe->signs_empty)
            material->items[used++] = item;
    }
    return used;
}

static bool
has_coding(const struct recipe *recipe, const struct qfpay_param *item)
{
    if (!recipe->coding || !recipe->coded)
        return recipe->coding != NULL;
    return is_same(item, recipe->coded) != recipe->codes_others;
}

static void
put_string(struct text *text, const char *string)
{
    if (string)
        text_put(text, string, strlen(string));
}

static void
write_items(struct text *out, const struct recipe *recipe, const struct qfpay_param *items,
            size_t count)
{
    static const struct joint right = {.between = "&", .equals = "="};
    const struct joint *joint = recipe->joint ? recipe->joint : &right;

    for (size_t i = 0; i < count; i++) {
        if (i != 0)
            put_string(out, joint->between);
        if (!joint->is_nameless)
            text_put(out, items[i].name, items[i].name_len);
        put_string(out, joint->equals);
        if (has_coding(recipe, &items[i]))
            recipe->coding->put(out, recipe->coding, items[i].value, items[i].value_len);
        else
            text_put(out, items[i].value, items[i].value_len);
        put_string(out, joint->behind);
    }
}

static void
write_params(struct material *material, const struct recipe *recipe)
{
    bool has_pieces = recipe->source == SOURCE_PIECES;
    size_t count = has_pieces ? gather_pieces(material, recipe) : gather_params(material, recipe);
    size_t effort = 0;

    for (size_t i = 0; i < recipe->added_count; i++) {
        material->items[count++] = recipe->added[i];
        if (recipe->order == ORDER_SORTED && !has_pieces)
            effort += sort_last(material->items, count, ORDER_SORTED);
    }
    if (recipe->order != ORDER_ARRIVAL && (has_pieces || recipe->order != ORDER_SORTED))
        effort += params_sort(material->items, count, recipe->order);
    material->text.effort += effort;
    if (recipe->json)
        json_put(&material->text, recipe->json, material->items, count);
    else
        write_items(&material->text, recipe, material->items, count);
}

const char *
recipe_last_key(const struct recipe *recipe)
{
    bool is_last = recipe->key_place == KEY_LAST || recipe->key_place == KEY_FIRST_AND_LAST;

    return is_last ? recipe->key : "";
}

struct text *
recipe_write(struct material *material, const struct recipe *recipe)
{
    struct text *text = &material->text;

    text->len = 0;
    text->is_full = false;
    text->effort = 0;
    if (recipe->key_place == KEY_FIRST || recipe->key_place == KEY_FIRST_AND_LAST)
        put_string(text, recipe->key);
    if (recipe->source == SOURCE_BODY)
        text_put(text, material->body, material->body_len);
    else
        write_params(material, recipe);
    if (recipe->ends_with_ampersand)
        text_byte(text, '&');
    put_string(text, recipe->before_key);
    if (text->is_full)
        return NULL;
    if (!recipe->charset)
        return text;
    material->converted.len = 0;
    material->converted.is_full = false;
    return charset_convert(recipe->charset, text->bytes, text->len, &material->converted)
               ? &material->converted
               : NULL;
}
