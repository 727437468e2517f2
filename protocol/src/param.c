/*
 * Looking into sets of parameters. A request has about ten, so a scan beats any index.
 */
#include "qfpay/param.h"

#include <string.h>

struct qfpay_param
qfpay_param_of(const char *name, const char *value)
{
    struct qfpay_param param = {name, value, strlen(name), strlen(value)};

    return param;
}

static const struct qfpay_param *
find(const struct qfpay_param *params, size_t count, const char *name, size_t len)
{
    for (size_t i = 0; i < count; i++)
        if (params[i].name_len == len && memcmp(params[i].name, name, len) == 0)
            return &params[i];
    return NULL;
}

const struct qfpay_param *
qfpay_param_find(const struct qfpay_param *params, size_t count, const char *name)
{
    return find(params, count, name, strlen(name));
}

const struct qfpay_param *
qfpay_param_duplicate(const struct qfpay_param *params, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (find(params + i + 1, count - i - 1, params[i].name, params[i].name_len))
            return &params[i];
    return NULL;
}

size_t
qfpay_param_filled(const struct qfpay_param *params, size_t count, struct qfpay_param *filled)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (params[i].value_len != 0)
            filled[kept++] = params[i];
    return kept;
}
