/* See hmac.h. OpenSSL is asked directly only here; plain digests come from the
 * protocol library. */
#include "doctor/hmac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

bool
hmac_hex(enum qfpay_digest digest, const char *key, const char *bytes, size_t len,
         char hex[QFPAY_SIGN_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    const EVP_MD *type = digest == QFPAY_DIGEST_MD5 ? EVP_md5() : EVP_sha256();
    unsigned char result[EVP_MAX_MD_SIZE];
    unsigned int written = 0;
    size_t result_len;

    if (HMAC(type, key, (int)strlen(key), (const unsigned char *)bytes, len, result, &written) ==
        NULL)
        return false;
    result_len = written;
    if (2 * result_len >= QFPAY_SIGN_HEX_SIZE)
        return false;
    for (size_t i = 0; i < result_len; i++) {
        hex[2 * i] = digits[result[i] >> 4];
        hex[2 * i + 1] = digits[result[i] & 15];
    }
    hex[2 * result_len] = '\0';
    return true;
}
