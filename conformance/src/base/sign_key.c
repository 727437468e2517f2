/* See sign_key.h. Edwards curves sign the bytes themselves, all others their SHA-256; RSA with the
 * padding that `openssl dgst -verify` takes by itself (PKCS #1 v1.5). */
#include "base/sign_key.h"

#include <errno.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* RSA with 2048 bits, curves of 224. */
enum { SECURITY_BITS_MIN = 112, BYTES_MAX = 4096 };

struct sign_key {
    EVP_PKEY *pkey;
    const struct algorithm *algorithm;
    const char *public_half; /* base64 */
    char print[SHA256_HEX_SIZE];
};

static const struct algorithm {
    int id;
    const char *name;
    bool hashes; /* by SHA-256; else it does so itself */
} algorithms[] = {
    {EVP_PKEY_ED25519, "Ed25519", false},
    {EVP_PKEY_ED448, "Ed448", false},
    {EVP_PKEY_EC, "ECDSA with SHA-256", true},
    {EVP_PKEY_RSA, "RSA with SHA-256", true},
};

static void
free_pkey(void *pkey)
{
    EVP_PKEY_free(pkey);
}

/* A public key by itself, else that of a certificate. */
static EVP_PKEY *
read_public(FILE *file)
{
    EVP_PKEY *pkey = PEM_read_PUBKEY(file, NULL, NULL, NULL);
    X509 *certificate;

    if (pkey)
        return pkey;
    rewind(file);
    certificate = PEM_read_X509(file, NULL, NULL, NULL);
    if (certificate)
        pkey = X509_get_pubkey(certificate);
    X509_free(certificate);
    return pkey;
}

static EVP_PKEY *
read_private(FILE *file)
{
    return PEM_read_PrivateKey(file, NULL, NULL, NULL);
}

static const struct algorithm *
algorithm_of(EVP_PKEY *pkey)
{
    size_t i;

    for (i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++) {
        if (EVP_PKEY_get_base_id(pkey) == algorithms[i].id)
            return &algorithms[i];
    }
    return NULL;
}

static const char *
encode(struct arena *arena, const unsigned char *bytes, size_t len)
{
    char *base64 = arena_alloc(arena, 4 * ((len + 2) / 3) + 1);

    EVP_EncodeBlock((unsigned char *)base64, bytes, (int)len);
    return base64;
}

/* How many bytes came out; 0 for what is no base64, or not as we write it: one value has one text.
 */
static size_t
decode(const char *base64, unsigned char bytes[BYTES_MAX])
{
    char again[BYTES_MAX / 3 * 4 + 8];
    size_t len = strlen(base64);
    size_t padding = len - strcspn(base64, "=");
    int size;

    if (!len || len % 4 || len / 4 * 3 > BYTES_MAX || padding > 2)
        return 0;
    size = EVP_DecodeBlock(bytes, (const unsigned char *)base64, (int)len);
    if (size < 3)
        return 0;
    EVP_EncodeBlock((unsigned char *)again, bytes, size - (int)padding);
    return strcmp(again, base64) == 0 ? (size_t)size - padding : 0;
}

static bool
tell_public_half(struct arena *arena, struct sign_key *key)
{
    unsigned char *der = NULL;
    int len = i2d_PUBKEY(key->pkey, &der);
    bool done = len > 0 && len < BYTES_MAX && sha256_hex(der, (size_t)len, key->print);

    if (done)
        key->public_half = encode(arena, der, (size_t)len);
    OPENSSL_free(der);
    return done;
}

static const struct sign_key *
keep(struct arena *arena, EVP_PKEY *pkey, const char **problem)
{
    struct sign_key *key = arena_alloc(arena, sizeof *key);

    arena_defer(arena, free_pkey, pkey);
    key->pkey = pkey;
    key->algorithm = algorithm_of(pkey);
    if (!key->algorithm)
        *problem = "is a key of another kind than Ed25519, Ed448, EC or RSA";
    else if (EVP_PKEY_get_security_bits(pkey) < SECURITY_BITS_MIN)
        *problem = arena_printf(arena, "is too weak a key: %d bits of %s", EVP_PKEY_get_bits(pkey),
                                key->algorithm->name);
    else if (!tell_public_half(arena, key))
        *problem = "has no public half that could be told";
    else
        return key;
    return NULL;
}

static const struct sign_key *
read_key(struct arena *arena, const char *path, EVP_PKEY *(*read)(FILE *), const char *what,
         const char **problem)
{
    FILE *file = fopen(path, "rbe");
    EVP_PKEY *pkey;

    if (!file) {
        *problem = arena_printf(arena, "cannot be opened: %s", strerror(errno));
        return NULL;
    }
    pkey = read(file);
    fclose(file);
    if (pkey)
        return keep(arena, pkey, problem);
    *problem = arena_printf(arena, "is no %s in PEM that could be read", what);
    return NULL;
}

const struct sign_key *
sign_key_private(struct arena *arena, const char *path, const char **problem)
{
    return read_key(arena, path, read_private, "private key", problem);
}

const struct sign_key *
sign_key_public(struct arena *arena, const char *path, const char **problem)
{
    return read_key(arena, path, read_public, "public key", problem);
}

const char *
sign_key_algorithm(const struct sign_key *key)
{
    return key->algorithm->name;
}

const char *
sign_key_public_half(const struct sign_key *key)
{
    return key->public_half;
}

const struct sign_key *
sign_key_of_public_half(struct arena *arena, const char *base64)
{
    unsigned char der[BYTES_MAX];
    const unsigned char *at = der;
    size_t size = decode(base64, der);
    EVP_PKEY *pkey = size ? d2i_PUBKEY(NULL, &at, (long)size) : NULL;
    const char *problem = NULL;

    return pkey ? keep(arena, pkey, &problem) : NULL;
}

const char *
sign_key_print(const struct sign_key *key)
{
    return key->print;
}

static const EVP_MD *
digest_of(const struct sign_key *key)
{
    return key->algorithm->hashes ? EVP_sha256() : NULL;
}

const char *
sign_key_sign(const struct sign_key *key, struct arena *arena, const void *bytes, size_t len)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char signature[BYTES_MAX];
    size_t size = sizeof signature;
    bool done = context &&
                EVP_DigestSignInit(context, NULL, digest_of(key), NULL, key->pkey) == 1 &&
                EVP_DigestSign(context, signature, &size, bytes, len) == 1;

    EVP_MD_CTX_free(context);
    return done ? encode(arena, signature, size) : NULL;
}

bool
sign_key_checks(const struct sign_key *key, const char *base64, const void *bytes, size_t len)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char signature[BYTES_MAX];
    size_t size = decode(base64, signature);
    bool right = size && context &&
                 EVP_DigestVerifyInit(context, NULL, digest_of(key), NULL, key->pkey) == 1 &&
                 EVP_DigestVerify(context, signature, size, bytes, len) == 1;

    EVP_MD_CTX_free(context);
    return right;
}
