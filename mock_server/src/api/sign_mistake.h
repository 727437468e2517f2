/* The signature as a server with one of the mistakes of signature_defects.def would compute it. */
#ifndef MOCK_SIGN_MISTAKE_H
#define MOCK_SIGN_MISTAKE_H

#include "request.h"

/* Whether the defect that is on changes what is signed. */
bool sign_mistake_is_on(void);

/* The wrong digest of a request. false when out of memory or OpenSSL failed. */
bool sign_mistake(struct request *req, enum qfpay_digest digest, char hex[QFPAY_SIGN_HEX_SIZE]);

/* Whether a digest that is not the expected one passes all the same. */
bool sign_mistake_forgives(struct request *req, const char *expected, const char *received);

#endif
