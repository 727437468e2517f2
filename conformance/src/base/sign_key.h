/* A key of the user's, from a PEM file, that a report is signed or checked with. What it makes can
 * be checked by the openssl command alone; docs/report.md says how. */
#ifndef CONFORM_SIGN_KEY_H
#define CONFORM_SIGN_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/sha256.h"

struct sign_key;

/* Read a private key to sign with, or a public key (or a certificate's) to check with. NULL and
 * half a sentence in *problem, which lives in arena; else the arena frees it. Ed25519, Ed448,
 * elliptic curves and RSA; a key that is too weak to prove anything is refused. */
const struct sign_key *sign_key_private(struct arena *arena, const char *path,
                                        const char **problem);
const struct sign_key *sign_key_public(struct arena *arena, const char *path, const char **problem);

/* What is computed with it: "Ed25519", "ECDSA with SHA-256". Static. */
const char *sign_key_algorithm(const struct sign_key *key);

/* Its public half as DER (SubjectPublicKeyInfo): in base64, and the SHA-256 of it. */
const char *sign_key_public_half(const struct sign_key *key);
const char *sign_key_print(const struct sign_key *key);

/* A key to check with, from what sign_key_public_half gave; NULL when it is none. */
const struct sign_key *sign_key_of_public_half(struct arena *arena, const char *base64);

/* The signature of len bytes in base64; NULL when OpenSSL makes none. In arena. */
const char *sign_key_sign(const struct sign_key *key, struct arena *arena, const void *bytes,
                          size_t len);

/* Whether a signature in base64 is this key's over these bytes. */
bool sign_key_checks(const struct sign_key *key, const char *base64, const void *bytes, size_t len);

#endif
