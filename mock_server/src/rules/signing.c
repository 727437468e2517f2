/* See signing.h. */
#include "rules/signing.h"

const struct empty_values_row empty_values_rows[] = {
#define EMPTY_VALUES(symbol, name, without, with) {name, {without, with}},
#include "rules/empty_values.def"
#undef EMPTY_VALUES
};

bool
sign_body_and_key(const struct outgoing *out, char hex[QFPAY_SIGN_HEX_SIZE])
{
    return qfpay_sign_bytes(out->signer, out->body, out->len, out->key, QFPAY_DIGEST_MD5, hex,
                            NULL) == QFPAY_OK;
}
