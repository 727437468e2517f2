/*
 * The signing input. The first line of an input is the client key, the rest is a form. However the
 * parameters arrive, the signature must be the digest of the string that qfpay_sign_string shows.
 */
#include "fuzzer.h"

#include "qfpay/form.h"
#include "qfpay/sign.h"

static qfpay_signer *signer;

static char *
sign_string(const struct qfpay_param *params, size_t count, size_t *length)
{
    enum qfpay_status status = qfpay_sign_string(params, count, NULL, 0, length);
    char *text = must_have(*length + 1);

    must(status == QFPAY_E_SPACE, "asking for the length says that no space was given");
    status = qfpay_sign_string(params, count, text, *length + 1, length);
    must(status == QFPAY_OK, "the announced length is enough");
    return text;
}

static void
check_digest(const struct qfpay_param *params, size_t count, const char *key,
             enum qfpay_digest digest)
{
    char direct[QFPAY_SIGN_HEX_SIZE];
    char composed[QFPAY_SIGN_HEX_SIZE];
    size_t length = 0;
    char *text = sign_string(params, count, &length);
    enum qfpay_status status = qfpay_sign(signer, params, count, key, digest, direct, NULL);

    must(status == QFPAY_OK, "a set without duplicates can be signed");
    status = qfpay_sign_bytes(signer, text, length, key, digest, composed, NULL);
    must(status == QFPAY_OK, "any bytes can be signed");
    must(qfpay_sign_equal(direct, composed), "the signature is the digest of the shown string");
    free(text);
}

static void
check_order(const struct qfpay_param *params, size_t count, const char *key)
{
    struct qfpay_param reversed[QFPAY_PARAM_MAX];
    char forward_hex[QFPAY_SIGN_HEX_SIZE];
    char backward_hex[QFPAY_SIGN_HEX_SIZE];
    enum qfpay_status status;

    for (size_t i = 0; i < count; i++)
        reversed[count - 1 - i] = params[i];
    status = qfpay_sign(signer, params, count, key, QFPAY_DIGEST_MD5, forward_hex, NULL);
    must(status == QFPAY_OK, "the set can be signed");
    status = qfpay_sign(signer, reversed, count, key, QFPAY_DIGEST_MD5, backward_hex, NULL);
    must(status == QFPAY_OK, "the reversed set can be signed");
    must(qfpay_sign_equal(forward_hex, backward_hex), "the order of arrival does not matter");
}

/* What is left out could as well not be there; where it is signed after all, nothing else changes.
 */
static void
check_empty_values(const struct qfpay_param *params, size_t count, const char *key)
{
    struct qfpay_param filled[QFPAY_PARAM_MAX];
    size_t filled_count = qfpay_param_filled(params, count, filled);
    char left_out[QFPAY_SIGN_HEX_SIZE];
    char not_there[QFPAY_SIGN_HEX_SIZE];
    enum qfpay_status status = qfpay_sign(signer, params, count, key, QFPAY_DIGEST_MD5, left_out,
                                          NULL);

    must(status == QFPAY_OK, "the set can be signed");
    status = qfpay_sign_with_empty(signer, filled, filled_count, key, QFPAY_DIGEST_MD5, not_there,
                                   NULL);
    must(status == QFPAY_OK, "the set without its empty values can be signed");
    must(qfpay_sign_equal(left_out, not_there), "an empty value does not matter");
}

static void
check_refusal(const struct qfpay_param *params, size_t count, const char *key)
{
    char hex[QFPAY_SIGN_HEX_SIZE];
    size_t length = 0;
    enum qfpay_status status = qfpay_sign(signer, params, count, key, QFPAY_DIGEST_MD5, hex, NULL);

    must(status == QFPAY_E_DUPLICATE, "a repeated name is not signed");
    status = qfpay_sign_string(params, count, NULL, 0, &length);
    must(status == QFPAY_E_DUPLICATE, "a repeated name has no string to sign");
}

static void
check_form(char *form, size_t length, const char *key)
{
    struct qfpay_param params[QFPAY_PARAM_MAX];
    size_t count = 0;

    if (qfpay_form_parse(form, length, params, QFPAY_PARAM_MAX, &count, NULL) != QFPAY_OK)
        return;
    if (qfpay_param_duplicate(params, count)) {
        check_refusal(params, count, key);
        return;
    }
    check_digest(params, count, key, QFPAY_DIGEST_MD5);
    check_digest(params, count, key, QFPAY_DIGEST_SHA256);
    check_order(params, count, key);
    check_empty_values(params, count, key);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = text_of(data, size);
    char *line_end = memchr(text, '\n', size);

    if (!signer)
        must(qfpay_signer_new(&signer, NULL) == QFPAY_OK, "a signer can be made");
    if (line_end) {
        *line_end = '\0';
        check_form(line_end + 1, size - (size_t)(line_end + 1 - text), text);
    }
    free(text);
    return 0;
}
