/**
 * @file wire.h
 * JSON as QFPay writes it, over cJSON: `", "` and `": "` between items, non-ASCII as lower-case
 * `\uXXXX` (surrogate pairs beyond the basic plane), keys in the order in which they were added.
 *
 * Threads: safe; nothing is shared.
 * Source:  RSP-06, NTF-09; vectors V3 and D8.
 */
#ifndef QFPAY_WIRE_H
#define QFPAY_WIRE_H

#include <cjson/cJSON.h>
#include <stddef.h>

#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The largest JSON text that qfpay_wire_parse reads, in bytes. */
#define QFPAY_WIRE_MAX (4u << 20)

/**
 * Write a value. Integral numbers within 53 bits are written without a point. A string that is not
 * UTF-8 has each bad byte written as \ufffd.
 *
 * @param[in]  item      borrowed
 * @param[out] text      caller's buffer, NUL-terminated on QFPAY_OK, else unspecified; NULL with
 *                       text_size 0 to ask for the length only
 * @param[in]  text_size its capacity in bytes
 * @param[out] text_len  the length without NUL, also with QFPAY_E_SPACE; NULL is allowed
 *
 * @retval QFPAY_OK      text holds the JSON
 * @retval QFPAY_E_SPACE text_size is below *text_len + 1
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_wire_print(const cJSON *item, char *text,
                                                            size_t text_size, size_t *text_len);

/**
 * Read one JSON value from bytes that somebody else sent. White space may surround it; anything
 * else behind it is an error.
 *
 * @param[in]  text borrowed; need not be NUL-terminated
 * @param[in]  len  bytes, at most QFPAY_WIRE_MAX
 * @param[out] out  caller frees with cJSON_Delete; untouched on failure
 * @param[out] err  detail with the byte offset, or NULL
 *
 * @retval QFPAY_OK       *out is the value
 * @retval QFPAY_E_PARSE  not JSON, or a NUL inside
 * @retval QFPAY_E_LIMIT  longer than QFPAY_WIRE_MAX or nested too deeply
 * @retval QFPAY_E_MEMORY out of memory
 */
QFPAY_API QFPAY_MUST_USE enum qfpay_status qfpay_wire_parse(const char *text, size_t len,
                                                            cJSON **out, struct qfpay_error *err);

#ifdef __cplusplus
}
#endif

#endif
