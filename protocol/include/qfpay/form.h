/**
 * @file form.h
 * application/x-www-form-urlencoded in both directions.
 *
 * Decoding is lenient as the real service is: official samples send bodies without any percent
 * encoding (HTTP-07), so the text is split on `&`, then on the first `=`, then decoded, and a `%`
 * that is not followed by two hex digits is itself.
 *
 * Threads: safe; nothing is shared.
 * Source:  HTTP-04, HTTP-06, HTTP-07, HTTP-08.
 */
#ifndef QFPAY_FORM_H
#define QFPAY_FORM_H

#include <stddef.h>

#include "qfpay/param.h"
#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Split and decode a form in place, appending to a set: call it for the URL's query, then for the
 * body, and both are one set (HTTP-06). `+` and %20 are a space. Empty pieces (`a=1&&b=2`) are
 * skipped; a piece without `=` has an empty value. Duplicates are kept: see qfpay_param_duplicate.
 *
 * @param[in,out] text     text_len bytes and room for a NUL; overwritten, the params point here
 * @param[in]     text_len bytes
 * @param[out]    params   caller's array; elements from *count on are filled
 * @param[in]     capacity of params, in elements
 * @param[in,out] count    how many elements are in use
 * @param[out]    err      detail, or NULL
 *
 * @retval QFPAY_OK      *count was moved on
 * @retval QFPAY_E_LIMIT more than capacity parameters; *count is unchanged
 * @retval QFPAY_E_PARSE a piece with an empty name (`=value`); *count is unchanged
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_form_parse(char *text, size_t text_len,
                                                            struct qfpay_param *params,
                                                            size_t capacity, size_t *count,
                                                            struct qfpay_error *err);

/**
 * Encode a set, in the order given: everything but A-Z a-z 0-9 `-` `.` `_` `~` becomes %XX with
 * upper-case digits, a space becomes `+`.
 *
 * @param[in]  params borrowed during the call
 * @param[in]  count  may be 0
 * @param[out] text   caller's buffer, NUL-terminated on QFPAY_OK, else unspecified; NULL with
 *                    text_size 0 to ask for the length only
 * @param[in]  text_size its capacity in bytes
 * @param[out] text_len  the length without NUL, also with QFPAY_E_SPACE; NULL is allowed
 *
 * @retval QFPAY_OK      text holds the form
 * @retval QFPAY_E_SPACE text_size is below *text_len + 1
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_form_encode(const struct qfpay_param *params,
                                                             size_t count, char *text,
                                                             size_t text_size, size_t *text_len);

#ifdef __cplusplus
}
#endif

#endif
