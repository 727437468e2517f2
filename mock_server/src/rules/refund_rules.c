/* See refund_rules.h. */
#include "rules/refund_rules.h"

#include <stddef.h>

/* Captured from FPS after 29 days, in traditional Chinese (RFD-17); the others are this
 * project's translation. This 1265 is final and that of the night is not, so the code's own text
 * would mislead. */
static const char *const too_late[QFPAY_LANG_COUNT] = {
    [QFPAY_LANG_EN] = "The order must not be refunded, the time limit for refunds is exceeded",
    [QFPAY_LANG_ZH_HANT] = "該筆訂單被禁止退款，已經超出可退款時限",
    [QFPAY_LANG_ZH_HANS] = "该笔订单被禁止退款，已经超出可退款时限",
};

const struct refund_rule refund_rule_rows[] = {
#define REFUND_RULE(prefix, days, late, text, voids, preauth)                                      \
    {prefix, days, late, text, voids, preauth},
#include "rules/refund_rules.def"
#undef REFUND_RULE
};
