/* See signing.h. */
#include "request/signing.h"

#include <ctype.h>
#include <iconv.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "request/form_encoding.h"

enum { SIGNED_MAX = QFPAY_PARAM_MAX + 16 };

struct pair {
    const char *name;
    const char *value;
    size_t position; /* keeps the sort stable, also when one name occurs twice */
};

struct job {
    struct scope *scope;
    qfpay_signer *signer;
    const struct signing *signing;
    const char *mistake; /* "" for none */
    const char *key;
    struct pair pairs[SIGNED_MAX];
    size_t count;
    const char *problem;
};

static bool
makes(const struct job *job, const char *mistake)
{
    return strcmp(job->mistake, mistake) == 0;
}

static int
by_name(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    int order = strcmp(a->name, b->name);

    return order ? order : (a->position > b->position) - (a->position < b->position);
}

static int
by_name_ignoring_case(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    int order = strcasecmp(a->name, b->name);

    return order ? order : (a->position > b->position) - (a->position < b->position);
}

static int
by_name_backwards(const void *left, const void *right)
{
    return by_name(right, left);
}

/* Whole pairs: behind a name stands its =. */
static int
by_pair(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    size_t i = 0;

    while (a->name[i] && a->name[i] == b->name[i])
        i++;
    if (a->name[i] == b->name[i])
        return by_name(a, b);
    return (a->name[i] ? (unsigned char)a->name[i] : '=') -
           (b->name[i] ? (unsigned char)b->name[i] : '=');
}

/* Text in another charset, with a question mark for what it does not have; as it is when the
 * charset is not there. */
static const char *
convert(struct arena *arena, const char *text, const char *charset)
{
    size_t left = strlen(text), room = left * 2 + 1;
    char *from = arena_dup(arena, text), *result = arena_alloc(arena, room + 1), *to = result;
    iconv_t conversion = iconv_open(charset, "UTF-8");

    if ((intptr_t)conversion == -1)
        return text;
    while (iconv(conversion, &from, &left, &to, &room) == (size_t)-1 && left) {
        *to++ = '?';
        room--;
        do {
            from++;
            left--;
        } while (left && ((unsigned char)*from & 0xc0) == 0x80);
    }
    iconv_close(conversion);
    return result;
}

static const char *
trim(struct arena *arena, const char *text)
{
    size_t len;

    text += strspn(text, " \t\r\n");
    len = strlen(text);
    while (len && strchr(" \t\r\n", text[len - 1]))
        len--;
    return arena_copy(arena, text, len);
}

/* An amount as floating point prints it. */
static const char *
with_places(const struct job *job, const char *name, const char *value, const char *places)
{
    bool is_amount = strcmp(name, "txamt") == 0 && !value[strspn(value, "0123456789")];

    return is_amount ? arena_printf(job->scope->arena, "%s%s", value, places) : value;
}

/* A value as the mistake distorts it. */
static const char *
distort(const struct job *job, const char *name, const char *value)
{
    struct arena *arena = job->scope->arena;

    if (makes(job, "decimal-point"))
        return with_places(job, name, value, ".0");
    if (makes(job, "decimal-places"))
        return with_places(job, name, value, ".00");
    if (makes(job, "percent-encoded"))
        return encode_component(arena, value, ENCODE_PERCENT);
    if (makes(job, "form-encoded"))
        return encode_component(arena, value, ENCODE_FORM);
    if (makes(job, "trimmed"))
        return trim(arena, value);
    if (makes(job, "latin-1"))
        return convert(arena, value, "ISO-8859-1");
    return makes(job, "gbk") ? convert(arena, value, "GBK") : value;
}

static bool
is_listed(const cJSON *names, const char *name)
{
    const cJSON *element;

    cJSON_ArrayForEach(element, names)
    {
        if (cJSON_IsString(element) && strcmp(element->valuestring, name) == 0)
            return true;
    }
    return false;
}

/* A mistake may be made with some of the values "only". */
static bool
is_distorted(const struct job *job, const char *name)
{
    const cJSON *only = cJSON_GetObjectItemCaseSensitive(job->signing->how, "only");

    return !only || is_listed(only, name);
}

static void
add_pair(struct job *job, const char *name, const char *value)
{
    if (job->count == SIGNED_MAX) {
        job->problem = "too many parameters to sign";
        return;
    }
    job->pairs[job->count].name = name;
    job->pairs[job->count].value = is_distorted(job, name) ? distort(job, name, value) : value;
    job->pairs[job->count].position = job->count;
    job->count++;
}

static void
sort_pairs(struct job *job)
{
    if (makes(job, "unsorted") || makes(job, "json-text"))
        return;
    qsort(job->pairs, job->count, sizeof job->pairs[0],
          makes(job, "ignore-case")    ? by_name_ignoring_case
          : makes(job, "reversed")     ? by_name_backwards
          : makes(job, "pairs-sorted") ? by_pair
                                       : by_name);
}

