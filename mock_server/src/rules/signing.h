/* How answers and notifications are signed (signings.def). */
#ifndef MOCK_SIGNING_H
#define MOCK_SIGNING_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/evidence.h"
#include "qfpay/sign.h"

struct arena;
struct request;

enum signing {
#define SIGNING(symbol, name, sign, requirement, digest) SIGNING_##symbol,
#include "signings.def"
#undef SIGNING
    SIGNING_COUNT
};

/* A finished body on its way out. */
struct outgoing {
    const struct request *req; /* that is answered; NULL of a notification */
    struct arena *arena;
    qfpay_signer *signer;
    const char *body;
    size_t len;
    const char *key;
};

/* Write the value of X-QF-SIGN; "" for none. false: out of memory, or OpenSSL failed. */
typedef bool signs(const struct outgoing *out, char hex[QFPAY_SIGN_HEX_SIZE]);

struct signing_row {
    const char *name;
    signs *sign;
    enum qfpay_req requirement;
    enum qfpay_req digest_requirement; /* broken by another digest */
};

signs sign_body_and_key;

#endif
