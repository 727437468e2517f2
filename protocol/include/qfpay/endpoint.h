/**
 * @file endpoint.h
 * The calls of the API. The rows are qfpay/tables/endpoints.def.
 *
 * Life and threads: constant tables; every pointer returned is static.
 */
#ifndef QFPAY_ENDPOINT_H
#define QFPAY_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum qfpay_endpoint {
#define ENDPOINT(symbol, name, get, get_documented) QFPAY_ENDPOINT_##symbol,
#include "qfpay/tables/endpoints.def"
#undef ENDPOINT
    QFPAY_ENDPOINT_COUNT
};

struct qfpay_endpoint_row {
    const char *name;    /**< "payment": the word that fixtures and command lines use */
    const char *path;    /**< "/trade/v1/payment" */
    bool get;            /**< by GET as well as by POST (OQ-06, OQ-07) */
    bool get_documented; /**< the current documents say so */
};

/** The row of an endpoint. @return static, never NULL for a listed value */
QFPAY_API const struct qfpay_endpoint_row *qfpay_endpoint_row(enum qfpay_endpoint endpoint);

/** Find by name ("payment"). @return true and *endpoint, or false */
QFPAY_API bool qfpay_endpoint_find(const char *name, enum qfpay_endpoint *endpoint);

/** Find by path ("/trade/v1/payment"). @return true and *endpoint, or false */
QFPAY_API bool qfpay_endpoint_find_path(const char *path, enum qfpay_endpoint *endpoint);

#ifdef __cplusplus
}
#endif

#endif
