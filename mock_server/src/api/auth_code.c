/* See auth_code.h. */
#include "api/auth_code.h"

#include <string.h>

#include "api/call.h"
#include "qfpay/code.h"
#include "server/server.h"
#include "server/settings.h"

static const struct {
    int low;
    int high;
    size_t least;
    size_t most;
    enum wallet wallet;
} forms[] = {
#define AUTH_CODE(low, high, least, most, wallet) {low, high, least, most, WALLET_##wallet},
#include "api/auth_codes.def"
#undef AUTH_CODE
};

/* The wallet of a code; WALLET_COUNT when its form is that of none. */
static enum wallet
wallet_of(const char *code)
{
    size_t len = strspn(code, "0123456789");
    int first = len < 2 ? -1 : (code[0] - '0') * 10 + (code[1] - '0');

    for (size_t i = 0; code[len] == '\0' && i < sizeof forms / sizeof forms[0]; i++) {
        if (first >= forms[i].low && first <= forms[i].high && len >= forms[i].least &&
            len <= forms[i].most)
            return forms[i].wallet;
    }
    return WALLET_COUNT;
}

/* A wallet without a form of its own takes what is no other's. */
static bool
has_form(enum wallet wallet)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (forms[i].wallet == wallet)
            return true;
    }
    return false;
}

static const char *
code_of(const struct call *call)
{
    return request_value(call->req, "auth_code");
}

bool
has_auth_code(struct call *call)
{
    return code_of(call)[0] != '\0';
}

bool
is_of_wallet(struct call *call)
{
    enum wallet wanted = call->pay->wallet;
    enum wallet wallet = wallet_of(code_of(call));

    if (wallet == WALLET_COUNT && wanted != WALLET_BY_CODE && !has_form(wanted))
        wallet = wanted;
    if (wallet == WALLET_COUNT || (wanted != WALLET_BY_CODE && wanted != wallet))
        return false;
    call->wallet = wallet;
    return true;
}

bool
is_unused_code(struct call *call)
{
    const struct request *req = call->req;

    return !store_has_auth_code(req->server->store, req->merchant->id, code_of(call));
}

enum store_result
auth_code_use(struct call *call)
{
    struct request *req = call->req;

    return call->wallet == WALLET_COUNT
               ? STORE_OK
               : store_add_auth_code(req->server->store, req->merchant->id, code_of(call));
}

void
auth_code_ask(struct call *call)
{
    struct request *req = call->req;
    struct situation *situation = &req->situation;
    const char *code = code_of(call);
    size_t len = strlen(code);
    const struct qfpay_code *asked;

    if (situation->kind != SITUATION_NONE || !req->server->settings->triggers ||
        !has_auth_code(call) || len < 10 || memcmp(code + len - 8, AUTH_CODE_TRIGGER, 4) != 0)
        return;
    asked = qfpay_code_find(code + len - 4);
    if (!asked || !is_of_wallet(call) || !is_unused_code(call))
        return;
    situation->kind = situation_of_answer(asked);
    situation->code = asked;
    request_advise(req, QFPAY_REQ_PAY_CPM_02, "auth_code ends in 0099%s: this payment answers %s.",
                   asked->respcd, asked->respcd);
}
