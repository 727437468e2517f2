/* See sign_mistake.h. The string to sign is built once more, by hand, so that the right one stays
 * free of all this. */
#include "sign_mistake.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "defect.h"
#include "qfpay/field.h"
#include "qfpay/form.h"
#include "rewrite.h"
#include "server.h"

typedef bool keeps(const struct request *req, size_t at);
typedef int compares(const void *left, const void *right);
typedef const char *reads(struct request *req, const struct qfpay_param *param);

static bool
has_value(const struct request *req, size_t at)
{
    return req->params[at].value_len > 0;
}

static bool
is_known(const struct request *req, size_t at)
{
    const struct qfpay_param *param = &req->params[at];

    return qfpay_field_find(req->endpoint, param->name, param->name_len) != NULL;
}

static bool
is_of_the_body(const struct request *req, size_t at)
{
    return at >= req->query_count;
}

static bool
is_early(const struct request *req, size_t at)
{
    (void)req;
    return at < 16;
}

static int
by_name(const void *left, const void *right)
{
    return strcmp(((const struct qfpay_param *)left)->name,
                  ((const struct qfpay_param *)right)->name);
}

static int
by_name_without_case(const void *left, const void *right)
{
    return strcasecmp(((const struct qfpay_param *)left)->name,
                      ((const struct qfpay_param *)right)->name);
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

static const char *
trimmed(struct request *req, const struct qfpay_param *param)
{
    const char *from = param->value;
    size_t len = param->value_len;

    while (len > 0 && isspace((unsigned char)*from)) {
        from++;
        len--;
    }
    while (len > 0 && isspace((unsigned char)from[len - 1]))
        len--;
    return arena_copy(req->arena, from, len);
}

static const char *
encoded(struct request *req, const struct qfpay_param *param)
{
    const struct qfpay_param value = {"v", param->value, 1, param->value_len};
    size_t size = 3 * param->value_len + 3;
    char *text = arena_alloc(req->arena, size);

    if (text == NULL || qfpay_form_encode(&value, 1, text, size, NULL) != QFPAY_OK)
        return NULL;
    return text + 2;
}

static const char *
in_ascii(struct request *req, const struct qfpay_param *param)
{
    char *text = arena_copy(req->arena, param->value, param->value_len);

    for (char *at = text; at != NULL && *at != '\0'; at++)
        *at = (unsigned char)*at < 0x80 ? *at : '?';
    return text;
}

static const char *
unescaped(struct request *req, const struct qfpay_param *param)
{
    size_t len = param->value_len;

    return param->value[0] == '{' ? rewrite_raw_utf8(req->arena, param->value, &len) : param->value;
}

/* What each mistake does instead; NULL: the right thing. */
static const struct {
    enum defect defect;
    keeps *keeps;
    compares *order;
    reads *value;
    const char *before_key;
    bool key_first;
    bool with_sign;
    bool folds_names;
    bool sent_order;
} rows[] = {
    {DEFECT_SIGN_ORDER_SENT, .sent_order = true},
    {DEFECT_SIGN_ORDER_NO_CASE, .order = by_name_without_case},
    {DEFECT_SIGN_ORDER_OF_PAIRS, .order = by_pair},
    {DEFECT_SIGN_EMPTY_SKIPPED, .keeps = has_value},
    {DEFECT_SIGN_TRIMMED, .value = trimmed},
    {DEFECT_SIGN_UNKNOWN_SKIPPED, .keeps = is_known},
    {DEFECT_SIGN_URL_SKIPPED, .keeps = is_of_the_body},
    {DEFECT_SIGN_FIRST_16, .keeps = is_early},
    {DEFECT_SIGN_ENCODED, .value = encoded},
    {DEFECT_SIGN_ASCII_ONLY, .value = in_ascii},
    {DEFECT_SIGN_ESCAPES_DECODED, .value = unescaped},
    {DEFECT_SIGN_KEY_NAMED, .before_key = "&key="},
    {DEFECT_SIGN_KEY_FIRST, .key_first = true},
    {DEFECT_SIGN_SIGN_TOO, .with_sign = true},
    {DEFECT_SIGN_NAMES_FOLDED, .folds_names = true},
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

static size_t
row_of(enum defect defect)
{
    size_t at = 0;

    while (at < ROW_COUNT && rows[at].defect != defect)
        at++;
    return at;
}

bool
sign_mistake_is_on(void)
{
    return row_of(defect_on) < ROW_COUNT;
}

static const char *
fold(struct request *req, const char *name)
{
    char *folded = arena_copy(req->arena, name, strlen(name));

    for (char *at = folded; at != NULL && *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return folded;
}

/* The parameters that this mistake signs, in its order. */
static struct qfpay_param *
choose(struct request *req, size_t row, size_t *count)
{
    struct qfpay_param *chosen = arena_alloc(req->arena, (req->param_count + 1) * sizeof(*chosen));

    *count = 0;
    for (size_t i = 0; chosen != NULL && i < req->param_count; i++) {
        const struct qfpay_param *param = &req->params[i];

        if ((rows[row].keeps != NULL && !rows[row].keeps(req, i)) ||
            (!rows[row].with_sign && strcmp(param->name, "sign") == 0))
            continue;
        chosen[*count] = *param;
        if (rows[row].folds_names)
            chosen[*count].name = fold(req, param->name);
        (*count)++;
    }
    if (chosen != NULL && !rows[row].sent_order)
        qsort(chosen, *count, sizeof(*chosen), rows[row].order == NULL ? by_name : rows[row].order);
    return chosen;
}

bool
sign_mistake(struct request *req, enum qfpay_digest digest, char hex[QFPAY_SIGN_HEX_SIZE])
{
    size_t row = row_of(defect_on);
    const char *key = req->merchant->client_key;
    const char *text = "";
    size_t count;
    const struct qfpay_param *chosen = choose(req, row, &count);

    if (chosen == NULL)
        return false;
    for (size_t i = 0; text != NULL && i < count; i++) {
        const char *value = rows[row].value == NULL ? chosen[i].value
                                                    : rows[row].value(req, &chosen[i]);

        text = value == NULL ? NULL
                             : arena_printf(req->arena, "%s%s%s=%s", text, i == 0 ? "" : "&",
                                            chosen[i].name, value);
    }
    if (text != NULL && rows[row].before_key != NULL)
        text = arena_printf(req->arena, "%s%s", text, rows[row].before_key);
    if (text != NULL && rows[row].key_first)
        text = arena_printf(req->arena, "%s%s", key, text);
    return text != NULL &&
           qfpay_sign_bytes(req->signer, text, strlen(text), rows[row].key_first ? "" : key, digest,
                            hex, NULL) == QFPAY_OK;
}

/* The right digest but for the type or the key. */
static bool
is_signed_so(struct request *req, enum qfpay_digest digest, const char *key, const char *received)
{
    char other[QFPAY_SIGN_HEX_SIZE];

    return key != NULL &&
           qfpay_sign(req->signer, req->params, req->param_count, key, digest, other, NULL) ==
               QFPAY_OK &&
           qfpay_sign_equal(other, received);
}

static bool
is_signed_by_anybody(struct request *req, const char *received)
{
    const struct merchant *merchant = NULL;

    while ((merchant = registry_next(&req->server->merchants, merchant)) != NULL) {
        if (is_signed_so(req, QFPAY_DIGEST_MD5, merchant->client_key, received))
            return true;
    }
    return false;
}

bool
sign_mistake_forgives(struct request *req, const char *expected, const char *received)
{
    const char *key = req->merchant->client_key;

    if (is_defect(DEFECT_SIGN_PREFIX_ENOUGH))
        return strncasecmp(expected, received, strlen(received)) == 0;
    if (is_defect(DEFECT_SIGN_HALF_COMPARED))
        return strlen(expected) == strlen(received) &&
               strncasecmp(expected, received, strlen(expected) / 2) == 0;
    if (is_defect(DEFECT_SIGN_TYPE_GUESSED) && req->headers.sign_type == NULL)
        return is_signed_so(req, QFPAY_DIGEST_SHA256, key, received);
    if (is_defect(DEFECT_SIGN_KEY_TRIMMED))
        return is_signed_so(req, QFPAY_DIGEST_MD5, arena_printf(req->arena, "%s\n", key), received);
    if (is_defect(DEFECT_SIGN_KEY_OF_ANYBODY))
        return is_signed_by_anybody(req, received);
    return is_defect(DEFECT_SIGN_UNCHECKED);
}
