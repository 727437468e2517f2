/* How answers and notifications are signed (signings.def), and which strings of a request are right
 * that has empty values (empty_values.def). */
#ifndef MOCK_SIGNING_H
#define MOCK_SIGNING_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/evidence.h"
#include "qfpay/sign.h"

struct arena;
struct merchant;
struct request;

enum signing {
#define SIGNING(symbol, name, sign, key, requirement, digest) SIGNING_##symbol,
#include "rules/signings.def"
#undef SIGNING
    SIGNING_COUNT
};

/* What becomes of empty values in the string of a request; they are tried in this order. */
enum empty_form { EMPTY_DROPPED, EMPTY_SIGNED, EMPTY_FORM_COUNT };

enum empty_values {
#define EMPTY_VALUES(symbol, name, without, with) EMPTY_VALUES_##symbol,
#include "rules/empty_values.def"
#undef EMPTY_VALUES
    EMPTY_VALUES_COUNT
};

struct empty_values_row {
    const char *name;
    bool takes[EMPTY_FORM_COUNT];
};

extern const struct empty_values_row empty_values_rows[EMPTY_VALUES_COUNT];

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

/* Whose key signs it. */
typedef const char *signs_with(const struct merchant *merchant);

struct signing_row {
    const char *name;
    signs *sign;
    signs_with *key;
    enum qfpay_req requirement;
    enum qfpay_req digest_requirement; /* broken by another digest */
};

signs sign_body_and_key;

#endif
