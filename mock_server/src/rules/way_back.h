/* The ways back from an order: which of refund, reversal and close its pay type has, as
 * qfpay/tables/pay_types.def says. */
#ifndef MOCK_WAY_BACK_H
#define MOCK_WAY_BACK_H

#include <stdbool.h>

#include "qfpay/pay_type.h"

struct way_back {
    const char *pay_type;
    enum qfpay_mode mode;
    bool has_refund;
    bool has_reversal;
    bool has_close;
};

#endif
