/* Request signatures for the suite: the correct one and, by name, the mistakes that integrators
 * make (fixtures/README.md). Built from the contract on its own: it shares only the digest
 * primitive with the library, so that a mistake in one is seen by the other. */
#ifndef CONFORM_SIGNING_H
#define CONFORM_SIGNING_H

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "qfpay/param.h"
#include "qfpay/sign.h"
#include "request/credentials.h"
#include "request/scope.h"

struct signing {
    const struct qfpay_param *params; /* what is signed, in the order of sending */
    size_t count;
    const char *body; /* as sent; "" for none */
    size_t body_len;
    const cJSON *how; /* the step's "sign", or NULL */
    enum qfpay_digest digest;
};

/* The digest that a step's "sign" asks for, else the merchant's own. */
enum qfpay_digest signing_digest(const cJSON *how, const struct credentials *merchant);

/* The value for X-QF-SIGN, in the scope's arena; NULL and a sentence in *problem. */
char *signing_make(struct scope *scope, qfpay_signer *signer, const struct signing *signing,
                   const char **problem);

/* The digest, in hex, that a client with one mistake of sign_mistakes.def computes with this key.
 * signing->how is NULL. */
bool signing_mistaken(struct arena *arena, qfpay_signer *signer, const struct signing *signing,
                      const char *key, const char *mistake, char hex[QFPAY_SIGN_HEX_SIZE]);

#endif
