/* What the channel behind a pay type says of refunds: how long, and how (refund_rules.def). */
#ifndef MOCK_REFUND_RULES_H
#define MOCK_REFUND_RULES_H

#include <stdbool.h>

#include "qfpay/code.h"

struct refund_rule {
    const char *prefix; /* of the pay type */
    int window_days;
    const char *late_respcd;
    const char *const *late_texts; /* by enum qfpay_lang; NULL: the code's own */
    bool voids_same_day;
    bool is_preauth;
};

/* The part of a pay type that says the wallet. */
enum { WALLET_DIGITS = 4 };

enum {
#define REFUND_RULE(...) 0,
    REFUND_RULE_COUNT = sizeof((char[]){
#include "rules/refund_rules.def"
    })
#undef REFUND_RULE
};

/* What the book is filled with. */
extern const struct refund_rule refund_rule_rows[REFUND_RULE_COUNT];

#endif
