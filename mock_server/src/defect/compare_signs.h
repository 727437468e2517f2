/* How a signature may be compared wrongly: conditions that stand in for the right one. */
#ifndef MOCK_COMPARE_SIGNS_H
#define MOCK_COMPARE_SIGNS_H

#include "rules/check.h"

condition is_beginning;         /* the beginning of the digest is enough */
condition is_half_right;        /* so is the right half of it */
condition is_same_in_case;      /* small letters are no capitals */
condition is_signed_with_line;  /* a line break behind the client's key is forgiven */
condition is_signed_by_anybody; /* the key of any merchant will do */
condition is_end_right;         /* the second half of the digest is enough */
condition is_longer;            /* what stands behind the digest does not count */
condition is_signed_by_nobody;  /* so does no key at all */
condition is_signed_by_code;    /* the app code will do */
condition is_known_digest;      /* a digest that was right once is right for ever */

#endif
