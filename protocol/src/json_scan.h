/*
 * Whether bytes are JSON, before anything is built from them. cJSON is more lenient than RFC 8259
 * and recurses into what it reads; behind this scan it meets only text that it reads without
 * surprises.
 */
#ifndef QFPAY_JSON_SCAN_H
#define QFPAY_JSON_SCAN_H

#include <stddef.h>

#include "qfpay/status.h"

/** The deepest nesting that is read. The API needs four levels. */
#define JSON_SCAN_DEPTH 128

/** The longest number, in bytes: what cJSON reads as one. */
#define JSON_SCAN_NUMBER 63

/**
 * Scan one value with white space around it.
 *
 * @param[in]  text   borrowed; need not be NUL-terminated
 * @param[in]  len    bytes
 * @param[out] offset of the first byte that is wrong; untouched on QFPAY_OK
 *
 * @retval QFPAY_OK      text is one JSON value in UTF-8, without U+0000
 * @retval QFPAY_E_PARSE it is not
 * @retval QFPAY_E_LIMIT it nests deeper than JSON_SCAN_DEPTH or has a longer number
 */
enum qfpay_status json_scan(const char *text, size_t len, size_t *offset);

#endif
