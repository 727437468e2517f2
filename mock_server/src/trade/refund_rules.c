/* See refund_rules.h. */
#include "refund_rules.h"

#include <stddef.h>
#include <string.h>

/* Captured from FPS after 29 days (observed.md 3): this 1265 is final, that of the night is not. */
#define TOO_LATE_TEXT "該筆訂單被禁止退款，已經超出可退款時限"

static const struct refund_rule rules[] = {
#define REFUND_RULE(prefix, days, late, text, voids, preauth)                                      \
    {prefix, days, late, text, voids, preauth},
#include "refund_rules.def"
#undef REFUND_RULE
};

const struct refund_rule *
refund_rule_of(const char *pay_type)
{
    size_t at = 0;

    /* The last row has an empty prefix. */
    while (strncmp(pay_type, rules[at].prefix, strlen(rules[at].prefix)) != 0)
        at++;
    return &rules[at];
}
