/*
 * Pay types as data, ascending, so that the one that a request names is found by halving.
 */
#include "qfpay/pay_type.h"

#include <string.h>

#define DIGITS 6

static const struct qfpay_pay_type pay_types[] = {
#define PAY_TYPE(pay_type, wallet, mode, region, handover, expired_time, reversal, close, refund,  \
                 days, partial_refund, required, current, evidence, note)                          \
    {pay_type,                                                                                     \
     wallet,                                                                                       \
     QFPAY_MODE_##mode,                                                                            \
     region,                                                                                       \
     QFPAY_HANDOVER_##handover,                                                                    \
     expired_time,                                                                                 \
     reversal,                                                                                     \
     close,                                                                                        \
     refund,                                                                                       \
     days,                                                                                         \
     partial_refund,                                                                               \
     required,                                                                                     \
     current,                                                                                      \
     evidence,                                                                                     \
     note},
#include "qfpay/tables/pay_types.def"
#undef PAY_TYPE
};

#define PAY_TYPE_COUNT (sizeof pay_types / sizeof pay_types[0])

size_t
qfpay_pay_type_count(void)
{
    return PAY_TYPE_COUNT;
}

const struct qfpay_pay_type *
qfpay_pay_type_at(size_t index)
{
    return index < PAY_TYPE_COUNT ? &pay_types[index] : NULL;
}

const struct qfpay_pay_type *
qfpay_pay_type_find(const char *text, size_t len)
{
    size_t low = 0;
    size_t high = PAY_TYPE_COUNT;

    if (len != DIGITS)
        return NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(text, pay_types[middle].pay_type, DIGITS);

        if (order == 0)
            return &pay_types[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *
qfpay_mode_name(enum qfpay_mode mode)
{
    switch (mode) {
    case QFPAY_MODE_CPM:
        return "CPM";
    case QFPAY_MODE_MPM:
        return "MPM";
    case QFPAY_MODE_WEB:
        return "WEB";
    case QFPAY_MODE_WAP:
        return "WAP";
    case QFPAY_MODE_JSAPI:
        return "JSAPI";
    case QFPAY_MODE_MINI:
        return "MINI";
    case QFPAY_MODE_APP:
        return "APP";
    case QFPAY_MODE_CARD:
        return "CARD";
    case QFPAY_MODE_OTHER:
        return "OTHER";
    }
    return "";
}

const char *
qfpay_handover_name(enum qfpay_handover handover)
{
    switch (handover) {
    case QFPAY_HANDOVER_NONE:
        return "";
    case QFPAY_HANDOVER_QRCODE:
        return "qrcode";
    case QFPAY_HANDOVER_PAY_URL:
        return "pay_url";
    case QFPAY_HANDOVER_PAY_PARAMS:
        return "pay_params";
    case QFPAY_HANDOVER_WEB_URL:
        return "web_url";
    }
    return "";
}
