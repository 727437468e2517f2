/* See exam.h: prepares what recipes draw on, and tries one recipe. */
#include "doctor/exam.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "doctor/hmac.h"
#include "doctor/pieces.h"
#include "server/server.h"

enum {
    WORK_PER_TRY = 256,
    ROOM_FOR_ADDITIONS = 1024,
    JSON_PER_PARAM = 8, /* quotes, colon, comma, spaces */
    LARGEST_GROWTH = 6, /* \u0000 for one byte */
    CHARSET_GROWTH = 2, /* Latin-1 to UTF-8 */
};

static bool
text_init(struct text *text, struct arena *arena, size_t size)
{
    text->bytes = arena_alloc(arena, size);
    text->size = size;
    return text->bytes != NULL;
}

static bool
prepare_material(struct request *req, struct material *material)
{
    size_t raw_len = strlen(req->query) + req->body_len;
    size_t count = req->param_count;
    size_t items = (count > QFPAY_PARAM_MAX ? count : QFPAY_PARAM_MAX) + RECIPE_ADDED_MAX;

    material->body = req->body_len != 0 ? req->body : req->query;
    material->body_len = req->body_len != 0 ? req->body_len : strlen(req->query);
    material->arrival = req->params;
    material->count = count;
    material->sorted = arena_alloc(req->arena, (count + 1) * sizeof *material->sorted);
    material->items = arena_alloc(req->arena, items * sizeof *material->items);
    if (!material->sorted || !material->items || !pieces_split(req, material))
        return false;
    memcpy(material->sorted, req->params, count * sizeof *material->sorted);
    (void)params_sort(material->sorted, count, ORDER_SORTED);
    return text_init(&material->text, req->arena,
                     LARGEST_GROWTH * raw_len + JSON_PER_PARAM * count + ROOM_FOR_ADDITIONS) &&
           text_init(&material->converted, req->arena,
                     CHARSET_GROWTH * (raw_len + ROOM_FOR_ADDITIONS));
}

static void
add_key(struct exam *exam, const char *key, const char *name)
{
    if (!key || strcmp(key, exam->key) == 0 || exam->key_count == EXAM_KEYS_MAX)
        return;
    exam->keys[exam->key_count].key = key;
    exam->keys[exam->key_count].name = name;
    exam->key_count++;
}

static const char *
in_case(struct arena *arena, const char *key, int (*convert)(int))
{
    char *copy = arena_dup(arena, key);

    for (char *at = copy; at && *at != '\0'; at++)
        *at = (char)convert((unsigned char)*at);
    return copy;
}

static void
prepare_keys(struct exam *exam)
{
    struct arena *arena = exam->req->arena;
    const char *key = exam->key;

    add_key(exam, arena_printf(arena, "%s\n", key), "with a line feed behind it");
    add_key(exam, arena_printf(arena, "%s\r", key), "with a carriage return behind it");
    add_key(exam, arena_printf(arena, "%s\r\n", key), "with a line break (CR LF) behind it");
    add_key(exam, arena_printf(arena, "%s ", key), "with a space behind it");
    add_key(exam, in_case(arena, key, tolower), "in small letters");
    add_key(exam, in_case(arena, key, toupper), "in capital letters");
    add_key(exam, arena_printf(arena, " %s", key), "with a space before it");
    add_key(exam, arena_printf(arena, "\"%s\"", key), "in quotation marks");
    add_key(exam, arena_printf(arena, "'%s'", key), "in single quotation marks");
    add_key(exam, arena_printf(arena, "\xef\xbb\xbf%s", key), "with a byte order mark before it");
    add_key(exam, arena_printf(arena, "%s\t", key), "with a tab behind it");
}

bool
exam_init(struct exam *exam, struct request *req, enum qfpay_digest announced)
{
    exam->req = req;
    exam->announced = announced;
    exam->key = req->merchant->client_key;
    exam->takes_dropped = rulebook_takes(&req->server->book, EMPTY_DROPPED);
    exam->takes_signed = rulebook_takes(&req->server->book, EMPTY_SIGNED);
    received_read(&exam->received, req->headers.sign, req->arena);
    if (!prepare_material(req, &exam->material))
        return false;
    prepare_keys(exam);
    exam->is_sorted = true;
    for (size_t i = 0; i < req->param_count; i++) {
        exam->traits_of[i] = traits_of(req->params[i].value, req->params[i].value_len);
        exam->traits |= exam->traits_of[i];
        if (req->params[i].name != exam->material.sorted[i].name)
            exam->is_sorted = false;
    }
    exam->is_big = req->body_len + strlen(req->query) > EXAM_EACH_TEXT_MAX;
    return true;
}

struct recipe
exam_recipe(const struct exam *exam)
{
    struct recipe recipe = {.key = exam->key, .signs_empty = !exam->takes_dropped};

    return recipe;
}

bool
exam_digest(struct exam *exam, const struct recipe *recipe, enum qfpay_digest digest,
            char hex[QFPAY_SIGN_HEX_SIZE])
{
    struct text *text = recipe_write(&exam->material, recipe);
    const char *last_key = recipe_last_key(recipe);

    if (!text)
        return false;
    if (!recipe->is_hmac)
        return qfpay_sign_bytes(exam->req->signer, text->bytes, text->len, last_key, digest, hex,
                                NULL) == QFPAY_OK;
    text_put(text, last_key, strlen(last_key));
    return !text->is_full && hmac_hex(digest, recipe->key, text->bytes, text->len, hex);
}

bool
exam_fits(struct exam *exam, const struct recipe *recipe)
{
    char hex[QFPAY_SIGN_HEX_SIZE];
    bool is_made;

    if (exam->work > EXAM_WORK_MAX) {
        exam->is_exhausted = true;
        return false;
    }
    is_made = exam_digest(exam, recipe, exam->received.digest, hex);
    exam->work += WORK_PER_TRY + exam->material.text.len + exam->material.text.effort +
                  8 * exam->material.count;
    return is_made && qfpay_sign_equal(hex, exam->received.hex);
}

const char *
exam_show(const struct exam *exam, const char *text, size_t len, size_t max)
{
    size_t key_len = strlen(exam->key);
    struct text masked = {.bytes = arena_alloc(exam->req->arena, max), .size = max};
    size_t width = 0; /* of the result so far */
    size_t i = 0;
    const char *printable;

    if (!masked.bytes)
        return "";
    while (i < len && width < max) {
        if (key_len != 0 && len - i >= key_len && strncasecmp(text + i, exam->key, key_len) == 0) {
            text_put(&masked, "****", 4);
            i += key_len;
            width += 4;
        } else {
            width += text[i] >= ' ' && text[i] <= '~' ? 1 : 4;
            text_byte(&masked, text[i++]);
        }
    }
    printable = request_printable(exam->req, masked.bytes, masked.len, masked.len);
    if (i < len)
        printable = arena_printf(exam->req->arena, "%s...", printable);
    return printable ? printable : "";
}
