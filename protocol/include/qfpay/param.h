/**
 * @file param.h
 * One request parameter, and sets of them. Values are raw (decoded) bytes.
 *
 * Life:    plain views; whoever owns the bytes keeps them alive and unchanged.
 * Threads: safe; nothing is shared.
 */
#ifndef QFPAY_PARAM_H
#define QFPAY_PARAM_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The most parameters in one request that any part of the project handles. */
#define QFPAY_PARAM_MAX 128

/**
 * Name and value, borrowed. Both are followed by a NUL that the lengths do not count, so that text
 * can be printed; a decoded %00 may put further NULs inside, hence the lengths.
 */
struct qfpay_param {
    const char *name;
    const char *value;
    size_t name_len;
    size_t value_len;
};

/** A parameter from two NUL-terminated strings, borrowed. */
QFPAY_API struct qfpay_param qfpay_param_of(const char *name, const char *value);

/** Find by name, byte-exact. @return borrowed element of params, or NULL */
QFPAY_API const struct qfpay_param *qfpay_param_find(const struct qfpay_param *params, size_t count,
                                                     const char *name);

/** The first parameter whose name occurs again later (HTTP-09). @return borrowed, or NULL */
QFPAY_API const struct qfpay_param *qfpay_param_duplicate(const struct qfpay_param *params,
                                                          size_t count);

/**
 * Copy the parameters that have a value: a request carries no others, because an empty value is not
 * signed (SIG-07).
 *
 * @param[in]  params borrowed during the call
 * @param[in]  count  of params
 * @param[out] filled room for count parameters, or params itself; they borrow what those borrow
 *
 * @return how many were copied, in their order
 */
QFPAY_API size_t qfpay_param_filled(const struct qfpay_param *params, size_t count,
                                    struct qfpay_param *filled);

#ifdef __cplusplus
}
#endif

#endif
