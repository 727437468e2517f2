/* See signing.h. */
#include "signing.h"

bool
sign_body_and_key(const struct outgoing *out, char hex[QFPAY_SIGN_HEX_SIZE])
{
    return qfpay_sign_bytes(out->signer, out->body, out->len, out->key, QFPAY_DIGEST_MD5, hex,
                            NULL) == QFPAY_OK;
}
