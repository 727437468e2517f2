/* The signature as it came: which digest its length shows, also when it is wrapped in something,
 * and what is wrong with its form. */
#ifndef MOCK_DOCTOR_RECEIVED_H
#define MOCK_DOCTOR_RECEIVED_H

#include <stdbool.h>

#include "program/arena.h"
#include "qfpay/sign.h"

struct received {
    bool is_digest;           /* it can be an MD5 or a SHA256: hex and digest are set */
    enum qfpay_digest digest; /* by its length */
    char hex[QFPAY_SIGN_HEX_SIZE];
    const char
        *remark; /* a sentence about its form, in the arena or static; NULL when it is fine */
};

/* sign is NUL-terminated and of any length. */
void received_read(struct received *received, const char *sign, struct arena *arena);

#endif
