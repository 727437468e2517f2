/* The keyed digest that some clients use where the API wants a plain one (PIT-01). */
#ifndef MOCK_DOCTOR_HMAC_H
#define MOCK_DOCTOR_HMAC_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/sign.h"

/* HMAC-MD5 or HMAC-SHA256 as lower-case hex; hex is untouched on false (OpenSSL failed). */
bool hmac_hex(enum qfpay_digest digest, const char *key, const char *bytes, size_t len,
              char hex[QFPAY_SIGN_HEX_SIZE]);

#endif
