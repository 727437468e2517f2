/* See digests.h: one row per mistake, each a function from the body to the text that the
 * mistaken receiver puts before the key. */
#include "notify/digests.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_text.h"
#include "qfpay/wire.h"

/* A body and the object in it. */
struct body {
    struct tree *tree;
    const char *text;
    cJSON *object;
};

/* The object as cJSON writes it: no spaces, no \u escapes. In the arena. */
static const char *
unescaped(const struct body *body)
{
    char *text = cJSON_PrintUnformatted(body->object);
    const char *copy = text ? arena_dup(body->tree->arena, text) : NULL;

    cJSON_free(text);
    return copy;
}

static const char *
compact(const struct body *body)
{
    return json_respace(body->tree->arena, body->text, &json_compact);
}

static const char *
compact_unescaped(const struct body *body)
{
    return unescaped(body);
}

static const char *
spaced_unescaped(const struct body *body)
{
    const char *text = unescaped(body);

    return text ? json_respace(body->tree->arena, text, &json_one_line) : NULL;
}

/* PHP's json_encode writes a slash as \/. */
static const char *
compact_slashes(const struct body *body)
{
    const char *text = compact(body);
    char *out = !text ? NULL : arena_alloc(body->tree->arena, 2 * strlen(text) + 1);
    char *at = out;

    if (!out)
        return NULL;
    for (; *text != '\0'; text++) {
        if (*text == '/')
            *at++ = '\\';
        *at++ = *text;
    }
    *at = '\0';
    return out;
}

static const char *
one_line(const struct body *body)
{
    return json_respace(body->tree->arena, body->text, &json_one_line);
}

static const char *
lines_joined(const struct body *body)
{
    char *out = arena_dup(body->tree->arena, body->text);
    char *at = out;

    for (const char *from = out; from && *from != '\0'; from++) {
        if (*from != '\n' && *from != '\r')
            *at++ = *from;
    }
    if (out)
        *at = '\0';
    return out;
}

static int
compare_members(const void *left, const void *right)
{
    const cJSON *const *a = left;
    const cJSON *const *b = right;

    return strcmp((*a)->string, (*b)->string);
}

/* The members in the order of their names. NULL when out of memory. */
static const cJSON **
sorted_members(const struct body *body, size_t *count)
{
    size_t size = (size_t)cJSON_GetArraySize(body->object);
    const cJSON **members = arena_alloc(body->tree->arena, (size + 1) * sizeof(const cJSON *));
    const cJSON *member;

    *count = 0;
    if (!members)
        return NULL;
    cJSON_ArrayForEach(member, body->object)
    {
        members[(*count)++] = member;
    }
    qsort(members, *count, sizeof(const cJSON *), compare_members);
    return members;
}

static const char *
sorted_keys(const struct body *body)
{
    struct tree tree = {.arena = body->tree->arena};
    cJSON *root = node_object(&tree);
    size_t count;
    size_t len;
    const cJSON **members = sorted_members(body, &count);

    for (size_t i = 0; members && i < count; i++)
        node_text(&tree, root, members[i]->string, cJSON_GetStringValue(members[i]));
    return members ? node_print(&tree, root, &len) : NULL;
}

static const char *
parameters(const struct body *body, bool with_empty)
{
    size_t count;
    const cJSON **members = sorted_members(body, &count);
    const char *text = members ? "" : NULL;

    for (size_t i = 0; text && i < count; i++) {
        const char *value = cJSON_GetStringValue(members[i]);

        if (!value || (value[0] == '\0' && !with_empty))
            continue;
        text = arena_printf(body->tree->arena, "%s%s%s=%s", text, text[0] == '\0' ? "" : "&",
                            members[i]->string, value);
    }
    return text;
}

static const char *
all_parameters(const struct body *body)
{
    return parameters(body, true);
}

static const char *
filled_parameters(const struct body *body)
{
    return parameters(body, false);
}

/* The body with the escapes of some characters decoded, none of them ASCII or half a pair. */
static const char *
decoded_between(const struct body *body, long first, long last)
{
    char *out = arena_dup(body->tree->arena, body->text);
    char *at = out;

    for (const char *from = out; from && *from != '\0';) {
        long unit = json_escaped_unit(from, strnlen(from, JSON_ESCAPE_LEN));

        if (unit >= first && unit <= last) {
            at += json_put_utf8(at, (unsigned long)unit);
            from += JSON_ESCAPE_LEN;
            continue;
        }
        if (*from == '\\' && from[1] != '\0')
            *at++ = *from++;
        *at++ = *from++;
    }
    if (out)
        *at = '\0';
    return out;
}

static const char *
latin_decoded(const struct body *body)
{
    return decoded_between(body, 0x80, 0x24f);
}

