/* See compare_signs.h. */
#include "defect/compare_signs.h"

#include <string.h>
#include <strings.h>

#include "api/call.h"
#include "server/server.h"

/* What should have come, with the empty values in one form, and what did. */
struct pair {
    char expected[QFPAY_SIGN_HEX_SIZE];
    const char *received;
};

typedef bool compares(const struct pair *pair);

static bool
is_same(const struct pair *pair)
{
    return qfpay_sign_equal(pair->expected, pair->received);
}

static bool
begins(const struct pair *pair)
{
    return strncasecmp(pair->expected, pair->received, strlen(pair->received)) == 0;
}

static bool
is_same_half(const struct pair *pair)
{
    size_t len = strlen(pair->expected);

    return strlen(pair->received) == len &&
           strncasecmp(pair->expected, pair->received, len / 2) == 0;
}

static bool
is_same_end(const struct pair *pair)
{
    size_t len = strlen(pair->expected);

    return strlen(pair->received) == len &&
           strcasecmp(pair->expected + len / 2, pair->received + len / 2) == 0;
}

static bool
is_begun_with(const struct pair *pair)
{
    return strncasecmp(pair->expected, pair->received, strlen(pair->expected)) == 0;
}

static bool
is_same_text(const struct pair *pair)
{
    return strcmp(pair->expected, pair->received) == 0;
}

/* In either form of empty values. A digest that cannot be computed is like no other. */
static bool
is_signed_with(const struct call *call, const char *key, compares *compare)
{
    const struct request *req = call->req;
    struct pair pair = {.received = !req->headers.sign ? "" : req->headers.sign};

    if (!key)
        return false;
    return (qfpay_sign(req->signer, req->params, req->param_count, key, call->digest, pair.expected,
                       NULL) == QFPAY_OK &&
            compare(&pair)) ||
           (qfpay_sign_with_empty(req->signer, req->params, req->param_count, key, call->digest,
                                  pair.expected, NULL) == QFPAY_OK &&
            compare(&pair));
}

bool
is_beginning(struct call *call)
{
    return is_signed_with(call, call->req->merchant->client_key, begins);
}

bool
is_half_right(struct call *call)
{
    return is_signed_with(call, call->req->merchant->client_key, is_same_half);
}

bool
is_same_in_case(struct call *call)
{
    return is_signed_with(call, call->req->merchant->client_key, is_same_text);
}

bool
is_signed_with_line(struct call *call)
{
    const char *key = call->req->merchant->client_key;

    return is_signed_with(call, key, is_same) ||
           is_signed_with(call, arena_printf(call->req->arena, "%s\n", key), is_same);
}

bool
is_signed_by_anybody(struct call *call)
{
    const struct merchant *merchant = NULL;

    while ((merchant = registry_next(&call->req->server->merchants, merchant))) {
        if (is_signed_with(call, merchant->client_key, is_same))
            return true;
    }
    return false;
}

bool
is_end_right(struct call *call)
{
    return is_signed_with(call, call->req->merchant->client_key, is_same_end);
}

bool
is_longer(struct call *call)
{
    return is_signed_with(call, call->req->merchant->client_key, is_begun_with);
}

bool
is_signed_by_nobody(struct call *call)
{
    return is_signed_with(call, call->req->merchant->client_key, is_same) ||
           is_signed_with(call, "", is_same);
}

bool
is_signed_by_code(struct call *call)
{
    return is_signed_with(call, call->req->merchant->client_key, is_same) ||
           is_signed_with(call, call->req->merchant->app_code, is_same);
}

/* Each thread knows the last digests of its connections. */
bool
is_known_digest(struct call *call)
{
    enum { KNOWN = 64 };
    static _Thread_local char known[KNOWN][QFPAY_SIGN_HEX_SIZE];
    static _Thread_local size_t next;
    const char *sign = call->req->headers.sign;

    if (!sign)
        return false;
    for (size_t i = 0; i < KNOWN; i++) {
        if (known[i][0] != '\0' && strcasecmp(known[i], sign) == 0)
            return true;
    }
    if (!is_signed_with(call, call->req->merchant->client_key, is_same))
        return false;
    memcpy(known[next % KNOWN], sign, strlen(sign) + 1);
    next++;
    return true;
}
