/* See compare_signs.h. */
#include "compare_signs.h"

#include <string.h>
#include <strings.h>

#include "call.h"
#include "server.h"

/* What should have come, and what did. */
struct pair {
    char expected[QFPAY_SIGN_HEX_SIZE];
    const char *received;
};

/* A digest that cannot be computed is like no other. */
static struct pair
pair_of(const struct call *call, const char *key)
{
    const struct request *req = call->req;
    struct pair pair = {.received = req->headers.sign == NULL ? "" : req->headers.sign};

    if (key == NULL || qfpay_sign(req->signer, req->params, req->param_count, key, call->digest,
                                  pair.expected, NULL) != QFPAY_OK)
        pair.expected[0] = '\0';
    return pair;
}

bool
is_beginning(struct call *call)
{
    struct pair pair = pair_of(call, call->req->merchant->client_key);

    return strncasecmp(pair.expected, pair.received, strlen(pair.received)) == 0;
}

bool
is_half_right(struct call *call)
{
    struct pair pair = pair_of(call, call->req->merchant->client_key);
    size_t len = strlen(pair.expected);

    return strlen(pair.received) == len && strncasecmp(pair.expected, pair.received, len / 2) == 0;
}

bool
is_same_in_case(struct call *call)
{
    struct pair pair = pair_of(call, call->req->merchant->client_key);

    return strcmp(pair.expected, pair.received) == 0;
}

static bool
is_signed_with(const struct call *call, const char *key)
{
    struct pair pair = pair_of(call, key);

    return qfpay_sign_equal(pair.expected, pair.received);
}

bool
is_signed_with_line(struct call *call)
{
    const char *key = call->req->merchant->client_key;

    return is_signed_with(call, key) ||
           is_signed_with(call, arena_printf(call->req->arena, "%s\n", key));
}

bool
is_signed_by_anybody(struct call *call)
{
    const struct merchant *merchant = NULL;

    while ((merchant = registry_next(&call->req->server->merchants, merchant)) != NULL) {
        if (is_signed_with(call, merchant->client_key))
            return true;
    }
    return false;
}
