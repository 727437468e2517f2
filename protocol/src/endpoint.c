/*
 * The calls of the API as data. Which of them a server offers is the server's.
 */
#include "qfpay/endpoint.h"

#include <string.h>

static const struct qfpay_endpoint_row rows[QFPAY_ENDPOINT_COUNT] = {
#define ENDPOINT(symbol, name, get, get_documented)                                                \
    [QFPAY_ENDPOINT_##symbol] = {#name, "/trade/v1/" #name, get, get_documented},
#include "qfpay/tables/endpoints.def"
#undef ENDPOINT
};

const struct qfpay_endpoint_row *
qfpay_endpoint_row(enum qfpay_endpoint endpoint)
{
    if ((int)endpoint < 0 || endpoint >= QFPAY_ENDPOINT_COUNT)
        return NULL;
    return &rows[endpoint];
}

bool
qfpay_endpoint_find(const char *name, enum qfpay_endpoint *endpoint)
{
    for (int i = 0; i < QFPAY_ENDPOINT_COUNT; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            *endpoint = (enum qfpay_endpoint)i;
            return true;
        }
    }
    return false;
}

bool
qfpay_endpoint_find_path(const char *path, enum qfpay_endpoint *endpoint)
{
    for (int i = 0; i < QFPAY_ENDPOINT_COUNT; i++) {
        if (strcmp(rows[i].path, path) == 0) {
            *endpoint = (enum qfpay_endpoint)i;
            return true;
        }
    }
    return false;
}
