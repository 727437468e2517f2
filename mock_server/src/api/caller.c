/* Who is asking: the conditions of caller_checks.def. */
#include "api/call.h"
#include "api/contents.h"
#include "server/server.h"

static bool
has_app_code(struct call *call)
{
    const char *app_code = call->req->headers.app_code;

    return app_code && app_code[0] != '\0';
}

CONDITION(is_stranger, !call->req->merchant);

/* Whether the two credentials have changed places; the journal does not show a key. */
static bool
is_no_key(struct call *call)
{
    struct request_headers *headers = &call->req->headers;

    if (!registry_has_key(&call->req->server->merchants, headers->app_code))
        return true;
    headers->app_code = "********";
    return false;
}

static bool
has_sign(struct call *call)
{
    const char *sign = call->req->headers.sign;

    return sign && sign[0] != '\0';
}

static bool
is_digest(struct call *call)
{
    const char *sign_type = call->req->headers.sign_type;

    return !sign_type || qfpay_digest_find(sign_type, &call->digest);
}

static bool
has_empty_value(const struct request *req)
{
    size_t at = 0;

    while (at < req->param_count && req->params[at].value_len != 0)
        at++;
    return at < req->param_count;
}

static bool
is_signed_in(struct call *call, enum empty_form form)
{
    char expected[QFPAY_SIGN_HEX_SIZE];

    if (!rulebook_takes(call->book, form))
        return false;
    if (call->book->expects(call->req, call->digest, form, expected))
        return qfpay_sign_equal(expected, call->req->headers.sign);
    call->trouble = "compute a signature";
    return false;
}

/* Of a signature that is missing another row has spoken. Without an empty value both forms are the
 * same, and one digest is enough. */
static bool
is_signed_right(struct call *call)
{
    bool is_tried = rulebook_takes(call->book, EMPTY_DROPPED);

    if (!has_sign(call) || is_signed_in(call, EMPTY_DROPPED))
        return true;
    if ((is_tried && !has_empty_value(call->req)) || !is_signed_in(call, EMPTY_SIGNED))
        return false;
    call->req->is_signed_older = is_tried;
    return true;
}

bool
sign_parameters(struct request *req, enum qfpay_digest digest, enum empty_form form,
                char hex[QFPAY_SIGN_HEX_SIZE])
{
    const char *key = req->merchant->client_key;
    enum qfpay_status status = form == EMPTY_SIGNED
                                   ? qfpay_sign_with_empty(req->signer, req->params,
                                                           req->param_count, key, digest, hex, NULL)
                                   : qfpay_sign(req->signer, req->params, req->param_count, key,
                                                digest, hex, NULL);

    return status == QFPAY_OK;
}

const struct check caller_checks[] = {
#include "api/caller_checks.def"
    END_OF_CHECKS,
};
