/* See sha256.h. */
#include "base/sha256.h"

#include <openssl/evp.h>
#include <stdio.h>

bool
sha256_hex(const void *bytes, size_t len, char hex[SHA256_HEX_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0, i;

    hex[0] = '\0';
    if (EVP_Digest(bytes, len, digest, &size, EVP_sha256(), NULL) != 1 ||
        size * 2 + 1 != SHA256_HEX_SIZE)
        return false;
    for (i = 0; i < size; i++)
        snprintf(hex + (size_t)2 * i, 3, "%02x", digest[i]);
    return true;
}
