/* Who is asking: the conditions of caller_checks.def. */
#include <string.h>

#include "call.h"
#include "contents.h"
#include "server.h"

static bool
has_app_code(struct call *call)
{
    const char *app_code = call->req->headers.app_code;

    return app_code != NULL && app_code[0] != '\0';
}

CONDITION(is_stranger, call->req->merchant == NULL);

/* Whether the two credentials have changed places; the journal does not show a key. */
static bool
is_no_key(struct call *call)
{
    struct request_headers *headers = &call->req->headers;
    const struct merchant *merchant = NULL;

    while ((merchant = registry_next(&call->req->server->merchants, merchant)) != NULL) {
        if (strcmp(merchant->client_key, headers->app_code) == 0) {
            headers->app_code = "********";
            return false;
        }
    }
    return true;
}

static bool
has_sign(struct call *call)
{
    const char *sign = call->req->headers.sign;

    return sign != NULL && sign[0] != '\0';
}

static bool
is_digest(struct call *call)
{
    const char *sign_type = call->req->headers.sign_type;

    return sign_type == NULL || qfpay_digest_find(sign_type, &call->digest);
}

/* Of a signature that is missing another row has spoken. */
static bool
is_signed_right(struct call *call)
{
    char expected[QFPAY_SIGN_HEX_SIZE];

    if (!has_sign(call))
        return true;
    if (!call->book->expects(call->req, call->digest, expected)) {
        call->trouble = "compute a signature";
        return false;
    }
    return qfpay_sign_equal(expected, call->req->headers.sign);
}

bool
sign_parameters(struct request *req, enum qfpay_digest digest, char hex[QFPAY_SIGN_HEX_SIZE])
{
    return qfpay_sign(req->signer, req->params, req->param_count, req->merchant->client_key, digest,
                      hex, NULL) == QFPAY_OK;
}

const struct check caller_checks[] = {
#include "caller_checks.def"
    END_OF_CHECKS,
};