static const char *
chinese_decoded(const struct body *body)
{
    return decoded_between(body, 0x2e80, 0x9fff);
}

/* What programs digest that lost the body before they came to it. */
static const char *
empty_object(const struct body *body)
{
    (void)body;
    return "{}";
}

static const char *
nothing(const struct body *body)
{
    (void)body;
    return "";
}

static const char *
null(const struct body *body)
{
    (void)body;
    return "null";
}

static const char *
type_name(const struct body *body)
{
    (void)body;
    return "[object Object]";
}

static const char *
raw(const struct body *body)
{
    return body->text;
}

static const struct {
    const char *mistake;
    const char *(*text)(const struct body *body);
    enum qfpay_digest digest;
} rows[] = {
    {"sorted parameters, as requests are signed (PIT-70)", all_parameters, QFPAY_DIGEST_MD5},
    {"sorted parameters without empty ones (PIT-70)", filled_parameters, QFPAY_DIGEST_MD5},
    {"JSON written again without spaces (PIT-71)", compact, QFPAY_DIGEST_MD5},
    {"JSON written again without spaces, / as \\/ (PIT-71)", compact_slashes, QFPAY_DIGEST_MD5},
    {"JSON written again without spaces and \\u escapes (PIT-71)", compact_unescaped,
     QFPAY_DIGEST_MD5},
    {"\\u escapes decoded to UTF-8 (PIT-71)", spaced_unescaped, QFPAY_DIGEST_MD5},
    {"\\u escapes decoded of Chinese alone (PIT-71)", chinese_decoded, QFPAY_DIGEST_MD5},
    {"\\u escapes decoded of Latin letters alone (PIT-71)", latin_decoded, QFPAY_DIGEST_MD5},
    {"JSON written again with sorted keys (PIT-71)", sorted_keys, QFPAY_DIGEST_MD5},
    {"JSON written again on one line (PIT-71)", one_line, QFPAY_DIGEST_MD5},
    {"read line by line, line breaks lost (PIT-72)", lines_joined, QFPAY_DIGEST_MD5},
    {"{} instead of the body, which was read before or as a form (PIT-71)", empty_object,
     QFPAY_DIGEST_MD5},
    {"nothing instead of the body, which was read before (PIT-71)", nothing, QFPAY_DIGEST_MD5},
    {"null instead of the body (PIT-71)", null, QFPAY_DIGEST_MD5},
    {"[object Object] instead of the body (PIT-71)", type_name, QFPAY_DIGEST_MD5},
    {"SHA256 instead of MD5 (PIT-73)", raw, QFPAY_DIGEST_SHA256},
};

/* Some mistakes come to the same for some bodies: the first row names them. */
static bool
is_listed(const cJSON *list, const char *hex)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, list)
    {
        const char *listed = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "digest"));

        if (listed && strcmp(listed, hex) == 0)
            return true;
    }
    return false;
}

/* Add a mistake whose digest is this, unless another one comes to the same. */
static void
add_digest(const struct body *body, cJSON *list, const char *mistake, const char *hex)
{
    cJSON *item;

    if (is_listed(list, hex))
        return;
    item = node_add_object(body->tree, list, NULL);
    node_text(body->tree, item, "mistake", mistake);
    node_text(body->tree, item, "digest", arena_dup(body->tree->arena, hex));
}

static void
add_row(const struct body *body, cJSON *list, size_t row, qfpay_signer *signer, const char *key)
{
    const char *text = rows[row].text(body);
    char hex[QFPAY_SIGN_HEX_SIZE];

    if (text && (rows[row].digest != QFPAY_DIGEST_MD5 || strcmp(text, body->text) != 0) &&
        qfpay_sign_bytes(signer, text, strlen(text), key, rows[row].digest, hex, NULL) == QFPAY_OK)
        add_digest(body, list, rows[row].mistake, hex);
}

void
notify_digests_add(struct tree *tree, cJSON *parent, qfpay_signer *signer, const char *text,
                   const char *key, const char *client_key)
{
    cJSON *list = node_add_array(tree, parent, "digests");
    struct body body = {.tree = tree, .text = text};
    char hex[QFPAY_SIGN_HEX_SIZE];

    if (client_key && qfpay_sign_bytes(signer, text, strlen(text), client_key, QFPAY_DIGEST_MD5,
                                       hex, NULL) == QFPAY_OK)
        add_digest(&body, list, "the client key instead of the notify key", hex);
    if (qfpay_wire_parse(text, strlen(text), &body.object, NULL) != QFPAY_OK)
        return;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        add_row(&body, list, i, signer, key);
    cJSON_Delete(body.object);
}