static void
collect_pairs(struct job *job)
{
    const cJSON *leave_out = cJSON_GetObjectItemCaseSensitive(job->signing->how, "leave_out");
    const cJSON *extra;
    size_t i;

    for (i = 0; i < job->signing->count; i++) {
        const struct qfpay_param *param = &job->signing->params[i];

        if (is_listed(leave_out, param->name) || (!param->value[0] && !makes(job, "sign-empty")))
            continue;
        add_pair(job, param->name, param->value);
    }
    cJSON_ArrayForEach(extra, cJSON_GetObjectItemCaseSensitive(job->signing->how, "add"))
    {
        char *value = scope_expand(job->scope, extra->valuestring, &job->problem);

        if (value)
            add_pair(job, extra->string, value);
    }
    if (makes(job, "with-app-code"))
        add_pair(job, "app_code", job->scope->merchant->app_code);
    sort_pairs(job);
}

/* The parameters as a JSON text, for those who sign what they would rather have sent. */
static void
write_json(const struct job *job, struct text *text)
{
    cJSON *object = cJSON_CreateObject();
    size_t i;

    for (i = 0; i < job->count; i++)
        cJSON_AddStringToObject(object, job->pairs[i].name, job->pairs[i].value);
    text_puts(text, json_print(text->arena, object));
    cJSON_Delete(object);
}

/* What stands between the pairs. */
static const char *
separator(const struct job *job)
{
    if (makes(job, "no-ampersands") || makes(job, "values-alone"))
        return "";
    if (makes(job, "comma-joined"))
        return ",";
    return makes(job, "line-joined") ? "\n" : "&";
}

static void
write_string(const struct job *job, struct text *text)
{
    bool has_names = !makes(job, "values-alone") && !makes(job, "values-joined");
    size_t i;

    if (makes(job, "json-text")) {
        write_json(job, text);
        return;
    }
    if (makes(job, "raw-body")) {
        text_add(text, job->signing->body, job->signing->body_len);
        return;
    }
    for (i = 0; i < job->count; i++)
        text_printf(text, "%s%s%s%s", i ? separator(job) : "", has_names ? job->pairs[i].name : "",
                    has_names && !makes(job, "no-equals-signs") ? "=" : "", job->pairs[i].value);
    if (makes(job, "trailing-ampersand"))
        text_putc(text, '&');
}

static int
swap_case(int c)
{
    return islower(c) ? toupper(c) : tolower(c);
}

static const char *
map(struct arena *arena, const char *text, int (*change)(int))
{
    char *copy = arena_dup(arena, text);
    size_t i;

    for (i = 0; copy[i]; i++)
        copy[i] = (char)change((unsigned char)copy[i]);
    return copy;
}

/* The key as the mistake mangles it. */
static const char *
mangle_key(const struct job *job)
{
    static const struct {
        const char *mistake, *before, *behind;
    } surroundings[] = {
        {"key-newline", "", "\n"},
        {"key-carriage-return", "", "\r"},
        {"key-line-end", "", "\r\n"},
        {"key-space", "", " "},
        {"key-behind-space", " ", ""},
        {"key-quoted", "\"", "\""},
        {"key-byte-order-mark", "\xef\xbb\xbf", ""},
        {"ampersand-key", "&key=", ""},
    };
    struct arena *arena = job->scope->arena;
    size_t i;

    for (i = 0; i < sizeof surroundings / sizeof surroundings[0]; i++) {
        if (makes(job, surroundings[i].mistake))
            return arena_printf(arena, "%s%s%s", surroundings[i].before, job->key,
                                surroundings[i].behind);
    }
    if (makes(job, "key-other-case"))
        return map(arena, job->key, swap_case);
    if (makes(job, "key-lower"))
        return map(arena, job->key, tolower);
    if (makes(job, "key-upper"))
        return map(arena, job->key, toupper);
    if (makes(job, "wrong-key"))
        return "00000000000000000000000000000000";
    if (makes(job, "app-code-key"))
        return job->scope->merchant->app_code;
    return makes(job, "key-first") || makes(job, "no-key") ? "" : job->key;
}

static bool
hmac_hex(const struct job *job, const struct text *text, char hex[QFPAY_SIGN_HEX_SIZE])
{
    const EVP_MD *digest = job->signing->digest == QFPAY_DIGEST_SHA256 ? EVP_sha256() : EVP_md5();
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    unsigned i;

    if (!HMAC(digest, job->key, (int)strlen(job->key), (const unsigned char *)text->bytes,
              text->len, bytes, &len) ||
        len * 2 + 1 > QFPAY_SIGN_HEX_SIZE)
        return false;
    for (i = 0; i < len; i++) {
        hex[i * 2] = "0123456789abcdef"[bytes[i] >> 4];
        hex[i * 2 + 1] = "0123456789abcdef"[bytes[i] & 15];
    }
    hex[len * 2] = '\0';
    return true;
}

