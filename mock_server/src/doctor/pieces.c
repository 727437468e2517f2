/* See pieces.h. */
#include "doctor/pieces.h"

#include <string.h>

static size_t
count_pieces(const char *text)
{
    size_t count = 1;

    for (; *text != '\0'; text++)
        count += *text == '&';
    return count;
}

static void
split(struct material *material, size_t capacity, const char *text, size_t len)
{
    const char *end = text + len;
    size_t first = material->piece_count;

    while (text < end && material->piece_count < capacity) {
        const char *next = memchr(text, '&', (size_t)(end - text));
        const char *stop = next ? next : end;
        const char *equals = memchr(text, '=', (size_t)(stop - text));
        struct qfpay_param *last = material->pieces + material->piece_count;

        if (equals) {
            last->name = text;
            last->name_len = (size_t)(equals - text);
            last->value = equals + 1;
            last->value_len = (size_t)(stop - equals) - 1;
            material->piece_count++;
        } else if (material->piece_count > first) {
            last[-1].value_len = (size_t)(stop - last[-1].value);
        }
        text = next ? next + 1 : end;
    }
}

bool
pieces_split(struct request *req, struct material *material)
{
    size_t capacity = count_pieces(req->query) + count_pieces(req->body);

    if (capacity > QFPAY_PARAM_MAX)
        capacity = QFPAY_PARAM_MAX;
    material->pieces = arena_alloc(req->arena, capacity * sizeof *material->pieces);
    if (!material->pieces)
        return false;
    split(material, capacity, req->query, strlen(req->query));
    material->query_piece_count = material->piece_count;
    split(material, capacity, req->body, req->body_len);
    return true;
}
