/*
 * Signatures. The only file of the library that includes OpenSSL. What is digested is gathered in
 * a buffer on the stack and handed over in large pieces: one call per name and value would cost
 * more than the digest itself.
 */
#include "qfpay/sign.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sink.h"

#define DIGEST_COUNT 2

struct qfpay_signer {
    EVP_MD *digests[DIGEST_COUNT];
    EVP_MD_CTX *context;
};

/* Bytes on their way into a digest. */
struct feed {
    EVP_MD_CTX *context;
    bool failed;
    size_t used;
    size_t touched; /* how much of the buffer has ever held bytes, the key among them */
    unsigned char bytes[4096];
};

/* The parameters that take part, in the order in which they are signed. */
struct order {
    size_t count;
    const struct qfpay_param *params[QFPAY_PARAM_MAX];
};

enum qfpay_status
qfpay_signer_new(qfpay_signer **out, struct qfpay_error *err)
{
    qfpay_signer *signer = calloc(1, sizeof *signer);
    enum qfpay_status status = QFPAY_OK;

    if (!signer)
        return qfpay_fail(err, QFPAY_E_MEMORY, "out of memory for a signer");
    signer->context = EVP_MD_CTX_new();
    if (!signer->context) {
        status = qfpay_fail(err, QFPAY_E_MEMORY, "out of memory for a digest");
        goto out;
    }
    for (int i = 0; i < DIGEST_COUNT; i++) {
        const char *name = qfpay_digest_name((enum qfpay_digest)i);

        signer->digests[i] = EVP_MD_fetch(NULL, name, NULL);
        if (!signer->digests[i]) {
            status = qfpay_fail(err, QFPAY_E_CRYPTO, "OpenSSL has no %s", name);
            goto out;
        }
    }
    *out = signer;
    signer = NULL; /* the caller's from here on */
out:
    qfpay_signer_free(signer);
    return status;
}

void
qfpay_signer_free(qfpay_signer *signer)
{
    if (!signer)
        return;
    EVP_MD_CTX_free(signer->context);
    for (int i = 0; i < DIGEST_COUNT; i++)
        EVP_MD_free(signer->digests[i]);
    free(signer);
}

static void
feed_begin(struct feed *feed, qfpay_signer *signer, enum qfpay_digest digest)
{
    feed->context = signer->context;
    feed->used = 0;
    feed->touched = 0;
    feed->failed = EVP_DigestInit_ex2(feed->context, signer->digests[digest], NULL) != 1;
}

static void
feed_flush(struct feed *feed)
{
    if (!feed->failed && feed->used != 0)
        feed->failed = EVP_DigestUpdate(feed->context, feed->bytes, feed->used) != 1;
    if (feed->used > feed->touched)
        feed->touched = feed->used;
    feed->used = 0;
}

static void
feed_put(struct feed *feed, const void *bytes, size_t len)
{
    if (len > sizeof feed->bytes - feed->used)
        feed_flush(feed);
    if (len > sizeof feed->bytes) {
        if (!feed->failed)
            feed->failed = EVP_DigestUpdate(feed->context, bytes, len) != 1;
    } else if (len != 0) {
        memcpy(feed->bytes + feed->used, bytes, len);
        feed->used += len;
    }
}