static bool
digest_hex(struct job *job, char hex[QFPAY_SIGN_HEX_SIZE])
{
    struct text text;

    text_init(&text, job->scope->arena);
    if (makes(job, "key-first"))
        text_puts(&text, job->key);
    write_string(job, &text);
    if (makes(job, "hmac"))
        return hmac_hex(job, &text, hex);
    return qfpay_sign_bytes(job->signer, text.bytes, text.len, mangle_key(job),
                            job->signing->digest, hex, NULL) == QFPAY_OK;
}

/* Upper case is the habit for MD5, lower case for SHA256; both are right (SIG-06). */
static void
set_case(char *hex, const char *wanted)
{
    size_t i;

    for (i = 0; hex[i]; i++) {
        bool upper = strcmp(wanted, "upper") == 0 || (strcmp(wanted, "mixed") == 0 && i % 2);

        if (wanted[0])
            hex[i] = (char)(upper ? toupper((unsigned char)hex[i])
                                  : tolower((unsigned char)hex[i]));
    }
}

/* hex has room for the longest digest: a digit behind a longer one falls off. */
static void
add_digit(char hex[QFPAY_SIGN_HEX_SIZE])
{
    size_t len = strlen(hex);

    if (len + 1 < QFPAY_SIGN_HEX_SIZE) {
        hex[len] = '0';
        hex[len + 1] = '\0';
    }
}

/* Turn each of these characters into the one before or behind it in their list; some compare only
 * the others. */
static void
spoil_those(char *hex, const char *those)
{
    for (; *hex; hex++) {
        const char *found = strchr(those, *hex);

        if (found)
            *hex = those[(found - those) ^ 1];
    }
}

static void
spoil(const struct job *job, char hex[QFPAY_SIGN_HEX_SIZE])
{
    size_t half = strlen(hex) / 2;

    if (makes(job, "truncated"))
        hex[half] = '\0';
    else if (makes(job, "first-half-right"))
        memset(hex + half, '0', half);
    else if (makes(job, "second-half-right"))
        memset(hex, '0', half);
    else if (makes(job, "one-digit-more"))
        add_digit(hex);
    else if (makes(job, "one-digit-off")) /* the last: some compare a part only */
        hex[strlen(hex) - 1] = hex[strlen(hex) - 1] == '0' ? '1' : '0';
    else if (makes(job, "letters-off"))
        spoil_those(hex, "ABCDEFabcdef");
    else if (makes(job, "digits-off"))
        spoil_those(hex, "0123456789");
    else if (makes(job, "not-hex"))
        hex[0] = 'z';
}

enum qfpay_digest
signing_digest(const cJSON *how, const struct credentials *merchant)
{
    const char *wanted = json_text(how, "digest", NULL);
    enum qfpay_digest digest = merchant->digest;

    if (wanted && !qfpay_digest_find(wanted, &digest))
        digest = merchant->digest;
    return digest;
}

static struct job *
new_job(struct scope *scope, qfpay_signer *signer, const struct signing *signing,
        const char *mistake)
{
    struct job *job = arena_alloc(scope->arena, sizeof *job);

    job->scope = scope;
    job->signer = signer;
    job->signing = signing;
    job->mistake = mistake;
    job->key = scope->merchant->client_key;
    return job;
}

char *
signing_make(struct scope *scope, qfpay_signer *signer, const struct signing *signing,
             const char **problem)
{
    const char *value = json_text(signing->how, "value", NULL);
    struct job *job = new_job(scope, signer, signing, json_text(signing->how, "mistake", ""));
    char hex[QFPAY_SIGN_HEX_SIZE];

    if (value)
        return scope_expand(scope, value, problem);
    collect_pairs(job);
    if (!job->problem && !digest_hex(job, hex))
        job->problem = "the signature cannot be computed";
    if (job->problem) {
        *problem = job->problem;
        return NULL;
    }
    set_case(hex, json_text(signing->how, "case", ""));
    spoil(job, hex);
    return arena_dup(scope->arena, hex);
}

bool
signing_mistaken(struct arena *arena, qfpay_signer *signer, const struct signing *signing,
                 const char *key, const char *mistake, char hex[QFPAY_SIGN_HEX_SIZE])
{
    const struct credentials merchant = {.app_code = "", .client_key = key};
    struct scope scope = {.arena = arena, .merchant = &merchant};
    struct job *job = new_job(&scope, signer, signing, mistake);

    collect_pairs(job);
    return !job->problem && digest_hex(job, hex);
}
