/* What differs between the two faces of the API: `observed` answers what captures show,
 * `documented` what the pages say. One row per face, one member per point of difference. */
#ifndef MOCK_PROFILE_H
#define MOCK_PROFILE_H

#include <stdbool.h>

#include "qfpay/code.h"

struct profile {
    const char *name;
    bool undocumented_get;        /* query by GET (OQ-06) */
    bool refunds_fps;             /* 802001 is refundable (OQ-20) */
    bool page_is_number;          /* page, page_size of a query's answer (OQ-13) */
    const char *duplicate_respcd; /* a reused out_trade_no (OQ-01) */
    const char *duplicate_respmsg;
    const char *duplicate_resperr;         /* NULL: the code's own text */
    const char *before_code;               /* between a text and its code in parentheses (OQ-33) */
    const char *success[QFPAY_LANG_COUNT]; /* resperr of 0000 */
    const char *query_success[QFPAY_LANG_COUNT]; /* resperr of a query that worked */
};

/* Find by name; NULL when there is none. Static. */
const struct profile *profile_find(const char *name);

#endif
