/* See api_call.h. */
#include "target/api_call.h"

#include <string.h>

#include "base/moment.h"
#include "request/form_encoding.h"
#include "request/scope.h"
#include "request/signing.h"
#include "target/send.h"

static const char *
sign(struct target *target, struct arena *arena, const struct credentials *merchant,
     const struct qfpay_param *params, size_t count, const char *body, const cJSON *how)
{
    struct scope *scope = arena_alloc(arena, sizeof *scope);
    struct signing signing = {0};
    const char *problem = NULL;
    const char *value;

    scope_init(scope, arena);
    scope->merchant = merchant;
    signing.params = params;
    signing.count = count;
    signing.body = body;
    signing.body_len = strlen(body);
    signing.how = how;
    signing.digest = signing_digest(how, merchant);
    value = signing_make(scope, target->signer, &signing, &problem);
    return value ? value : "";
}

void
api_call(struct target *target, struct arena *arena, const struct credentials *merchant,
         enum call_kind kind, const struct qfpay_param *params, size_t count, struct reply *reply)
{
    api_call_signed(target, arena, merchant, kind, params, count, NULL, reply);
}

void
api_call_signed(struct target *target, struct arena *arena, const struct credentials *merchant,
                enum call_kind kind, const struct qfpay_param *params, size_t count,
                const cJSON *how, struct reply *reply)
{
    bool *in_body = arena_alloc(arena, count + 1);
    struct outgoing outgoing = {0};

    memset(in_body, true, count);
    outgoing.method = "POST";
    outgoing.path = call_rows[kind].path;
    outgoing.body = encode_params(arena, params, in_body, count, ENCODE_FORM);
    outgoing.body_len = strlen(outgoing.body);
    outgoing_add(&outgoing, "Content-Type", "application/x-www-form-urlencoded");
    outgoing_add(&outgoing, "X-QF-APPCODE", merchant->app_code);
    outgoing_add(&outgoing, "X-QF-SIGN",
                 sign(target, arena, merchant, params, count, outgoing.body, how));
    if (signing_digest(how, merchant) == QFPAY_DIGEST_SHA256)
        outgoing_add(&outgoing, "X-QF-SIGNTYPE", "SHA256");
    target_send(target, arena, &outgoing, now_ms() + EXCHANGE_TIMEOUT_MS, reply);
}