static void
write_hex(const unsigned char *bytes, size_t len, enum qfpay_digest digest, char *hex)
{
    const char *digits = digest == QFPAY_DIGEST_MD5 ? "0123456789ABCDEF" : "0123456789abcdef";

    for (size_t i = 0; i < len; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    hex[2 * len] = '\0';
}

/* Append the key, finish, and leave nothing of the key on the stack. */
static enum qfpay_status
feed_end(struct feed *feed, const char *key, enum qfpay_digest digest, char *hex,
         struct qfpay_error *err)
{
    unsigned char result[EVP_MAX_MD_SIZE];
    unsigned int result_len = 0;

    feed_put(feed, key, strlen(key));
    feed_flush(feed);
    if (!feed->failed)
        feed->failed = EVP_DigestFinal_ex(feed->context, result, &result_len) != 1;
    OPENSSL_cleanse(feed->bytes, feed->touched);
    if (feed->failed || 2 * result_len >= QFPAY_SIGN_HEX_SIZE)
        return qfpay_fail(err, QFPAY_E_CRYPTO, "OpenSSL failed to compute %s",
                          qfpay_digest_name(digest));
    write_hex(result, result_len, digest, hex);
    return QFPAY_OK;
}

/* Byte order of names; a name that is the beginning of another comes first. */
static int
compare_names(const struct qfpay_param *a, const struct qfpay_param *b)
{
    size_t shorter = a->name_len < b->name_len ? a->name_len : b->name_len;
    int order = memcmp(a->name, b->name, shorter);

    if (order != 0)
        return order;
    return (a->name_len > b->name_len) - (a->name_len < b->name_len);
}

static bool
is_signature(const struct qfpay_param *param)
{
    return param->name_len == 4 && memcmp(param->name, "sign", 4) == 0;
}

/* Insertion sort: sets are small and often sorted already. A set with a repeated name is refused
 * even when it is one that is left out, because no other rule says which of them counts. */
static enum qfpay_status
sort(struct order *order, const struct qfpay_param *params, size_t count, bool with_empty,
     struct qfpay_error *err)
{
    order->count = 0;
    if (count > QFPAY_PARAM_MAX)
        return qfpay_fail(err, QFPAY_E_LIMIT, "%zu parameters, at most %d can be signed", count,
                          QFPAY_PARAM_MAX);
    for (size_t i = 0; i < count; i++) {
        size_t at = i;

        while (at > 0) {
            int compared = compare_names(order->params[at - 1], &params[i]);

            if (compared == 0)
                return qfpay_fail(err, QFPAY_E_DUPLICATE,
                                  "parameter %zu has a name that came before", i + 1);
            if (compared < 0)
                break;
            order->params[at] = order->params[at - 1];
            at--;
        }
        order->params[at] = &params[i];
    }
    for (size_t i = 0; i < count; i++)
        if (!is_signature(order->params[i]) && (with_empty || order->params[i]->value_len != 0))
            order->params[order->count++] = order->params[i];
    return QFPAY_OK;
}

static enum qfpay_status
sign(qfpay_signer *signer, const struct qfpay_param *params, size_t count, bool with_empty,
     const char *key, enum qfpay_digest digest, char *hex, struct qfpay_error *err)
{
    struct order order;
    struct feed feed;
    enum qfpay_status status = sort(&order, params, count, with_empty, err);

    if (status != QFPAY_OK)
        return status;
    feed_begin(&feed, signer, digest);
    for (size_t i = 0; i < order.count; i++) {
        if (i != 0)
            feed_put(&feed, "&", 1);
        feed_put(&feed, order.params[i]->name, order.params[i]->name_len);
        feed_put(&feed, "=", 1);
        feed_put(&feed, order.params[i]->value, order.params[i]->value_len);
    }
    return feed_end(&feed, key, digest, hex, err);
}

enum qfpay_status
qfpay_sign(qfpay_signer *signer, const struct qfpay_param *params, size_t count, const char *key,
           enum qfpay_digest digest, char hex[QFPAY_SIGN_HEX_SIZE], struct qfpay_error *err)
{
    return sign(signer, params, count, false, key, digest, hex, err);
}

enum qfpay_status
qfpay_sign_with_empty(qfpay_signer *signer, const struct qfpay_param *params, size_t count,
                      const char *key, enum qfpay_digest digest, char hex[QFPAY_SIGN_HEX_SIZE],
                      struct qfpay_error *err)
{
    return sign(signer, params, count, true, key, digest, hex, err);
}

enum qfpay_status
qfpay_sign_bytes(qfpay_signer *signer, const void *bytes, size_t len, const char *key,
                 enum qfpay_digest digest, char hex[QFPAY_SIGN_HEX_SIZE], struct qfpay_error *err)
{
    struct feed feed;

    feed_begin(&feed, signer, digest);
    feed_put(&feed, bytes, len);
    return feed_end(&feed, key, digest, hex, err);
}

enum qfpay_status
qfpay_sign_string(const struct qfpay_param *params, size_t count, char *text, size_t text_size,
                  size_t *text_len)
{
    struct sink sink = {text, text_size, 0};
    struct order order;
    enum qfpay_status status = sort(&order, params, count, false, NULL);

    if (status != QFPAY_OK)
        return status;
    for (size_t i = 0; i < order.count; i++) {
        if (i != 0)
            sink_byte(&sink, '&');
        sink_put(&sink, order.params[i]->name, order.params[i]->name_len);
        sink_byte(&sink, '=');
        sink_put(&sink, order.params[i]->value, order.params[i]->value_len);
    }
    return sink_end(&sink, text_len);
}

/* Only letters change, so two digests that differ otherwise still differ. */
static void
fold(char folded[QFPAY_SIGN_HEX_SIZE], const char *hex, size_t len)
{
    for (size_t i = 0; i < len; i++)
        folded[i] = hex[i] >= 'a' && hex[i] <= 'z' ? (char)(hex[i] - 'a' + 'A') : hex[i];
}

bool
qfpay_sign_equal(const char *expected, const char *received)
{
    char left[QFPAY_SIGN_HEX_SIZE];
    char right[QFPAY_SIGN_HEX_SIZE];
    size_t len = strnlen(expected, QFPAY_SIGN_HEX_SIZE);

    if (len == 0 || len >= QFPAY_SIGN_HEX_SIZE || strnlen(received, QFPAY_SIGN_HEX_SIZE) != len)
        return false;
    fold(left, expected, len);
    fold(right, received, len);
    return CRYPTO_memcmp(left, right, len) == 0;
}

bool
qfpay_digest_find(const char *name, enum qfpay_digest *digest)
{
    for (int i = 0; i < DIGEST_COUNT; i++) {
        if (strcasecmp(name, qfpay_digest_name((enum qfpay_digest)i)) == 0) {
            *digest = (enum qfpay_digest)i;
            return true;
        }
    }
    return false;
}

const char *
qfpay_digest_name(enum qfpay_digest digest)
{
    switch (digest) {
    case QFPAY_DIGEST_MD5:
        return "MD5";
    case QFPAY_DIGEST_SHA256:
        return "SHA256";
    }
    return "";
}
