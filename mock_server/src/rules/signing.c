/* See signing.h. */
#include "signing.h"

#include "merchant.h"

const struct empty_values_row empty_values_rows[] = {
#define EMPTY_VALUES(symbol, name, without, with) {name, {without, with}},
#include "empty_values.def"
#undef EMPTY_VALUES
};

bool
sign_body_and_key(const struct outgoing *out, char hex[QFPAY_SIGN_HEX_SIZE])
{
    return qfpay_sign_bytes(out->signer, out->body, out->len, out->key, QFPAY_DIGEST_MD5, hex,
                            NULL) == QFPAY_OK;
}

const char *
client_key_of(const struct merchant *merchant)
{
    return merchant->client_key;
}

const char *
notify_key_of(const struct merchant *merchant)
{
    return merchant->notify_key[0] == '\0' ? merchant->client_key : merchant->notify_key;
}
